import CodeGen
import Diagnostics

extension Command {

  /// Lists or changes how compiled code is made; results stay the same, bit for bit.
  static func setSchedule(
    _ words: [Spelled], _ span: SourceSpan, _ session: inout Session
  ) throws(DiagnosticError) -> Output {
    guard words.count > 1 else { return Output([list(session.settings.schedule)]) }
    if words.count == 2, words[1].text == "auto" {
      session.settings.schedule = Schedule.Options()
      return .message("the schedule is chosen by cost")
    }
    guard let setting = ScheduleSetting.all.first(where: { $0.name == words[1].text }) else {
      throw DiagnosticError(.unknownScheduleSetting(words[1]))
    }
    if words.count == 2 {
      return .message("\(setting.name) is \(setting.value(in: session.settings.schedule))")
    }
    guard words.count == 3 else { throw DiagnosticError(.usage(.set, at: span)) }
    let value = try session.scheduleValue(of: setting, words[2])
    guard setting.set(value, in: &session.settings.schedule) else {
      throw DiagnosticError(.badScheduleSetting(setting, words[2]))
    }
    return .message("\(setting.name) is \(setting.value(in: session.settings.schedule))")
  }

  /// The table of what can be set.
  private static func list(_ options: Schedule.Options) -> Output.Item {
    var table = TextTable(["", "value", "what it is", "legal"], [.left, .left, .left, .left])
    for s in ScheduleSetting.all { table.add([s.name, s.value(in: options), s.summary, s.values]) }
    let lines = table
    return Output.Item(
      json: .object([
        "schedule": .array(
          ScheduleSetting.all.map {
            .object(["name": .string($0.name), "value": .string($0.value(in: options))])
          })
      ])
    ) { lines.text(width: $0) }
  }

}

extension Session {

  /// Returns what `value` is for `setting`: dimensions by their own names.
  ///
  /// Before any dimension is known, as in a startup file, every name may become one.
  fileprivate func scheduleValue(
    of setting: ScheduleSetting, _ value: Spelled
  ) throws(DiagnosticError) -> String {
    guard setting.name == "layout", !definitions.dimensions.isEmpty,
      !["auto", ""].contains(value.text)
    else { return value.text }
    var names: [String] = []
    var start = value.span.bytes.lowerBound
    for part in value.text.split(separator: ",", omittingEmptySubsequences: false) {
      let place = SourceSpan(value.span.file, start ..< start + part.utf8.count)
      start += part.utf8.count + 1
      let name = Spelled(text: String(part), span: place, isQuoted: false)
      names.append(part.isEmpty ? "" : try dimension(name).name)
    }
    return names.joined(separator: ",")
  }

}

extension Diagnostic {

  fileprivate static func unknownScheduleSetting(_ name: Spelled) -> Diagnostic {
    let names = ScheduleSetting.all.map(\.name)
    return Diagnostic(
      code: WorkbenchCode.unknownSetting, "A schedule has no '\(name.text)'.", at: name.span,
      hint: nearest(to: name.text, among: names).map { "did you mean '\($0)'?" }
        ?? "it has \(names.joined(separator: ", "))")
  }

  fileprivate static func badScheduleSetting(
    _ setting: ScheduleSetting, _ value: Spelled
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "'\(value.text)' is no value for '\(setting.name)'.",
      at: value.span,
      hint: "use \(setting.values), or auto for what is usual")
  }

}
