import Diagnostics
import IteratorIR
import StencilTypes

extension Evaluator {

  /// Returns `a` where `condition` is true and `b` elsewhere; evaluates no side that is not needed.
  func choose(
    _ condition: Lanes, _ a: Thunk, _ b: Thunk, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    if let truth = condition.uniformTruth(shape: shape) {
      return try poisoned(try (truth ? a : b).force(self), by: condition.poison)
    }
    let x = try a.force(possibly)
    let y = try b.force(possibly)
    return try poisoned(try blend(condition, x, y, at: span), by: condition.poison)
  }

  /// Returns `a` where `condition` is true and `b` elsewhere, of whatever structure they are.
  func blend(
    _ condition: Lanes, _ a: Value, _ b: Value, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    switch (a, b) {
    case (.lanes(let x), .lanes(let y)):
      guard x.kind == y.kind else { throw inapplicable(.if, span) }
      guard case .buffer(let c) = condition.content else { return .lanes(.unknown(x.kind)) }
      return .lanes(.choosing(c, x, y, shape: shape))
    case (.tuple(let x), .tuple(let y)):
      guard x.count == y.count else { throw inapplicable(.if, span) }
      return .tuple(
        zip(x, y).map { p, q in
          Thunk { (e) throws(DiagnosticError) in
            try e.blend(condition, try p.force(e.possibly), try q.force(e.possibly), at: span)
          }
        })
    case (.list(let x), .list(let y)):
      return .list(
        NeighborList(
          count: x.count ?? y.count, local: x.local ?? y.local,
          element: { (column, e) throws(DiagnosticError) in
            let u = try x.element(column, e.possibly)
            let v = try y.element(column, e.possibly)
            return try e.blend(condition, u, v, at: span)
          },
          validity: { (i, e) throws(DiagnosticError) in
            let t = Lanes.constant(ScalarValue(true))
            guard let u = try x.validity(i, e) else {
              guard let v = try y.validity(i, e) else { return nil }
              return try e.lanes(try e.blend(condition, .lanes(t), .lanes(v), at: span))
            }
            let v = try y.validity(i, e) ?? t
            return try e.lanes(try e.blend(condition, .lanes(u), .lanes(v), at: span))
          }))
    case (.field, _), (_, .field): return try blendFields(condition, a, b, at: span)
    case (.lanes, _), (.tuple, _), (.list, _), (.function, _), (.iterator, _), (.region, _),
      (.side, _), (.axis, _), (.infinity, _), (.offset, _), (.typeName, _):
      throw inapplicable(.if, span)
    }
  }

  /// Returns the field that is `a` or `b`, as a scalar says whose value is not known.
  ///
  /// It can be traced, and not be computed.
  private func blendFields(
    _ condition: Lanes, _ a: Value, _ b: Value, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard condition.isUnknown, case .fields = scope, let x = try operand(a), let y = try operand(b)
    else { throw inapplicable(.if, span) }
    let names = ["#condition", "#a", "#b"].map { Symbol($0) }
    let sides = names.dropFirst().map { Expr.call(.deref, Expr(.reference($0))) }
    let choice = Expr.call(.if, Expr(.reference(names[0])), sides[0], sides[1])
    let environment = Environment().binding([names[0]], to: [Thunk(.lanes(condition))])
    return .field(
      LazyField(
        .stencil(.function(.lambda([names[1], names[2]], choice, environment)), [x, y]),
        span: span ?? spanOfNode))
  }

  private func lanes(_ value: Value) throws(DiagnosticError) -> Lanes {
    guard case .lanes(let l) = value else { throw inapplicable(.if, nil) }
    return l
  }

  /// Returns `value` without a value where `poison` says so.
  func poisoned(_ value: Value, by poison: Poison) throws(DiagnosticError) -> Value {
    if poison.isNone { return value }
    switch value {
    case .lanes(let l): return .lanes(l.poisoned(by: poison, shape: shape))
    case .tuple(let elements):
      return .tuple(
        elements.map { t in
          Thunk { (e) throws(DiagnosticError) in try e.poisoned(try t.force(e), by: poison) }
        })
    case .list(let l):
      return .list(
        NeighborList(
          count: l.count, local: l.local,
          element: { (i, e) throws(DiagnosticError) in
            try e.poisoned(try l.element(i, e), by: poison)
          }, validity: l.validity))
    case .field(let node):
      guard case .all(let f) = poison else { return value }
      return .field(LazyField(.failed(f, .field(node)), span: node.span))
    case .function, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      return value
    }
  }

}
