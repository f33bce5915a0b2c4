import Diagnostics
import FieldView
import PythonSyntax

/// The core of the workbench: a function from a session and an input to a session and an output.
///
/// Prompt, pipe, `-c` and replay are thin layers around it, so they cannot differ.
extension Session {

  /// Returns the session that `text` leads to, and what it says.
  ///
  /// An input that fails leaves the session as it was, but for the record of what was typed.
  public func performing(_ text: String) -> (session: Session, output: Output) {
    var next = self
    next.inputCount += 1
    let source = SourceFile(name: "<input \(next.inputCount)>", text: text)
    var output: Output
    do throws(DiagnosticError) {
      switch InputKind(of: text) {
      case .nothing:
        // Enter repeats the last way to move.
        let isEmpty = text.allSatisfy(\.isWhitespace)
        output =
          if isEmpty, let move = next.stepper?.lastMove { try next.move(move) } else { Output() }
      case .definition: output = try next.define(source)
      case .command: output = try Self.run(try CommandInput(source), in: &next)
      }
    } catch {
      next = self
      next.inputCount += 1
      output = Output(diagnostics: error.diagnostics)
      output.asJSON = (try? CommandInput(source))?.asJSON ?? false
    }
    output.width = next.settings.width
    if !next.settings.hints { output.hint = nil }
    next.history.append(Entry(text: text, failed: output.failed))
    return (next, output)
  }

  private static func run(
    _ line: CommandInput, in session: inout Session
  ) throws(DiagnosticError) -> Output {
    let command = try Command.named(line.verb)
    var output = try command.perform(line, &session)
    output.asJSON = line.asJSON
    if let file = line.redirection {
      let text = output.rendered() + "\n"
      try session.write(Array(text.utf8), to: file)
      return Output([.message("wrote \(file.text)")], diagnostics: output.diagnostics)
    }
    return output
  }

}
