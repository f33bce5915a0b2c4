import Diagnostics
import HashTreeCollections
import IteratorIR

/// The values of names.
struct StagedEnvironment {

  private var bindings = TreeDictionary<Symbol, StagedThunk>()

  subscript(name: Symbol) -> StagedThunk? { bindings[name] }

  func binding(_ names: [Symbol], to values: [StagedThunk]) -> StagedEnvironment {
    var e = self
    for (n, v) in zip(names, values) { e.bindings[n] = v }
    return e
  }

}

/// Where the functions of a program find each other.
///
/// They and it refer to each other: whoever makes it empties it in the end.
final class StagedFunctions {
  var environment = StagedEnvironment()
}

/// An expression that is compiled when its value is needed.
final class StagedThunk {

  private enum State {
    case pending(Expr, StagedEnvironment)
    case function(FunctionDefinition, StagedFunctions)
    case computed((Stager) throws(DiagnosticError) -> StagedValue)
    case value(StagedValue)
  }

  private let state: State

  /// What it was found to be, and the least knowledge with which that holds.
  private var known: (value: StagedValue, knowledge: Knowledge)?

  init(_ expr: Expr, _ environment: StagedEnvironment) { state = .pending(expr, environment) }

  init(_ value: StagedValue) { state = .value(value) }

  init(computing compute: @escaping (Stager) throws(DiagnosticError) -> StagedValue) {
    state = .computed(compute)
  }

  /// Creates a thunk whose value is `function`, which sees what `scope` has in the end.
  init(_ function: FunctionDefinition, in scope: StagedFunctions) {
    state = .function(function, scope)
  }

  func force(_ s: Stager) throws(DiagnosticError) -> StagedValue {
    switch state {
    case .value(let v): return v
    // Kept, its scope would hold this, and this its scope.
    case .function(let f, let scope):
      return .function(.lambda(f.parameters, f.body, scope.environment))
    case .pending, .computed: break
    }
    if let known, s.knowledge.includes(known.knowledge) {
      s.usedDepth = max(s.usedDepth, known.knowledge.depth)
      return known.value
    }
    let (v, least) = try s.tracked { () throws(DiagnosticError) in
      switch self.state {
      case .value, .function: preconditionFailure("what is known was returned")
      case .pending(let e, let environment): try s.evaluate(e, environment)
      case .computed(let compute): try compute(s)
      }
    }
    known = (v, least)
    return v
  }

}
