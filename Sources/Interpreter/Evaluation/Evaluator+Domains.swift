import Diagnostics
import IteratorIR
import StencilTypes

extension Evaluator {

  /// Returns the bound that `value` is; `nil` for the infinity that is no bound.
  func bound(_ value: Value, infinity negative: Bool, _ span: SourceSpan?) throws(DiagnosticError)
    -> Int?
  {
    if case .infinity(let n) = value {
      // A range that starts at ∞ or ends at -∞ is empty.
      return n == negative ? nil : n ? Int(Int32.min) : Int(Int32.max)
    }
    guard let lanes = try scalarLanes(value), let v = lanes.constantValue, let i = v.integer else {
      throw inapplicable(.namedRange, span)
    }
    if case .all(let f) = lanes.poison {
      throw DiagnosticError(
        run.failures.diagnostic(f, Diagnostic.Note("a domain depends on it", at: span)))
    }
    if let n = try unwrappedBound(lanes, span) { return n }
    // Beyond all indices it does not matter where an end is.
    return min(max(Int(clamping: i), indices.lowerBound - 1), indices.upperBound + 1)
  }

  /// Returns the bound that a constant would be if integers did not wrap; `nil` if that is what it
  /// is.
  private func unwrappedBound(_ lanes: Lanes, _ span: SourceSpan?) throws(DiagnosticError) -> Int? {
    guard let n = lanes.unwrapped else { return nil }
    // `int32` has other bits there: an end that nobody meant.
    guard indices.contains(n) else { throw wrappedBound(n, span) }
    return n
  }

  /// Returns `operands` of a comparison, where what an index is compared with is a bound.
  func withBounds(_ operands: [Lanes], _ span: SourceSpan?) throws(DiagnosticError) -> [Lanes] {
    guard operands.contains(where: \.isIndex), operands.contains(where: { $0.unwrapped != nil })
    else { return operands }
    var result: [Lanes] = []
    for o in operands {
      guard let n = try unwrappedBound(o, span) else {
        result.append(o)
        continue
      }
      var exact = Lanes.constant(ScalarValue(wrapping: n, as: o.kind))
      exact.poison = o.poison
      result.append(exact)
    }
    return result
  }

  /// Returns the box with the given sides.
  func domain(
    _ sides: [Thunk], _ builtin: Builtin, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    var box: [(dimension: Dimension, bounds: Bounds)] = []
    for s in sides {
      guard case .side(let d, let bounds) = try s.force(self) else {
        throw inapplicable(builtin, span)
      }
      box.append((d, bounds))
    }
    return .region(.box(box))
  }

  /// Returns the ends of the range that `field` covers along `axis`.
  func domainRange(
    _ field: Value, _ axis: Value, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard case .axis(let d) = axis, case .field(let node) = field else {
      throw inapplicable(.getDomainRange, span)
    }
    let domain: Domain?
    if case .slot(let slot) = node.kind {
      guard let known = slot.domain else { throw noSize(slot.name, span) }
      domain = known
    } else {
      domain = node.domain
    }
    guard let range = domain?[d] else { throw inapplicable(.getDomainRange, span) }
    return .tuple(
      [range.lowerBound, range.upperBound].map {
        Thunk(.lanes(.constant(ScalarValue(wrapping: $0, as: .int32))))
      })
  }

  /// Returns the range that holds the neighbors, in the table of `tag`, of the points of `range`.
  func neighborRange(
    _ tag: Value, _ range: Value, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard case .offset(.tag(let name)) = tag, case .tuple(let ends) = range, ends.count == 2,
      let lower = try bound(ends[0].force(self), infinity: true, span),
      let upper = try bound(ends[1].force(self), infinity: false, span)
    else { throw inapplicable(.neighborRange, span) }
    let neighbors = run.tableRanges.range(
      name, try table(name, at: span), rows: lower ..< max(lower, upper), column: nil)
    return .tuple(
      [neighbors.lowerBound, neighbors.upperBound].map {
        Thunk(.lanes(.constant(ScalarValue(wrapping: $0, as: .int32))))
      })
  }

  /// Returns what a scalar function gives on domains, dimensions, and infinite bounds.
  func applyToDomains(
    _ operation: ScalarOperation, _ operands: [Value], _ builtin: Builtin, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard operands.count == 2 else { throw inapplicable(builtin, span) }
    switch (operation, operands[0], operands[1]) {
    case (.logic(let op), .region(let a), .region(let b)):
      return .region(.combination(op, a, b))
    case (.comparison(let c), .axis(let d), let v):
      return .region(region(d, c, try bound(v, infinity: true, span)))
    case (.comparison(let c), let v, .axis(let d)):
      return .region(region(d, c.flipped, try bound(v, infinity: true, span)))
    case (.comparison(let c), let a, let b):
      guard let x = infinityOrder(a), let y = infinityOrder(b) else {
        throw inapplicable(builtin, span)
      }
      return .lanes(.constant(ScalarValue(c.holds(x, y))))
    case (.binary(.plus), .infinity(let n), .lanes), (.binary(.plus), .lanes, .infinity(let n)),
      (.binary(.minus), .infinity(let n), .lanes):
      return .infinity(negative: n)
    case (.binary(.minus), .lanes, .infinity(let n)): return .infinity(negative: !n)
    case (.binary(.minimum), let a, let b), (.binary(.maximum), let a, let b):
      guard let x = infinityOrder(a), let y = infinityOrder(b) else {
        throw inapplicable(builtin, span)
      }
      return (operation == .binary(.minimum)) == (x < y) ? a : b
    default: throw inapplicable(builtin, span)
    }
  }

  /// Where `value` stands among numbers and infinities, as far as they differ: -1, 0 or 1.
  private func infinityOrder(_ value: Value) -> Int? {
    switch value {
    case .infinity(let negative): negative ? -1 : 1
    case .lanes: 0
    case .tuple, .list, .function, .field, .iterator, .region, .side, .axis, .offset, .typeName:
      nil
    }
  }

  /// Returns the points whose coordinate along `d` compares with `bound`; `nil` is -∞.
  private func region(_ d: Dimension, _ c: Comparison, _ bound: Int?) -> Region {
    let b = bound ?? Int(Int32.min)
    func box(_ lower: Int?, _ upper: Int?) -> Region {
      .box([(d, Bounds(lower: lower, upper: upper))])
    }
    return switch c {
    case .less: box(nil, b)
    case .lessEqual: box(nil, b + 1)
    case .greater: box(b + 1, nil)
    case .greaterEqual: box(b, nil)
    case .equal: box(b, b + 1)
    case .notEqual: .combination(.or, box(nil, b), box(b + 1, nil))
    }
  }

  private func wrappedBound(_ n: Int, _ span: SourceSpan?) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.index, "A bound of the domain is computed to be \(n), which is no index.",
        at: span ?? spanOfNode, label: "a bound is beyond what integers hold", hint: indicesHint))
  }

  private func noSize(_ name: String, _ span: SourceSpan?) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.size, "The program asks for the range of '\(name)', which has no size yet.",
        at: span ?? spanOfNode, label: "depends on the range",
        hint: "give '\(name)' a range, as in Dim=0:10"))
  }

}
