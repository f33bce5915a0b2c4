import IteratorIR
import StencilTypes

extension Pass {

  /// Merges stencils into those that read them.
  ///
  ///     as_fieldop(λ(x, b) → ·x + ·b, D)(as_fieldop(λ(a) → ·a × 2.0, E)(a), b)
  ///       ⇒  as_fieldop(λ(b, a) → let _v0 = ·a × 2.0; _v0 + ·b, D)(b, a)
  ///
  /// A field is merged if one stencil reads it at one place only, so that nothing is computed
  /// twice; copies and lists always. Does nothing to scans, to what is read at several places or
  /// through a neighbor table.
  public static let fuseAsFieldop = Pass(
    "fuse_as_fieldop", "Merges stencils into those that read them.", rules: [.fuseAsFieldop]
  ) { program, context in
    let types = program.mayHoldLists ? try context.types(of: program) : nil
    let names = program.definedNames
    return context.mapValues(of: program) { value, _, _, context in
      guard let graph = FieldGraph(value, types: types, offsets: program.offsets) else {
        return value
      }
      return fused(value, graph, names, &context)
    }
  }

}

/// Returns `value`, of which `graph` was made, with stencils merged: one step for each.
///
/// A step writes the value anew. Where that would take long, all is one step.
private func fused(
  _ value: Expr, _ graph: FieldGraph, _ names: Set<Symbol>, _ context: inout PassContext
) -> Expr {
  let isSmall = value.nodeCount <= 1_000_000 / max(1, graph.nodes.count)
  var fusion = FieldFusion(graph)
  if isSmall, context.options.records {
    var value = value
    while fusion.mergeNext() {
      fusion.updateGraph()
      value = context.replaceDifference(
        value, with: FieldWriter.write(graph, taken: names), by: .fuseAsFieldop)
    }
    return value
  }
  var count = 0
  while fusion.mergeNext() { count += 1 }
  if count == 0 { return value }
  fusion.updateGraph()
  return context.replace(
    value, with: FieldWriter.write(graph, taken: names), by: .fuseAsFieldop,
    steps: isSmall ? count : 1)
}

extension Rule {

  static let fuseAsFieldop = Rule(
    "fuse-as-fieldop", "(⇑f)((⇑g)(a)) ⇒ (⇑(λ(a) → let x = g(a); f(x)))(a)",
    except: "where g is read at several places, by several stencils, or through a table")

}

extension Program {

  /// `true` iff fields of lists may occur.
  fileprivate var mayHoldLists: Bool {
    offsets.values.contains { !$0.isCartesian }
      || parameters.contains { p in
        p.type.leaves.contains { if case .field(let f) = $0 { f.localDim != nil } else { false } }
      }
  }

  /// The names that are bound around all statements.
  var definedNames: Set<Symbol> {
    Set(parameters.map(\.name) + functions.map(\.name) + temporaries.map(\.name))
  }

}

extension PassContext {

  /// Returns `program` with each value that a statement stores replaced; `transform` takes the
  /// value, the target and the domain.
  mutating func mapValues(
    of program: Program,
    _ transform: (Expr, Expr, Expr, inout PassContext) throws -> Expr
  ) rethrows -> Program {
    try program.mapValues { s, path in
      try at(.value(path)) { try transform(s.value, s.target, s.domain, &$0) }
    }
  }

}
