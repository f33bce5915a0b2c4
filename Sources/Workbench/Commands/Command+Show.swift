import Diagnostics
import IteratorIR
import Toolchain

extension Command {

  static let show: Command = Command(
    "show", "prints what a stage made of a program",
    usage: ["show [STAGE] [after PASS|final] [of PROGRAM] [style=gt4py] [as json] [> FILE]"],
    arguments: [
      .stage, .pass, .init("final", "what all passes made"), .program,
      .init("style", "typed, which can be read back, or as gt4py or gt4py-1.1 prints it"), .file,
    ],
    examples: [
      "show itir", "show foast of laplacian", "show itir final style=gt4py",
      "show itir after constant_folding",
    ],
    redirection: .file, isView: true,
    completion: { point in
      if point.key == "style" { return ["gt4py", "gt4py-1.1", "typed"] }
      switch point.words.last {
      case "of": return point.programs
      case "after": return point.passes
      default: break
      }
      let isITIR = point.isFirst || point.words[1] == "itir"
      let stages = point.isFirst ? point.stages : point.words == ["show", "itir"] ? ["final"] : []
      return stages + (isITIR ? ["after"] : []) + ["of", "style="]
    }
  ) { line, session throws(DiagnosticError) in
    var words = line.words.joiningRounds
    /// Takes `keyword` and the word behind it out of the line.
    func take(_ keyword: String) throws(DiagnosticError) -> Spelled? {
      guard let at = words.firstIndex(where: { $0.text == keyword }) else { return nil }
      guard at + 1 < words.count else { throw DiagnosticError(.usage(.show, at: line.span)) }
      defer { words.removeSubrange(at ... at + 1) }
      return words[at + 1]
    }
    let name = try take("of")
    let pass = try take("after")
    if words.count == 2, words[0].text == "itir", words[1].text == "final" { words.removeFirst() }
    guard words.count <= 1 else { throw DiagnosticError(.usage(.show, at: line.span)) }
    var style = TextStyle.typed
    for (key, value) in line.options {
      guard key.text == "style" else { throw DiagnosticError(.usage(.show, at: key.span)) }
      switch value.text {
      case "gt4py": style = .gt4py
      case "gt4py-1.1": style = .gt4py1
      case "typed": style = .typed
      default: throw DiagnosticError(.unknownStyle(value))
      }
    }
    if let word = words.first, name == nil, !session.hasStage(word.text) {
      if session.callables[word.text] != nil { throw DiagnosticError(.callableAsStage(word)) }
      if session.fields[word.text] != nil { throw DiagnosticError(.fieldAsStage(word)) }
    }
    let callable = try session.callable(name, at: line.span)
    let stage = words.first?.text ?? "itir"
    if let pass {
      guard stage == "itir" else { throw DiagnosticError(.usage(.show, at: line.span)) }
      return Output([try session.text(after: pass, of: callable, style: style)])
    }
    let text = try session.written(
      try session.stageText(stage, of: callable, style: style, named: words.first))
    return Output([
      Output.Item(
        text: { text($0.width) },
        json: {
          .object([
            "program": .string(callable.name), "stage": .string(stage),
            "text": .string(text($0.width)),
          ])
        })
    ])
  }

}

extension Session {

  /// Returns the ITIR text after the last run of the pass that `pass` names.
  fileprivate func text(
    after pass: Spelled, of callable: Callable, style: TextStyle
  ) throws(DiagnosticError) -> Output.Item {
    var runner = self.runner
    let run = try pipelineRun(of: callable, &runner)
    let number = try run.numbers(of: pass).last ?? 0
    let program = run.passes[number].program
    let text = try written { program.text(style: style, width: $0) }
    return Output.Item(
      text: { text($0.width) },
      json: {
        .object([
          "program": .string(callable.name), "stage": .string("itir"), "after": .string(pass.text),
          "text": .string(text($0.width)),
        ])
      })
  }

  /// Returns `text` once it is written for the terminal and for a recording, which takes a while for
  /// a large program and can be stopped here.
  fileprivate func written(_ text: @escaping StageText) throws(DiagnosticError) -> StageText {
    let widths = Set([form.width, settings.width ?? 80])
    let texts = try runner.interruptibly {
      Dictionary(uniqueKeysWithValues: widths.map { ($0, text($0)) })
    }
    return { texts[$0] ?? text($0) }
  }

  /// Returns the text of a stage: a level (`source`, `foast`, `past`, `itir`, `final`) or a step's
  /// name.
  func stageText(
    _ stage: String, of callable: Callable, style: TextStyle, named spelled: Spelled?
  ) throws(DiagnosticError) -> StageText {
    var runner = self.runner
    switch stage {
    case "itir":
      let program = try toolchain.program(for: callable, &runner).program
      return { program.text(style: style, width: $0) }
    case "final":
      let program = try pipelineRun(of: callable, &runner).result
      return { program.text(style: style, width: $0) }
    case "source": return { _ in callable.sourceText }
    case "foast", "func_to_foast": return try toolchain.foastText(of: callable, &runner)
    case "foast_to_itir": return try toolchain.functionText(of: callable, &runner)
    default:
      if let (backend, text) = toolchain.text(named: stage) {
        let written = try written(text, of: callable, on: backend, &runner)
        return { _ in written }
      }
      let step = stage == "past" ? callable.pastStep ?? stage : stage
      _ = try toolchain.compile(
        try toolchain.declaredInfo(of: callable, settings: passSettings, &runner),
        on: try usualBackend, &runner)
      guard let record = runner.records.last(where: { $0.step == step }) else {
        throw DiagnosticError(
          .unknownStage(
            spelled, of: callable, isOthers: hasStage(stage),
            among: toolchain.stageNames(of: callable).map(\.name)))
      }
      return record.text
    }
  }

  /// Returns `text`, which `backend` writes of `callable`.
  func written(
    _ text: BackendText, of callable: Callable, on backend: Backend, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> String {
    let info = try toolchain.declaredInfo(of: callable, settings: passSettings, &runner)
    return try toolchain.written(text, for: info, on: backend, &runner)
  }

  /// `true` iff some callable may have a stage `name`.
  fileprivate func hasStage(_ name: String) -> Bool {
    StageName.all(of: toolchain).contains { $0.name == name }
  }

}

extension Diagnostic {

  fileprivate static func callableAsStage(_ name: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownStage,
      "'\(name.text)' is a program or an operator; 'show' begins with a stage.", at: name.span,
      hint: "show source of \(name.text), or show itir of \(name.text)")
  }

  fileprivate static func fieldAsStage(_ name: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownStage, "'\(name.text)' is a field; 'show' shows programs.",
      at: name.span, hint: "print \(name.text), or plot \(name.text)")
  }

  fileprivate static func unknownStyle(_ value: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "There is no style '\(value.text)'.", at: value.span,
      hint: "style=typed, style=gt4py or style=gt4py-1.1")
  }

  fileprivate static func unknownStage(
    _ stage: Spelled?, of callable: Callable, isOthers: Bool, among names: [String]
  ) -> Diagnostic {
    let text = stage?.text ?? ""
    return Diagnostic(
      code: WorkbenchCode.unknownStage,
      isOthers
        ? "'\(callable.name)' has no stage '\(text)'." : "There is no stage '\(text)'.",
      at: stage?.span,
      hint: nearest(to: text, among: names).map { "did you mean '\($0)'?" }
        ?? "stages are \(names.joined(separator: ", "))")
  }

}
