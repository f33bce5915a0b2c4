import Diagnostics
import IteratorIR
import StencilTypes

/// Lowers one operator to a function of the iterator IR.
///
/// Assignments become lets. Operations on scalars stay calls; where a field takes part they become
/// applied stencils, `(⇑(λ(__arg0, …) → …))(…)`.
struct OperatorLowering {

  /// What the functions of the operators are called.
  let names: [FoastOperatorDefinition: String]

  /// The offsets whose tags were used.
  private(set) var offsets: [String: FieldOffset] = [:]

  private var continuationCount = 0

  /// What values are named by that tuples are taken apart for.
  let fingerprints = Fingerprints()

  init(names: [FoastOperatorDefinition: String]) { self.names = names }

  mutating func function(_ o: FoastOperatorDefinition) -> IteratorIR.FunctionDefinition {
    continuationCount = 0
    let body = block(o.body, then: nil)
    let name = Symbol(names[o] ?? o.name)
    guard let scan = o.scan else {
      return FunctionDefinition(
        name: name, parameters: o.parameters.map { Symbol($0.name) }, body: body)
    }
    return self.scan(o, scan, body, name)
  }

  private mutating func scan(
    _ o: FoastOperatorDefinition, _ scan: FoastOperatorDefinition.Scan, _ body: Expr, _ name: Symbol
  ) -> IteratorIR.FunctionDefinition {
    var pass = body
    for p in o.callParameters {
      pass = .let(p.name, .call(.deref, .ref(p.name)), in: pass, at: p.span)
    }
    let lambda = Expr.lambda(o.parameters.map(\.name), pass, at: o.span)
    let stencil = Expr.call(
      .scan, lambda, .literal(ScalarValue(scan.forward)), expression(scan.initial), at: o.span)
    let call = Expr.call(.asFieldop, stencil, at: o.span)
      .applied(to: o.callParameters.map { .ref($0.name, at: $0.span) }, at: o.span)
    return FunctionDefinition(
      name: name, parameters: o.callParameters.map { Symbol($0.name) }, body: call)
  }

  /// Notes that the tag of `offset` is used, and returns it.
  mutating func tag(_ offset: FieldOffset) -> Expr {
    offsets[offset.name] = offset
    return .tag(offset.name)
  }

}

// MARK: - Statements

extension OperatorLowering {

  /// Returns the value of `statements`, where `rest` is the value of what follows them.
  private mutating func block(_ statements: [FoastStatement], then rest: Expr?) -> Expr {
    var result = rest
    for s in statements.reversed() {
      switch s {
      case .return(let e): result = expression(e)
      case .assign(let symbol, let value):
        result = .let(
          symbol.name, expression(value), in: continuation(result), at: symbol.span)
      case .if(let i): result = choice(i, then: result)
      }
    }
    return continuation(result)
  }

  private func continuation(_ e: Expr?) -> Expr {
    guard let e else { preconditionFailure("a typed operator returns on every path") }
    return e
  }

  private mutating func choice(_ i: FoastIf, then rest: Expr?) -> Expr {
    let condition = expression(i.condition)
    switch i.returns {
    case .always:
      return branches(i, condition, then: rest)
    case .sometimes:
      let name = "__inner_expr_\(continuationCount)"
      continuationCount += 1
      let joined = i.joined
      let evaluator = Expr.lambda(joined, continuation(rest), at: i.span)
      let call = Expr.ref(name, at: i.span).applied(to: joined.map { .ref($0) }, at: i.span)
      return .let(name, evaluator, in: branches(i, condition, then: call), at: i.span)
    case .never:
      let joined = i.joined
      let values = Expr.tuple(joined.map { .ref($0) }, at: i.span)
      let result = "__if_stmt_result"
      var inner = continuation(rest)
      for (n, name) in joined.enumerated() {
        inner = .let(name, Expr.ref(result).element(n), in: inner, at: i.span)
      }
      return .let(result, branches(i, condition, then: values), in: inner, at: i.span)
    }
  }

  private mutating func branches(_ i: FoastIf, _ condition: Expr, then rest: Expr?) -> Expr {
    let then = block(i.then, then: rest)
    let otherwise = block(i.otherwise, then: rest)
    return .call(.if, condition, then, otherwise, at: i.span)
  }

}
