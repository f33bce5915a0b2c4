import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import Toolchain
import Transforms

extension Command {

  static let check: Command = Command(
    "check", "runs the program after each pass and demands equal bits",
    usage: ["check passes"], examples: ["check passes"], redirection: .file,
    completion: { $0.isFirst ? ["passes"] : [] }
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
      try session.surroundings.advance(i, of: changing.count)
      if let difference = try checker.difference(of: pass.program) {
        throw DiagnosticError(.diverges("pass \(pass.pass)", difference, at: line.span))
      }
    }
    let what = checker.sameness
    return .message(
      "\(callable.name): \(what) after each of \(changing.count) passes that changed something")
  }

}

extension Session {

  /// Runs the states of the stepper one after the other, and demands the same bits.
  func checkSteps(at span: SourceSpan) throws(DiagnosticError) -> Output {
    let stepper = try startedStepper()
    let checker = try EqualityCheck(stepper.trace.initial, of: stepper.program, self)
    for n in 1 ..< stepper.trace.count + 1 {
      try surroundings.advance(n - 1, of: stepper.trace.count)
      if let difference = try checker.difference(of: stepper.trace.state(n)) {
        let rule = stepper.trace.rewrites[n - 1].rule.name
        throw DiagnosticError(.diverges("step \(n), rule \(rule)", difference, at: span))
      }
    }
    return .message(
      "\(stepper.trace.count) steps of \(stepper.pass): \(checker.sameness) after each")
  }

}

/// Runs variants of one program on the same arguments and compares the results with the original's.
struct EqualityCheck {

  private let program: Program
  private let tables: [String: NeighborTable]

  /// The arguments, and the results of the program.
  private let sample: TriedSample

  private let isCancelled: @Sendable () -> Bool

  /// Runs `program`, which commands know by `name`, on the arguments of its last run; if there was
  /// none on sample arguments: random fields on small domains.
  init(
    _ program: Program, of name: String, _ session: Session
  ) throws(DiagnosticError) {
    self.program = program
    tables = session.tablesByOffset
    isCancelled = session.surroundings.isCancelled
    // A scan can have been called with fields for its scalars.
    let types = program.parameters.map(\.type.structural)
    if let given = session.lastArguments[name], given.map(\.type) == types {
      sample = try TriedSample(program, on: given, tables: tables, isCancelled: isCancelled)
    } else {
      sample = try TriedSample(
        program, tables: tables, seed: session.settings.seed,
        otherwise: [.init(margin: 32), .init(margin: 2, integersAreOne: true)],
        isCancelled: isCancelled)
    }
  }

  /// What is the same of all variants: the bits, or how the program fails.
  var sameness: String {
    switch sample.outcome {
    case .success: "the same bits"
    case .failure(let error): "the same error ('\(error.diagnostics[0].message)')"
    }
  }

  /// Returns how the results of `variant` differ from the original's; `nil` if they do not.
  ///
  /// Where the original fails, `variant` must fail with an error of the same kind.
  func difference(of variant: Program) throws(DiagnosticError) -> String? {
    let tried = try TriedSample(
      variant, on: sample.arguments, tables: tables, isCancelled: isCancelled)
    switch (sample.outcome, tried.outcome) {
    case (.success(let before), .success(let after)): return difference(before, after)
    case (.failure(let before), .failure(let after)):
      let (a, b) = (before.diagnostics[0], after.diagnostics[0])
      return a.code == b.code ? nil : "'\(a.message)' before, '\(b.message)' after"
    case (.success, .failure(let after)):
      return "results before, '\(after.diagnostics[0].message)' after"
    case (.failure(let before), .success):
      return "'\(before.diagnostics[0].message)' before, results after"
    }
  }

  private func difference(_ before: [ArgumentValue], _ after: [ArgumentValue]) -> String? {
    for (i, pair) in zip(before.flatMap(\.leaves), after.flatMap(\.leaves)).enumerated() {
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
