/// Something about schedules that a person can set, by name.
public struct ScheduleSetting: Sendable {

  public let name: String
  public let summary: String

  /// What can be written for it, in words.
  public let values: String

  private let show: @Sendable (Schedule.Options) -> String
  private let change: @Sendable (inout Schedule.Options, String) -> Bool

  /// Returns the value in `options`, as it is written.
  public func value(in options: Schedule.Options) -> String { show(options) }

  /// Sets the value that `text` is, and returns whether it is one; `auto` is the usual one.
  public func set(_ text: String, in options: inout Schedule.Options) -> Bool {
    change(&options, text) || text == "auto" && change(&options, show(Schedule.Options()))
  }

  /// Every setting, in the order in which they are listed.
  public static let all: [ScheduleSetting] = [
    choice("keep", "how computed fields are kept", \.keeping),
    choice("tiles", "how boxes of points are cut into tiles of vectors", \.tiling),
    flag("join", "short rows that follow each other, walked through as one", \.joinsRows),
    number("rows", "rows of a tile that goes row by row", 1 ... 4096, \.rowBlock),
    number("march", "rows of a tile that vectors march through", 1 ... 4096, \.marchBlock),
    number("ahead", "planes of which inputs are fetched ahead", 0 ... 64, \.planesAhead),
    number("columns", "columns that scans walk together", 1 ... 4096, \.columnBlock),
    number("split", "pieces of a loop where regions meet", 1 ... 64, \.splitLimit),
    flag("fuse", "scans with what reads them in their columns", \.fusesColumns),
    flag("threads", "outer loops for several threads", \.usesThreads),
    ScheduleSetting(
      name: "stream", summary: "bytes from which on outputs are written past the caches",
      values: "a number, or never", show: { $0.streamedBytes.map { "\($0)" } ?? "never" },
      change: { options, text in
        if text == "never" {
          options.streamedBytes = nil
          return true
        }
        guard let n = Int(text), n >= 0 else { return false }
        options.streamedBytes = n
        return true
      }),
    ScheduleSetting(
      name: "layout", summary: "dimensions as fields lie in memory, the innermost last",
      values: "names with commas, or auto",
      show: { $0.layout.isEmpty ? "auto" : $0.layout.joined(separator: ",") },
      change: { options, text in
        let names = text == "auto" ? [] : text.split(separator: ",").map(String.init)
        if text != "auto", names.isEmpty || Set(names).count != names.count { return false }
        options.layout = names
        return true
      }),
  ]

  private static func number(
    _ name: String, _ summary: String, _ range: ClosedRange<Int>,
    _ path: any WritableKeyPath<Schedule.Options, Int> & Sendable
  ) -> ScheduleSetting {
    ScheduleSetting(
      name: name, summary: summary, values: "\(range.lowerBound) to \(range.upperBound)",
      show: { "\($0[keyPath: path])" },
      change: { options, text in
        guard let n = Int(text), range ~= n else { return false }
        options[keyPath: path] = n
        return true
      })
  }

  private static func flag(
    _ name: String, _ summary: String,
    _ path: any WritableKeyPath<Schedule.Options, Bool> & Sendable
  ) -> ScheduleSetting {
    ScheduleSetting(
      name: name, summary: summary, values: "on or off",
      show: { $0[keyPath: path] ? "on" : "off" },
      change: { options, text in
        guard text == "on" || text == "off" else { return false }
        options[keyPath: path] = text == "on"
        return true
      })
  }

  private static func choice<C: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, _ summary: String,
    _ path: any WritableKeyPath<Schedule.Options, C> & Sendable
  ) -> ScheduleSetting where C.RawValue == String {
    ScheduleSetting(
      name: name, summary: summary,
      values: C.allCases.map(\.rawValue).joined(separator: ", "),
      show: { $0[keyPath: path].rawValue },
      change: { options, text in
        guard let value = C(rawValue: text) else { return false }
        options[keyPath: path] = value
        return true
      })
  }

}

extension Schedule.Options {

  /// What is not as it is by default, as it is set: `tiles=march stream=never`.
  public var text: String {
    let usual = Schedule.Options()
    return ScheduleSetting.all.filter { $0.value(in: self) != $0.value(in: usual) }
      .map { "\($0.name)=\($0.value(in: self))" }.joined(separator: " ")
  }

  /// Creates what `text` gives, blanks between settings; returns `nil` if one is none.
  public init?(_ text: String) {
    self.init()
    for word in text.split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2,
        let setting = ScheduleSetting.all.first(where: { $0.name == parts[0] }),
        setting.set(parts[1], in: &self)
      else { return nil }
    }
  }

}
