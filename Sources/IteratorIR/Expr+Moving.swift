import Diagnostics
import StencilTypes

extension Expr {

  /// The field and how far it is moved along Cartesian offsets, by their names, if `self` is
  /// `(⇑(λ(it) → ·⟪Ioffₒ, 1ₒ⟫(it)))(field)`.
  public func moving(
    _ offsets: [String: FieldOffset]
  ) -> (field: Expr, distances: [String: Int])? {
    guard case .call(let function, let fields) = kind, fields.count == 1,
      let parts = function.arguments(of: .asFieldop), parts.count == 1,
      case .lambda(let parameters, let body) = parts[0].kind, parameters.count == 1,
      case .call(let shift, let iterators)? = body.arguments(of: .deref)?.first?.kind,
      let steps = shift.arguments(of: .shift), steps.count.isMultiple(of: 2),
      iterators.count == 1, case .reference(parameters[0]) = iterators[0].kind
    else { return nil }
    var distances: [String: Int] = [:]
    for i in stride(from: 0, to: steps.count, by: 2) {
      guard case .offset(.tag(let tag)) = steps[i].kind,
        case .offset(.index(let n)) = steps[i + 1].kind, offsets[tag]?.isCartesian ?? true
      else { return nil }
      let (sum, overflow) = distances[tag, default: 0].addingReportingOverflow(n)
      if overflow { return nil }
      distances[tag] = sum == 0 ? nil : sum
    }
    return (fields[0], distances)
  }

  /// Returns `self`, a field, moved by `distances` along Cartesian offsets.
  public func moved(by distances: [String: Int], at span: SourceSpan? = nil) -> Expr {
    let steps = distances.sorted { $0.key < $1.key }.flatMap {
      [Expr.tag($0.key), .offset($0.value)]
    }
    let place = Expr.call(.shift, arguments: steps).applied(to: [.ref("it")])
    let stencil = Expr.lambda(["it"], .call(.deref, place, at: span), at: span)
    return Expr.call(.asFieldop, stencil, at: span).applied(to: [self], at: span)
  }

}

/// Returns the sums of distances along Cartesian offsets, which commute, without those that are 0;
/// `nil` if one is too large.
public func addingDistances(
  _ a: [String: Int], _ b: [String: Int]
) -> [String: Int]? {
  var sums = a
  for (tag, n) in b {
    let (sum, overflow) = a[tag, default: 0].addingReportingOverflow(n)
    if overflow { return nil }
    sums[tag] = sum == 0 ? nil : sum
  }
  return sums
}
