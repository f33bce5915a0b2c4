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
    var program = program
    let limit = program.nodeCount.multipliedReportingOverflow(by: 4).partialValue
    // What one branch of a choice needs and the other does not is stored in the branch, once that
    // is a statement; branches repeat what they share then, which must not go on for ever.
    while program.nodeCount <= limit, program.isComposed {
      var extraction = TemporaryExtraction(program, types: try context.types(of: program))
      let extracted = program.flatMapAssignments { s, _ in extraction.statements(for: s) }
      if !extraction.isChanged { break }
      program = context.replace(
        program,
        with: extracted.with(temporaries: program.temporaries + extraction.temporaries),
        by: .extractTemporaries)
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

  /// Returns the statements that take the place of `s`.
  mutating func statements(for s: Statement.Assignment) -> [Statement] {
    let unchanged = Statement.set(target: s.target, domain: s.domain, value: s.value)
    guard let box = NeededPoints(target: s.target, domain: s.domain)?.hull?.domain,
      let graph = FieldGraph(s.value, types: types, offsets: program.offsets)
    else { return [unchanged] }
    let writer = StatementWriter(
      graph, domain: s.domain, box: box, taken: taken, defined: defined, number: number)
    guard writer.isChanged else { return [unchanged] }
    isChanged = true
    temporaries += writer.temporaries
    taken = writer.taken
    number = writer.number
    return writer.statements(s.target, s.domain)
  }

}

extension Program {

  /// `true` iff there may be something to store.
  fileprivate var isComposed: Bool {
    assignments.contains { FieldGraph($0.value, offsets: offsets)?.isComposed == true }
  }

}
