import Diagnostics

extension Command {

  static let set: Command = Command(
    "set", "shows or changes settings", usage: "set\nset NAME\nset NAME VALUE",
    examples: ["set", "set width 100", "set hints off"]
  ) { line, session throws(DiagnosticError) in
    let words = line.words
    guard let name = words.first else {
      return Output(Setting.all.map { item($0, session.settings) })
    }
    guard let setting = Setting.all.first(where: { $0.name == name.text }) else {
      throw DiagnosticError(.unknownSetting(name))
    }
    guard words.count > 1 else { return Output([item(setting, session.settings)]) }
    guard words.count == 2, line.options.isEmpty else {
      throw DiagnosticError(.usage(.set, at: line.span))
    }
    guard let changed = setting.change(session.settings, words[1].text) else {
      throw DiagnosticError(.badSetting(setting, words[1]))
    }
    session.settings = changed
    return Output([item(setting, changed)])
  }

  private static func item(_ setting: Setting, _ settings: Settings) -> Output.Item {
    let value = setting.show(settings)
    return Output.Item(
      "\(setting.name) = \(value)  (\(setting.summary))",
      json: .object(["setting": .string(setting.name), "value": .string(value)]))
  }

}

extension Diagnostic {

  fileprivate static func unknownSetting(_ name: Spelled) -> Diagnostic {
    let names = Setting.all.map(\.name)
    return Diagnostic(
      code: WorkbenchCode.unknownSetting, "There is no setting '\(name.text)'.", at: name.span,
      hint: nearest(to: name.text, among: names).map { "did you mean '\($0)'?" }
        ?? "settings are \(names.joined(separator: ", "))")
  }

  fileprivate static func badSetting(_ setting: Setting, _ value: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "'\(value.text)' is no value for '\(setting.name)'.",
      at: value.span, hint: "use \(setting.values)")
  }

}
