import CodeGen
import Diagnostics
import Transforms

extension Command {

  static let set: Command = Command(
    "set", "shows or changes settings",
    usage: [
      "set", "set NAME [VALUE]", .init("set rule", "lists the rules"), "set rule RULE on|off",
      .init("set schedule", "lists how compiled code is made"), "set schedule NAME [VALUE|auto]",
    ],
    arguments: [
      .init("NAME", "a setting: \(Setting.all.map(\.name).joined(separator: ", "))"),
      .init("VALUE", "on, off or a number: `set` shows what they are"), .rule,
    ],
    examples: ["set", "set width 100", "set hints off"],
    completion: { point in
      switch point.words.count {
      case 1: Setting.all.map(\.name) + ["rule", "schedule"]
      case 2 where point.words[1] == "rule": point.rules
      case 2 where point.words[1] == "schedule": ScheduleSetting.all.map(\.name)
      case 2 where point.words[1] == "backend": point.backends
      case 2: ["on", "off"]
      case 3 where point.words[1] == "rule": ["on", "off"]
      default: []
      }
    }
  ) { line, session throws(DiagnosticError) in
    let words = line.wordsAndOptions
    guard let name = words.first else {
      return Output(session.knownSettings.map { item($0, session.settings) })
    }
    if name.text == "rule" {
      return words.count == 1
        ? Output([ruleList(session)]) : try setRule(words, line.span, &session)
    }
    if name.text == "schedule" { return try setSchedule(words, line.span, &session) }
    guard let setting = session.knownSettings.first(where: { $0.name == name.text }) else {
      throw DiagnosticError(.unknownSetting(name))
    }
    guard words.count > 1 else { return Output([item(setting, session.settings)]) }
    guard words.count == 2 else { throw DiagnosticError(.usage(.set, at: line.span)) }
    guard let changed = setting.change(session.settings, words[1].text) else {
      throw DiagnosticError(.badSetting(setting, words[1]))
    }
    session.settings = changed
    return Output([item(setting, changed)])
  }

  /// Switches a rewrite rule on or off.
  private static func setRule(
    _ words: [Spelled], _ span: SourceSpan, _ session: inout Session
  ) throws(DiagnosticError) -> Output {
    guard words.count == 3, ["on", "off"].contains(words[2].text) else {
      throw DiagnosticError(.usage(.set, at: span))
    }
    let rules = session.toolchain.pipeline.optionalRules
    guard rules[words[1].text] != nil else {
      let passes = session.passes(leading: words[1].text)
      if !passes.isEmpty { throw DiagnosticError(.dependentRule(words[1], of: passes)) }
      throw DiagnosticError(.unknownRule(words[1], among: Array(rules.keys)))
    }
    if words[2].text == "off" {
      session.settings.disabledRules.insert(words[1].text)
    } else {
      session.settings.disabledRules.remove(words[1].text)
    }
    session.stepper = nil
    return .message("rule \(words[1].text) is \(words[2].text)")
  }

  /// The table of all rules that can be switched.
  private static func ruleList(_ session: Session) -> Output.Item {
    let settings = session.settings
    let rules = session.toolchain.pipeline.optionalRules.values.sorted { $0.name < $1.name }
    var table = TextTable(["rule", "", "what it does"], [.left, .left, .left])
    for r in rules {
      table.add([r.name, settings.disabledRules.contains(r.name) ? "off" : "on", r.statement])
    }
    let lines = table
    return Output.Item(
      json: .object([
        "rules": .array(
          rules.map { r in
            .object([
              "name": .string(r.name), "statement": .string(r.statement),
              "isOn": .bool(!settings.disabledRules.contains(r.name)),
            ])
          })
      ])
    ) { lines.text(width: $0) }
  }

  private static func item(_ setting: Setting, _ settings: Settings) -> Output.Item {
    Output.Item(
      text: { "\(setting.name) = \(setting.show(settings, $0))  (\(setting.summary))" },
      json: { form in
        .object([
          "setting": .string(setting.name), "value": .string(setting.show(settings, form)),
        ])
      })
  }

}

extension CommandInput {

  /// The words of the line in order, where `NAME=VALUE` is two.
  fileprivate var wordsAndOptions: [Spelled] {
    arguments.flatMap { a in
      switch a {
      case .word(let word): [word]
      case .option(let key, let value): [key, value]
      }
    }
  }

}

extension Session {

  /// Returns the names of the passes with the rules that `rule` comes with; none if it can be switched
  /// itself, or is no rule.
  func passes(leading rule: String) -> [String] {
    guard let found = toolchain.pipeline.rules[rule], !found.isOptional else { return [] }
    var names: [String] = []
    for pass in toolchain.pipeline.passes
    where pass.rules.contains(found) && !names.contains(pass.name) {
      names.append(pass.name)
    }
    return names
  }

}

extension [String] {

  /// Up to three names that share a word with `name`: names are words with hyphens between.
  fileprivate func like(_ name: String) -> [String] {
    let words = Set(name.split { !$0.isLetter })
    return Array(sorted().filter { !words.isDisjoint(with: $0.split(separator: "-")) }.prefix(3))
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

  fileprivate static func unknownRule(_ name: Spelled, among names: [String]) -> Diagnostic {
    let near = nearest(to: name.text, among: names).map { [$0] } ?? names.like(name.text)
    let meant = near.map { "'\($0)'" }.joined(separator: " or ")
    return Diagnostic(
      code: WorkbenchCode.unknownRule, "There is no rule '\(name.text)'.", at: name.span,
      hint: (near.isEmpty ? "" : "did you mean \(meant)? ") + "`set rule` lists the rules")
  }

  fileprivate static func dependentRule(
    _ name: Spelled, of passes: [String]
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownRule,
      "The rule '\(name.text)' comes with others, and cannot be switched by itself.", at: name.span,
      hint: "it follows another rule of its pass: help \(passes[0]) names those to switch")
  }

  fileprivate static func badSetting(_ setting: Setting, _ value: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "'\(value.text)' is no value for '\(setting.name)'.",
      at: value.span, hint: "use \(setting.values)")
  }

}
