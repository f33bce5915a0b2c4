import IteratorIR
import StencilTypes

extension Pass {

  /// Stores what stencils read at several places, and turns choices between fields into statements.
  ///
  ///     o @ D ← as_fieldop(f, D)(as_fieldop(g, E)(a))
  ///       ⇒  _tmp0 @ E ← as_fieldop(g, E)(a);  o @ D ← as_fieldop(f, D)(_tmp0)
  ///     o @ D ← if c then a else b  ⇒  if (c) { o @ D ← a } else { o @ D ← b }
  ///
  /// Does nothing to a field that is needed at some points only if a condition says so: computing
  /// it there could fail where the program does not.
  public static let extractTemporaries = Pass(
    "extract_temporaries", "Stores what stencils read at several places.",
    rules: [.extractTemporaries]
  ) { program, context in
    guard context.allows(Rule.extractTemporaries.name) else { return program }
    var program = program
    let limit = program.nodeCount.multipliedReportingOverflow(by: 4).partialValue
    // What one branch of a choice needs and the other does not is stored in the branch, once that
    // is a statement; branches repeat what they share then, which must not go on for ever.
    while program.nodeCount <= limit, program.body.contains(where: { $0.isComposed(program) }) {
      var extraction = TemporaryExtraction(program, types: try context.types(of: program))
      let body = program.body.flatMap { extraction.statements(of: $0) }
      if !extraction.isChanged { break }
      program = context.replace(
        program,
        with: Program(
          name: program.name, functions: program.functions, parameters: program.parameters,
          temporaries: program.temporaries + extraction.temporaries, body: body,
          offsets: program.offsets),
        by: Rule.extractTemporaries.name)
    }
    return program
  }

}

extension Rule {

  static let extractTemporaries = Rule(
    "extract-temporaries", "o ← f(g(a)) ⇒ _tmp0 ← g(a); o ← f(_tmp0)",
    except: "where g(a) is needed at some points only if a condition says so")

}

private struct TemporaryExtraction {

  private let program: Program
  private let types: InferredTypes

  /// The names that are bound around the statements.
  private let defined: Set<Symbol>
  private var taken: Set<Symbol>

  private(set) var temporaries: [Temporary] = []
  private(set) var isChanged = false
  private var number = 0

  init(_ program: Program, types: InferredTypes) {
    self.program = program
    self.types = types
    defined = program.definedNames
    taken = defined
  }

  mutating func statements(of s: Statement) -> [Statement] {
    switch s {
    case .if(let condition, let then, let otherwise):
      return [
        .if(
          condition: condition, then: then.flatMap { statements(of: $0) },
          otherwise: otherwise.flatMap { statements(of: $0) })
      ]
    case .set(let target, let domain, let value):
      guard let box = Demand(target: target, domain: domain)?.hull?.domain,
        let graph = FieldGraph(value, types: types, offsets: program.offsets)
      else { return [s] }
      let writer = StatementWriter(
        graph, domain: domain, box: box, taken: taken, defined: defined, number: number)
      guard writer.isChanged else { return [s] }
      isChanged = true
      temporaries += writer.temporaries
      taken = writer.taken
      number = writer.number
      return writer.statements(target, domain)
    }
  }

}

extension Statement {

  /// `true` iff there may be something to store.
  fileprivate func isComposed(_ program: Program) -> Bool {
    switch self {
    case .set(_, _, let value):
      FieldGraph(value, offsets: program.offsets)?.isComposed == true
    case .if(_, let then, let otherwise):
      then.contains { $0.isComposed(program) } || otherwise.contains { $0.isComposed(program) }
    }
  }

}
