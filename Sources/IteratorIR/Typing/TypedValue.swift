import StencilTypes

/// What is known of an expression's value while types are inferred.
///
/// Functions have no type before they are applied, so they are kept as what they are.
enum TypedValue: Hashable {

  case data(IRType)
  case function(TypedFunction)

}

/// A function that waits for (more) arguments.
enum TypedFunction: Hashable {

  case builtin(Builtin)
  case closure(TypedClosure)
  case shift([String])
  indirect case lift(TypedFunction)
  indirect case scan(TypedFunction, initial: IRType)
  indirect case reduce(TypedFunction, initial: IRType)
  indirect case map(TypedFunction)
  indirect case asFieldop(TypedFunction, domain: [Dimension]?)

}

/// A lambda or a function definition with the names around it, and the results of its calls.
final class TypedClosure: Hashable {

  /// The lambda; `nil` for a function definition.
  let node: Expr?

  let parameters: [Symbol]
  let body: Expr
  let scope: TypeScope
  var results: [Application: TypedValue] = [:]

  /// What the result of a call depends on.
  struct Application: Hashable {
    let arguments: [TypedValue]

    /// The dimension along which scans run.
    let column: Dimension?
  }

  /// The closure as the analysis of accesses sees it.
  private(set) lazy var traced = AccessTracer.Closure(
    parameters, body,
    AccessTracer.Scope { [scope] name in
      guard case .function(let f)? = scope[name] else { return nil }
      return .function(f.traced)
    })

  init(_ parameters: [Symbol], _ body: Expr, _ scope: TypeScope, node: Expr? = nil) {
    self.node = node
    self.parameters = parameters
    self.body = body
    self.scope = scope
  }

  static func == (l: TypedClosure, r: TypedClosure) -> Bool { l === r }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

}

extension TypedFunction {

  /// The function as the analysis of accesses sees it.
  var traced: TracedFunction {
    switch self {
    case .builtin(let b): .builtin(b)
    case .closure(let c): .closure(c.traced)
    case .shift(let tags): .shift(tags.map { Shift($0, .dynamic) }, TracedReads())
    case .lift(let f): .lift(f.traced)
    case .scan(let f, _): .scan(f.traced, initial: .value(TracedReads()))
    case .reduce(let f, _): .onLists(f.traced, initial: TracedReads())
    case .map(let f): .onLists(f.traced, initial: nil)
    case .asFieldop(let f, _): .asFieldop(f.traced)
    }
  }

}
