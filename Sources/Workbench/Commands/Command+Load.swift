import Diagnostics
import FieldView
import Toolchain

extension Command {

  static let load: Command = Command(
    "load", "reads the definitions of a module", usage: "load FILE.py",
    examples: ["load lap.py", "load \"my stencils.py\""]
  ) { line, session throws(DiagnosticError) in
    guard let file = line.words.first, line.arguments.count == 1 else {
      throw DiagnosticError(.usage(.load, at: line.span))
    }
    let found = try session.definitions.load(
      file, at: session.environment.resolve(file.text))
    return try session.adopt(found)
  }

}

extension Session {

  /// Takes up definitions typed at the prompt.
  mutating func define(_ source: SourceFile) throws(DiagnosticError) -> Output {
    let found = try definitions.define(source)
    let output = try adopt(found)
    return output
  }

  /// Checks new programs and operators, and makes the last program the current one.
  ///
  /// All errors of all definitions are reported; then none of them is taken up.
  fileprivate mutating func adopt(_ found: [Callable]) throws(DiagnosticError) -> Output {
    var runner = toolchain.runner
    var errors = DiagnosticBag()
    for callable in found {
      do throws(DiagnosticError) {
        errors.report(try toolchain.check(callable, &runner))
      } catch {
        errors.report(error.diagnostics)
      }
    }
    if errors.hasErrors { throw DiagnosticError(errors.diagnostics) }
    for callable in found { callables[callable.name] = callable }
    if let last = found.last(where: { if case .program = $0.definition { true } else { false } })
      ?? found.last
    {
      current = last.name
    }
    return Output(
      found.map { item(of: $0) }, diagnostics: errors.diagnostics,
      hint: current.map { "use PROGRAM chooses another; now: \($0)" })
  }

}
