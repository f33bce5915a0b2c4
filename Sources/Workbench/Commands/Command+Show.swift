import Diagnostics
import IteratorIR
import Toolchain

extension Command {

  static let show: Command = Command(
    "show", "prints what a stage made of a program",
    usage: "show [STAGE] [of PROGRAM] [style=gt4py] [as json] [> FILE]",
    examples: ["show itir", "show foast of laplacian", "show itir style=gt4py > lap.itir"]
  ) { line, session throws(DiagnosticError) in
    var words = line.words
    var name: Spelled?
    if let of = words.firstIndex(where: { $0.text == "of" }) {
      guard of == words.count - 2 else { throw DiagnosticError(.usage(.show, at: line.span)) }
      name = words[of + 1]
      words.removeSubrange(of...)
    }
    guard words.count <= 1 else { throw DiagnosticError(.usage(.show, at: line.span)) }
    var style = TextStyle.typed
    for (key, value) in line.options {
      guard key.text == "style" else { throw DiagnosticError(.usage(.show, at: key.span)) }
      switch value.text {
      case "gt4py": style = .gt4py
      case "typed": style = .typed
      default: throw DiagnosticError(.unknownStyle(value))
      }
    }
    let callable = try session.callable(name, at: line.span)
    let stage = words.first?.text ?? "itir"
    return Output([
      try session.stageText(stage, of: callable, style: style, named: words.first)
    ])
  }

}

extension Session {

  /// Returns the text of a stage: a level (`foast`, `past`, `itir`, `source`) or a step's name.
  fileprivate func stageText(
    _ stage: String, of callable: Callable, style: TextStyle, named spelled: Spelled?
  ) throws(DiagnosticError) -> Output.Item {
    var runner = toolchain.runner
    let text: String
    switch stage {
    case "itir":
      text = try toolchain.program(for: callable, &runner).program.text(style: style)
    case "source": text = callable.sourceText
    case "foast": text = try toolchain.foastText(of: callable, &runner)
    default:
      let step = stage == "past" ? callable.pastStep : stage
      _ = try toolchain.executable(for: callable, &runner)
      guard let record = runner.records.last(where: { $0.step == step }) else {
        throw DiagnosticError(
          .unknownStage(spelled, among: Self.levels + runner.records.map(\.step)))
      }
      text = record.text()
    }
    return Output.Item(
      text,
      json: .object([
        "program": .string(callable.name), "stage": .string(stage), "text": .string(text),
      ]))
  }

  private static let levels = ["source", "foast", "past", "itir"]

}

extension Diagnostic {

  fileprivate static func unknownStyle(_ value: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "There is no style '\(value.text)'.", at: value.span,
      hint: "style=typed or style=gt4py")
  }

  fileprivate static func unknownStage(_ stage: Spelled?, among names: [String]) -> Diagnostic {
    let text = stage?.text ?? ""
    return Diagnostic(
      code: WorkbenchCode.unknownStage, "There is no stage '\(text)'.", at: stage?.span,
      hint: nearest(to: text, among: names).map { "did you mean '\($0)'?" }
        ?? "stages are \(names.joined(separator: ", "))")
  }

}
