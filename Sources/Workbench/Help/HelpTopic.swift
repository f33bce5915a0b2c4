import CodeGen
import FieldView
import Toolchain
import Transforms

/// What `help` explains besides commands: a stage, a pass, a rule, a setting, a code of messages, a
/// word of field view, or something that the session holds.
struct HelpTopic: Sendable {

  /// What it is: `pass`, `rule`, ….
  let kind: String
  let name: String

  /// What it does, in a sentence.
  let meaning: String

  /// What else there is to say, a line each.
  var details: [String] = []

  /// Lines to type about it.
  var examples: [String] = []

  var item: Output.Item {
    Output.Item(
      json: .object([
        "topic": .string(name), "kind": .string(kind), "meaning": .string(meaning),
        "details": .array(details.map { .string($0) }),
        "examples": .array(examples.map { .string($0) }),
      ])
    ) { width in
      let head = "\(kind) \(name): \(meaning)".wrapped(to: width)
      let rest = details.map { $0.wrapped(to: width, indent: "  ") }
      let tail = examples.isEmpty ? [] : ["examples"] + examples.map { "  " + $0 }
      return ([head] + rest + tail).joined(separator: "\n")
    }
  }

}

extension Session {

  /// Returns all that `name` means to `help` besides commands.
  func helpTopics(named name: String) -> [HelpTopic] {
    [
      StageName.all(of: toolchain).first { $0.name == name }?.topic, passTopic(name),
      ruleTopic(name),
      knownSettings.first { $0.name == name }?.topic(settings, form),
      ScheduleSetting.all.first { $0.name == name }?.topic(settings), codeTopic(name),
      backendTopic(name), callableTopic(name), fieldTopic(name), tableTopic(name),
      LanguageWord.all.first { $0.name == name }?.topic, offsetTopic(name) ?? dimensionTopic(name),
    ].compactMap(\.self)
  }

  /// The names that `help` explains besides commands.
  var helpNames: [String] {
    StageName.all(of: toolchain).map(\.name) + toolchain.pipeline.passes.map(\.name)
      + toolchain.pipeline.rules.keys.sorted() + Setting.all.map(\.name)
      + ScheduleSetting.all.map(\.name) + backendNames + callables.keys + fields.keys + tables.keys
      + LanguageWord.all.map(\.name) + MessagePage.all.map(\.code)
  }

  private func passTopic(_ name: String) -> HelpTopic? {
    guard let pass = toolchain.pipeline.passes.first(where: { $0.name == name }) else { return nil }
    let rules = pass.rules.map(\.name)
    return HelpTopic(
      kind: "pass", name: name, meaning: pass.summary,
      details: rules.isEmpty ? [] : ["its rules: " + rules.joined(separator: ", ")],
      examples: ["diff \(name)", "step \(name)", "show itir after \(name)"])
  }

  private func ruleTopic(_ name: String) -> HelpTopic? {
    guard let rule = toolchain.pipeline.rules[name] else { return nil }
    let passes = toolchain.pipeline.passes.filter { $0.rules.contains(rule) }.map(\.name)
    let state = settings.disabledRules.contains(name) ? "off" : "on"
    return HelpTopic(
      kind: "rule", name: name, meaning: rule.statement,
      details: (rule.exception.isEmpty ? [] : ["not if: " + rule.exception])
        + ["applied by " + passes.joined(separator: ", ")]
        + [
          rule.isOptional
            ? "it is \(state)"
            : "it comes with others, and cannot be switched off by itself: switch what it follows"
        ],
      examples: rule.isOptional
        ? ["set rule \(name) \(state == "on" ? "off" : "on")"]
        : self.passes(leading: name).map { "help \($0)" })
  }

  private func codeTopic(_ name: String) -> HelpTopic? {
    let upper = name.uppercased()
    guard let page = MessagePage.all.first(where: { $0.code == upper }) else { return nil }
    return HelpTopic(
      kind: page.code.hasPrefix("W-") ? "warning" : "error", name: page.code,
      meaning: page.meaning, details: ["what to do: " + page.remedy])
  }

