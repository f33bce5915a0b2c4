import Diagnostics
import HashTreeCollections
import IteratorIR
import StencilTypes

/// What an expression means.
///
/// At field level scalars are constant and fields are nodes that are computed by need; inside a
/// stencil scalars are lanes and fields are seen through iterators.
indirect enum Value {

  case lanes(Lanes)
  case tuple([Thunk])
  case list(NeighborList)
  case function(Function)
  case field(LazyField)
  case iterator(FieldIterator)

  /// A domain.
  case region(Region)

  /// One side of a domain.
  case side(Dimension, Bounds)

  case axis(Dimension)
  case infinity(negative: Bool)
  case offset(OffsetLiteral)
  case typeName(ScalarKind)

}

/// What can be called.
enum Function {

  case lambda([Symbol], Expr, Environment)
  case builtin(Builtin)

  /// `shift(tag, index…)`: from iterator to iterator.
  case shift([Thunk])

  /// `lift(stencil)`: from iterators to an iterator.
  case lift(Value)

  /// `as_fieldop(stencil, domain)`: from fields to a field.
  case fieldOperator(stencil: Value, domain: Thunk?, span: SourceSpan?)

  /// `scan(pass, forward, init)`.
  case scan(ColumnScan)

  /// `reduce(operation, init)`: from lists to a value.
  case reduce(Value, initial: Thunk)

  /// `map_(operation)`: from lists to a list.
  case map(Value)

}

/// A stencil that walks along columns.
struct ColumnScan {

  /// Takes the carry and the iterators, gives the next carry.
  let pass: Value

  let isForward: Bool
  let initial: Value

}

/// The names in scope with their meanings.
struct Environment {

  private var bindings = TreeDictionary<Symbol, Thunk>()

  subscript(name: Symbol) -> Thunk? { bindings[name] }

  /// Returns the environment in which `names` mean `values`, and other names what they mean here.
  func binding(_ names: [Symbol], to values: [Thunk]) -> Environment {
    var e = self
    for (n, v) in zip(names, values) { e.bindings[n] = v }
    return e
  }

}

/// Where the functions of a program find each other.
final class FunctionScope {
  var environment = Environment()
}

/// An expression that is evaluated at most once, when its value is needed.
final class Thunk {

  private enum State {
    case pending(Expr, Environment)
    case computed((Evaluator) throws(DiagnosticError) -> Value)
    case function(FunctionDefinition, FunctionScope)
    case value(Value)
  }

  private var state: State

  /// The value that was found while reads counted as possible only.
  private var tentative: Value?

  init(_ expr: Expr, _ environment: Environment) { state = .pending(expr, environment) }

  init(_ value: Value) { state = .value(value) }

  /// Creates a thunk whose value `compute` gives.
  init(computing compute: @escaping (Evaluator) throws(DiagnosticError) -> Value) {
    state = .computed(compute)
  }

  /// Creates a thunk whose value is `function`, which sees what `scope` has in the end.
  init(_ function: FunctionDefinition, in scope: FunctionScope) {
    state = .function(function, scope)
  }

  func force(_ evaluator: Evaluator) throws(DiagnosticError) -> Value {
    if case .value(let v) = state { return v }
    // Reads that were traced as possible have to be traced again once they are certain.
    let isCertain = evaluator.isCertain
    if !isCertain, let tentative { return tentative }
    let v: Value
    switch state {
    case .value(let known): return known
    case .function(let f, let scope):
      return .function(.lambda(f.parameters, f.body, scope.environment))
    case .pending(let expr, let environment): v = try evaluator.evaluate(expr, environment)
    case .computed(let compute): v = try compute(evaluator)
    }
    if isCertain {
      state = .value(v)
      tentative = nil
    } else {
      tentative = v
    }
    return v
  }

}
