import Diagnostics
import FieldView
import IteratorIR
import Toolchain

extension Command {

  static let load: Command = Command(
    "load", "reads the definitions of a module", usage: "load FILE.py\nload FILE.itir as NAME",
    examples: ["load lap.py", "load \"my stencils.py\"", "load edited.itir as mine"]
  ) { line, session throws(DiagnosticError) in
    let words = line.words
    guard let file = words.first, line.options.isEmpty else {
      throw DiagnosticError(.usage(.load, at: line.span))
    }
    if words.count == 3, words[1].text == "as" {
      return try session.loadITIR(file, as: words[2])
    }
    guard words.count == 1 else { throw DiagnosticError(.usage(.load, at: line.span)) }
    let found = try session.definitions.load(
      file, at: session.environment.resolve(file.text))
    return try session.adopt(found)
  }

}

extension Session {

  /// Takes up the program in the ITIR text of `file` as `name`.
  fileprivate mutating func loadITIR(
    _ file: Spelled, as name: Spelled
  ) throws(DiagnosticError) -> Output {
    let source = try definitions.source(file, at: environment.resolve(file.text))
    let read = try Program(parsing: source)
    let program = Program(
      name: name.text, functions: read.functions, parameters: read.parameters,
      temporaries: read.temporaries, body: read.body, offsets: read.offsets)
    try program.verify()
    let text = String(decoding: source.bytes, as: UTF8.self)
    return try adopt(.init(callables: [Callable(.itir(program, text: text))], redefines: false))
  }

  /// Takes up definitions typed at the prompt.
  mutating func define(_ source: SourceFile) throws(DiagnosticError) -> Output {
    try adopt(try definitions.define(source))
  }

  /// Checks new programs and operators, and makes the last program the current one.
  ///
  /// All errors of all definitions are reported; then none of them is taken up.
  fileprivate mutating func adopt(_ found: Definitions.Found) throws(DiagnosticError) -> Output {
    var runner = self.runner
    var errors = DiagnosticBag()
    for (i, callable) in found.callables.enumerated() {
      try environment.advance(i, of: found.callables.count)
      do throws(DiagnosticError) {
        try toolchain.check(callable, &runner)
      } catch {
        errors.report(error.diagnostics)
      }
    }
    if errors.hasErrors { throw DiagnosticError(errors.diagnostics) }
    for callable in found.callables {
      callables[callable.name] = callable
      lastArguments[callable.name] = nil
    }
    let remarks = found.redefines ? try renewDependents(of: found.callables) : []
    guard let last = found.callables.last(where: { !$0.isOperator }) ?? found.callables.last else {
      return Output(remarks)
    }
    current = last.name
    return Output(
      found.callables.map { item(of: $0) } + remarks,
      hint: (runExample(of: last) ?? "run") + ", show itir, stages")
  }

}

extension Callable {

  /// `true` iff this is an operator, which is called by others as a rule.
  fileprivate var isOperator: Bool {
    if case .fieldOperator = definition { true } else { false }
  }

}
