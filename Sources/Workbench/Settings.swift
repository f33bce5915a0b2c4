import CodeGen
import Diagnostics
import Toolchain

/// What `set` changes.
public struct Settings: Hashable, Sendable {

  /// The columns that text may take; `nil` for those of the terminal.
  public var width: Int?

  /// The seed of random fields that are not given one.
  public var seed = 42

  /// Whether a line that says what to try next follows an answer.
  public var hints = true

  /// Whether the prompt shows what is longer than the screen in a pager.
  public var pager = true

  /// The names of the rewrite rules that are switched off.
  public var disabledRules: Set<String> = []

  /// How compiled code is made.
  public var schedule = Schedule.Options()

  /// The name of the backend that runs programs unless a line names another; `nil` for the first.
  public var backend: String?

  /// Whether a run may compile what was not compiled before.
  public var jit = true

  /// Whether times are shown as `[TIME]`, so that output can be compared.
  public var stable = false

}

/// One name that `set` knows.
struct Setting: Sendable {

  let name: String
  let summary: String

  /// Returns the value in output of the given form.
  let show: @Sendable (Settings, OutputForm) -> String

  /// Returns the settings with the value that a text means; `nil` if it means none.
  let change: @Sendable (Settings, String) -> Settings?

  /// What values are legal, for messages.
  let values: String

}

extension Setting {

  /// The settings of a session with the backends that the toolchain comes with.
  static let all = all(backends: Backend.all.map(\.name))

  /// The settings of a session whose toolchain has `backends`, the usual one first.
  static func all(backends: [String]) -> [Setting] {
    [
      Setting(
        name: "width", summary: "columns that text may take", show: { String($1.width) },
        change: { settings, text in
          if text == "auto" { return settings.with { $0.width = nil } }
          guard let width = Int(text), (20 ... 1000).contains(width) else { return nil }
          return settings.with { $0.width = width }
        }, values: "20 to 1000, or auto for the terminal's"),
      Setting(
        name: "seed", summary: "seed of random fields",
        show: { settings, _ in String(settings.seed) },
        change: { settings, text in
          guard let seed = Int(text), seed >= 0 else { return nil }
          return settings.with { $0.seed = seed }
        }, values: "a whole number from 0"),
      .toggle("hints", "say what to try next", \.hints),
      .toggle("pager", "show long output in $PAGER, at the prompt", \.pager),
      Setting(
        name: "backend", summary: "what runs programs",
        show: { settings, _ in settings.backend ?? backends[0] },
        change: { settings, text in
          guard backends.contains(text) else { return nil }
          return settings.with { $0.backend = text == backends[0] ? nil : text }
        }, values: backends.joined(separator: ", ")),
      .toggle("jit", "let runs compile what was not compiled before", \.jit),
      .toggle("stable", "show [TIME] instead of times", \.stable),
    ]
  }

}

extension Setting {

  /// A setting that is on or off.
  private static func toggle(
    _ name: String, _ summary: String, _ path: WritableKeyPath<Settings, Bool> & Sendable
  ) -> Setting {
    Setting(
      name: name, summary: summary,
      show: { settings, _ in settings[keyPath: path] ? "on" : "off" },
      change: { settings, text in
        onOff(text).map { on in settings.with { $0[keyPath: path] = on } }
      }, values: "on or off")
  }

}

extension Session {

  /// What `set` knows here.
  var knownSettings: [Setting] { Setting.all(backends: backendNames) }

}

extension Settings {

  /// Returns a copy that `change` was applied to.
  func with(_ change: (inout Settings) -> Void) -> Settings {
    var copy = self
    change(&copy)
    return copy
  }

}

private func onOff(_ text: String) -> Bool? {
  switch text.lowercased() {
  case "on", "true", "yes": true
  case "off", "false", "no": false
  default: nil
  }
}