  private func backendTopic(_ name: String) -> HelpTopic? {
    guard backendNames.contains(name),
      !StageName.all(of: toolchain).contains(where: { $0.name == name })
    else {
      return nil
    }
    return HelpTopic(
      kind: "backend", name: name, meaning: "runs programs; all backends give the same bits",
      examples: ["set backend \(name)", "backends"])
  }

  private func callableTopic(_ name: String) -> HelpTopic? {
    guard let callable = callables[name] else { return nil }
    var runner = self.runner
    let kind =
      switch callable.definition {
      case .program, .itir: "program"
      case .fieldOperator(let o): o.scan == nil ? "field operator" : "scan operator"
      }
    let head = try? toolchain.head(of: callable, &runner)
    let called = ((try? toolchain.operators(of: callable, &runner)) ?? []).map(\.name)
      .filter { $0 != callable.definitionName }
    let users = callables.values.filter { other in
      other.definitionName != callable.definitionName
        && ((try? toolchain.operators(of: other, &runner)) ?? []).contains {
          $0.name == callable.definitionName
        }
    }.map(\.name)
    return HelpTopic(
      kind: kind, name: name, meaning: head?.named(name).description ?? "its definition has errors",
      details: (called.isEmpty ? [] : ["calls " + called.joined(separator: ", ")])
        + [users.isEmpty ? "nothing here calls it" : "called by " + users.joined(separator: ", ")],
      examples: [runExample(of: callable, named: name), "show source of \(name)"].compactMap(\.self)
    )
  }

  private func fieldTopic(_ name: String) -> HelpTopic? {
    guard let field = fields[name] else { return nil }
    return HelpTopic(
      kind: "field", name: name, meaning: "\(field.type) on \(field.domain)",
      examples: looks(at: name))
  }

  private func tableTopic(_ name: String) -> HelpTopic? {
    guard let table = tables[name] else { return nil }
    return HelpTopic(
      kind: "offset", name: name,
      meaning: "neighbors in \(table.source.name) of \(table.target.name), "
        + "\(table.rowCount) x \(table.columnCount)", examples: ["list tables"])
  }

  private func dimensionTopic(_ name: String) -> HelpTopic? {
    guard let d = definitions.dimension(name) else { return nil }
    return HelpTopic(
      kind: "dimension", name: name, meaning: "\(d.kind), called '\(d.name)' in fields",
      examples: ["field a[\(name)] = random \(name)=8"])
  }

  private func offsetTopic(_ name: String) -> HelpTopic? {
    guard tables[name] == nil, let o = definitions.offset(name), let target = o.target.first
    else { return nil }
    return HelpTopic(
      kind: "offset", name: name,
      meaning: o.target.count > 1
        ? "u(\(name)), a field on \(target.name), has the values of u on \(o.source.name) at the "
          + "neighbors of each point"
        : "u(\(name)[1]) reads u one point further along \(target.name)",
      details: o.target.count > 1
        ? ["before a run its neighbor table is connected: connect \(name) = load \"table.npy\""]
        : [])
  }

}

extension LanguageWord {

  fileprivate var topic: HelpTopic {
    HelpTopic(
      kind: "word of field view", name: name, meaning: meaning, details: ["written " + usage])
  }

}

extension StageName {

  fileprivate var topic: HelpTopic {
    HelpTopic(kind: "stage", name: name, meaning: meaning, examples: ["show \(name)"])
  }

}

extension Setting {

  fileprivate func topic(_ settings: Settings, _ form: OutputForm) -> HelpTopic {
    HelpTopic(
      kind: "setting", name: name, meaning: summary,
      details: ["it is \(show(settings, form)); values are \(values)"], examples: ["set \(name)"])
  }

}

extension ScheduleSetting {

  fileprivate func topic(_ settings: Settings) -> HelpTopic {
    HelpTopic(
      kind: "setting of the schedule", name: name, meaning: summary,
      details: ["it is \(value(in: settings.schedule)); values are \(values)"],
      examples: ["set schedule"])
  }

}
