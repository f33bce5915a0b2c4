import Diagnostics
import FieldView
import PythonSyntax

/// Lines that begin with no command, though something else of the session is named first.
extension Session {

  /// Returns what is wrong with `line`, and what to write, if its first word is a name that the session
  /// knows or it is an expression of names; `nil` if the word is only to be a command.
  func misreading(of line: CommandInput) -> Diagnostic? {
    let verb = line.verb
    if callables[verb.text] != nil { return .callableFirst(line) }
    // A word behind the beginning of a command is likelier to go with that.
    let isCommand = !Command.matching(verb.text).isEmpty
    if fields[verb.text] != nil, !isCommand { return .fieldFirst(line) }
    if let unknown = unknownOperand(of: line) {
      return .unknownField(unknown, among: Array(fields.keys))
    }
    if !isCommand, let value = try? definitions.prompt.lookup(verb.text) {
      return .noField(verb, value)
    }
    return nil
  }

  /// Returns the first name that stands for nothing if `line` is a sum, a comparison or the like that
  /// begins with one: `u - v`.
  private func unknownOperand(of line: CommandInput) -> Spelled? {
    guard line.verb.isIdentifier, line.options.isEmpty, let second = line.words.first,
      let sign = second.text.first, "+-*/%<>=!&|^".contains(sign), constant(line.verb.text) == nil
    else { return nil }
    let end = line.words.last?.span.bytes.upperBound ?? line.verb.span.bytes.upperBound
    let span = SourceSpan(line.span.file, line.verb.span.bytes.lowerBound ..< end)
    guard let found = try? FieldExpression(at: span) else { return nil }
    switch found.expression.kind {
    case .binary, .compare: return line.verb
    default: return nil
    }
  }

}

extension Diagnostic {

  fileprivate static func callableFirst(_ line: CommandInput) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownCommand,
      "'\(line.verb.text)' is a program or an operator; a line begins with what to do.",
      at: line.verb.span, hint: "to execute it: run \(line.span.text.filter { !$0.isNewline })")
  }

  fileprivate static func fieldFirst(_ line: CommandInput) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownCommand,
      "'\(line.verb.text)' is a field; a line begins with what to do.", at: line.verb.span,
      hint: "to see part of it: print \(line.span.text.filter { !$0.isNewline })")
  }

  /// `name` stands for `value`, which no command shows.
  fileprivate static func noField(_ name: Spelled, _ value: ModuleValue) -> Diagnostic? {
    switch value {
    case .skipped(let what, at: _):
      Diagnostic(
        code: WorkbenchCode.unknownCommand,
        "'\(name.text)' has no value: it is \(what), and no Python is executed here.",
        at: name.span, hint: "a field is made by: field \(name.text)[I, J] = random I=8 J=8")
    case .dimension, .dimensionKind, .offset, .constant, .string, .tuple, .type, .openTuple,
      .genericField, .typeVariable, .dims, .builtin, .fieldOperator, .program, .namespace, .module,
      .generic, .scalarFunction, .library:
      nil
    }
  }

}
