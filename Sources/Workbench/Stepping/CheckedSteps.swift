import Diagnostics
import Fields
import Interpreter
import IteratorIR
import StencilTypes
import Toolchain
import Transforms

extension Command {

  static let check: Command = Command(
    "check", "runs the program after each pass and demands equal bits",
    usage: "check passes", examples: ["check passes"]
  ) { line, session throws(DiagnosticError) in
    guard line.words.map(\.text) == ["passes"], line.options.isEmpty else {
      throw DiagnosticError(.usage(.check, at: line.span))
    }
    let callable = try session.callable(nil, at: line.span)
    var runner = session.runner
    let run = try session.pipelineRun(of: callable, &runner)
    let checker = try EqualityCheck(run.initial, of: callable.name, session)
    let changing = run.passes.filter(\.isChanged)
    for (i, pass) in changing.enumerated() {
      try session.environment.advance(i, of: changing.count)
      if let difference = try checker.difference(of: pass.program) {
        throw DiagnosticError(.diverges("pass \(pass.pass)", difference, at: line.span))
      }
    }
    return .message(
      "\(callable.name): the same bits after each of \(changing.count) passes that changed something"
    )
  }

}

extension Session {

  /// Runs the states of the stepper one after the other, and demands the same bits.
  func checkSteps(at span: SourceSpan) throws(DiagnosticError) -> Output {
    let stepper = try startedStepper()
    let checker = try EqualityCheck(stepper.trace.initial, of: stepper.program, self)
    for n in 1 ..< stepper.trace.count + 1 {
      try environment.advance(n - 1, of: stepper.trace.count)
      if let difference = try checker.difference(of: stepper.trace.state(n)) {
        let rule = stepper.trace.rewrites[n - 1].rule
        throw DiagnosticError(.diverges("step \(n), rule \(rule)", difference, at: span))
      }
    }
    return .message("\(stepper.trace.count) steps of \(stepper.pass): the same bits after each")
  }

}

/// Runs variants of one program on the same arguments and compares the results with the original's.
struct EqualityCheck {

  private let program: Program
  private let arguments: [ArgumentValue]
  private let tables: [String: NeighborTable]
  private let expected: [ArgumentValue]
  private let isCancelled: @Sendable () -> Bool

  /// Runs `program`, which commands know by `name`, on the arguments of its last run; if there was
  /// none on sample arguments: random fields on small domains.
  init(
    _ program: Program, of name: String, _ session: Session
  ) throws(DiagnosticError) {
    self.program = program
    tables = Dictionary(uniqueKeysWithValues: session.tables.map { ($0, $1) })
    isCancelled = session.environment.isCancelled
    // A scan can have been called with fields for its scalars.
    let types = program.parameters.map(\.type.structural)
    let given = session.lastArguments[name].flatMap { $0.map(\.type) == types ? $0 : nil }
    let (tables, seed, isCancelled) = (tables, session.settings.seed, isCancelled)
    func run(margin: Int) throws(DiagnosticError) -> (on: [ArgumentValue], [ArgumentValue]) {
      let sample =
        if let given { given } else {
          try SampleArguments(program, tables: tables, seed: seed, margin: margin).values
        }
      let results = try Interpreter.run(
        program, arguments: sample, tables: tables, isCancelled: isCancelled)
      return (sample, results)
    }
    // Where data says what is read, a random index may lead out of a small field.
    do throws(DiagnosticError) {
      (arguments, expected) = try run(margin: 0)
    } catch {
      if given != nil { throw error }
      (arguments, expected) = try run(margin: 32)
    }
  }

  /// Returns where the results of `variant` differ from the original's; `nil` if nowhere.
  func difference(of variant: Program) throws(DiagnosticError) -> String? {
    let results = try Interpreter.run(
      variant, arguments: arguments, tables: tables, isCancelled: isCancelled)
    let pairs = zip(expected.flatMap(\.leaves), results.flatMap(\.leaves))
    for (i, pair) in pairs.enumerated() {
      guard case .field(let a) = pair.0, case .field(let b) = pair.1 else { continue }
      let comparison = Fields.compare(a, b, .exact)
      guard let first = comparison.firstDifference else { continue }
      let place = zip(a.dims, first.index).map { "\($0.name)=\($1)" }.joined(separator: ", ")
      return "\(leafNames[i]) at \(place): \(first.a) before, \(first.b) after"
    }
    return nil
  }

  /// The names of the leaves of all parameters.
  private var leafNames: [String] {
    program.parameters.flatMap { p in
      let count = p.type.leaves.count
      return count == 1
        ? [p.name.name] : (0 ..< count).map { "\(p.name.name)[\($0)]" }
    }
  }

}

extension Diagnostic {

  fileprivate static func diverges(
    _ what: String, _ difference: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.diverges, "The result changes at \(what): \(difference).", at: span,
      hint: "this is a fault of the tool, not of the program")
  }

}
