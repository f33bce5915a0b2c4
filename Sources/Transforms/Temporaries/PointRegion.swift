import IteratorIR
import StencilTypes

/// The points for which a condition on coordinates holds, and those for which it does not.
///
/// Each part is a box, with ranges along the dimensions that the condition speaks of, or `nil` if
/// it is none.
struct PointRegion {

  let inside, outside: SymbolicDomain?

  var negated: PointRegion { PointRegion(inside: outside, outside: inside) }

  func and(_ other: PointRegion) -> PointRegion {
    PointRegion(
      inside: inside.flatMap { a in other.inside.flatMap { a.exactCommon($0) } }, outside: nil)
  }

}

/// What is known of an expression in a stencil that says where a point lies.
enum PointFact {

  /// An iterator of coordinates along a dimension, moved by some points.
  case coordinates(Dimension, Int)

  /// An iterator of a value that is the same at all points.
  case scalar(SymbolicBound)

  /// The point's own coordinate, plus a constant.
  case coordinate(Dimension, Int)

  case number(SymbolicBound)
  case region(PointRegion)

}

/// What is known of the names around a place in a stencil.
struct PointFacts {

  private var names: [Symbol: PointFact]
  private let offsets: [String: FieldOffset]

  init(_ names: [Symbol: PointFact], offsets: [String: FieldOffset]) {
    self.names = names
    self.offsets = offsets
  }

  var isEmpty: Bool { names.isEmpty }

  /// Returns what is known where lets bind `parameters` to `values`.
  func binding(_ parameters: [Symbol], to values: [Expr]) -> PointFacts {
    var inner = self
    for (p, v) in zip(parameters, values) { inner.names[p] = fact(v) }
    return inner
  }

  /// Returns what is known where a lambda binds `parameters`.
  func hiding(_ parameters: [Symbol]) -> PointFacts {
    var inner = self
    for p in parameters { inner.names[p] = nil }
    return inner
  }

  /// Returns the region in which `condition` holds; `nil` if it depends on more than the point.
  func region(_ condition: Expr) -> PointRegion? {
    if case .region(let r)? = fact(condition) { r } else { nil }
  }

  private func fact(_ e: Expr) -> PointFact? {
    switch e.kind {
    case .reference(let name): return names[name]
    case .literal(let value): return value.integer.map { .number(.number(Int(clamping: $0))) }
    case .call(let function, let arguments):
      if let shifts = function.arguments(of: .shift) {
        return arguments.first.flatMap { fact($0) }.flatMap { moved($0, by: shifts) }
      }
      guard let (b, operands) = e.builtinCall else { return nil }
      return fact(of: b, operands)
    case .builtin, .typeName, .infinity, .offset, .axis, .lambda: return nil
    }
  }

  private func moved(_ fact: PointFact, by shifts: [Expr]) -> PointFact? {
    switch fact {
    case .scalar: return fact
    case .coordinates(let d, let n):
      guard shifts.count == 2, case .offset(.tag(let tag)) = shifts[0].kind,
        case .offset(.index(let m)) = shifts[1].kind
      else { return nil }
      guard let offset = offsets[tag] else {
        return .coordinates(d, tag == d.implicitOffsetName ? n + m : n)
      }
      guard offset.isCartesian else { return nil }
      return offset.source == d ? .coordinates(offset.target[0], n + m) : .coordinates(d, n)
    case .coordinate, .number, .region: return nil
    }
  }

  private func fact(of builtin: Builtin, _ operands: [Expr]) -> PointFact? {
    let known = operands.map { fact($0) }
    switch (builtin, known.first ?? nil, known.count == 2 ? known[1] : nil) {
    case (.deref, .coordinates(let d, let n)?, _): return .coordinate(d, n)
    case (.deref, .scalar(let end)?, _): return .number(end)
    case (.not, .region(let r)?, _): return .region(r.negated)
    case (.and, .region(let a)?, .region(let b)?): return .region(a.and(b))
    case (.or, .region(let a)?, .region(let b)?):
      return .region(a.negated.and(b.negated).negated)
    case (.plus, .number(let a)?, .number(let b)?), (.minus, .number(let a)?, .number(let b)?):
      return .number(SymbolicBound(.call(builtin, a.expr, b.expr)))
    case (.scalar(.comparison(let c)), .coordinate(let d, let n)?, .number(let end)?):
      return .region(points(along: d, c, end + -n))
    case (.scalar(.comparison(let c)), .number(let end)?, .coordinate(let d, let n)?):
      return .region(points(along: d, c.flipped, end + -n))
    default: return nil
    }
  }

  /// Returns where `d ⋈ end` holds.
  private func points(
    along d: Dimension, _ comparison: Comparison, _ end: SymbolicBound
  ) -> PointRegion {
    func below(_ end: SymbolicBound) -> SymbolicDomain {
      SymbolicDomain([d: SymbolicRange(.infinity(negative: true), end)])
    }
    func from(_ end: SymbolicBound) -> SymbolicDomain {
      SymbolicDomain([d: SymbolicRange(end, .infinity(negative: false))])
    }
    return switch comparison {
    case .less: PointRegion(inside: below(end), outside: from(end))
    case .lessEqual: PointRegion(inside: below(end + 1), outside: from(end + 1))
    case .greaterEqual: PointRegion(inside: from(end), outside: below(end))
    case .greater: PointRegion(inside: from(end + 1), outside: below(end + 1))
    case .equal:
      PointRegion(inside: SymbolicDomain([d: SymbolicRange(end, end + 1)]), outside: nil)
    case .notEqual:
      PointRegion(inside: nil, outside: SymbolicDomain([d: SymbolicRange(end, end + 1)]))
    }
  }

}

extension SymbolicDomain {

  /// Returns the box of the points that lie in both, along the dimensions of either; `nil` if its
  /// ends would become too long.
  func exactCommon(_ other: SymbolicDomain) -> SymbolicDomain? {
    let both = common(other)
    return contains(both) && other.contains(both) ? both : nil
  }

  /// `true` iff every point of `other`, which may have more dimensions, lies in the box.
  func contains(_ other: SymbolicDomain) -> Bool {
    ranges.allSatisfy { d, own in
      guard let r = other[d] else { return false }
      return own.lower.isAtMost(r.lower) && r.upper.isAtMost(own.upper)
    }
  }

}
