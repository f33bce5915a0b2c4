import StencilTypes

/// A half-open range whose ends are expressions.
public struct SymbolicRange: Hashable, Sendable {

  public let lower, upper: SymbolicBound

  /// Creates the half-open range from `lower` to `upper`.
  public init(_ lower: SymbolicBound, _ upper: SymbolicBound) {
    self.lower = lower
    self.upper = upper
  }

  /// The range without ends.
  public static let everything = SymbolicRange(
    .infinity(negative: true), .infinity(negative: false))

  public var isFinite: Bool { lower.isFinite && upper.isFinite }

  /// `true` iff the range has no points, whatever the values of expressions are.
  public var isEmpty: Bool { upper.isAtMost(lower) }

  /// Returns the range moved by `n` points.
  public static func + (range: SymbolicRange, n: Int) -> SymbolicRange {
    SymbolicRange(range.lower + n, range.upper + n)
  }

  /// Returns the smallest range that holds both.
  public func hull(_ other: SymbolicRange) -> SymbolicRange {
    SymbolicRange(lower.minimum(other.lower), upper.maximum(other.upper))
  }

  /// Returns a range that holds the points of both.
  ///
  /// Ends that have become long already stay as they are, so that they do not grow without bound.
  public func intersection(_ other: SymbolicRange) -> SymbolicRange {
    SymbolicRange(
      lower.size + other.lower.size > 12 ? lower : lower.maximum(other.lower),
      upper.size + other.upper.size > 12 ? upper : upper.minimum(other.upper))
  }

}

/// A box of points whose ranges have expressions for ends.
public struct SymbolicDomain: Hashable, Sendable {

  public private(set) var ranges: [Dimension: SymbolicRange]

  /// Creates the box with a range along each dimension of `ranges`.
  public init(_ ranges: [Dimension: SymbolicRange]) { self.ranges = ranges }

  /// Creates the box that `e` means; `nil` if it is no call of `cartesian_domain` or
  /// `unstructured_domain` with written ranges.
  public init?(_ e: Expr) {
    guard let (builtin, arguments) = e.builtinCall,
      builtin == .cartesianDomain || builtin == .unstructuredDomain
    else { return nil }
    var ranges: [Dimension: SymbolicRange] = [:]
    for a in arguments {
      guard let parts = a.arguments(of: .namedRange), parts.count == 3,
        case .axis(let d) = parts[0].kind
      else { return nil }
      ranges[d] = SymbolicRange(SymbolicBound(parts[1]), SymbolicBound(parts[2]))
    }
    self.ranges = ranges
  }

  /// The range along `dimension`; `nil` if the box does not have it.
  public subscript(dimension: Dimension) -> SymbolicRange? {
    get { ranges[dimension] }
    set { ranges[dimension] = newValue }
  }

  public var dims: [Dimension] { ranges.keys.sorted() }

  public var isFinite: Bool { ranges.values.allSatisfy(\.isFinite) }

  /// `true` iff the box has no points, whatever the values of expressions are.
  public var isEmpty: Bool { ranges.values.contains(where: \.isEmpty) }

  /// Returns the box as a call of `builtin`, dimensions in canonical order.
  public func expr(_ builtin: Builtin) -> Expr {
    .call(
      builtin,
      arguments: dims.map { d in
        let range = ranges[d] ?? .everything
        return .call(.namedRange, .axis(d), range.lower.expr, range.upper.expr)
      })
  }

  /// Returns the box along those of its dimensions that are in `dims`.
  public func restricted(to dims: some Collection<Dimension>) -> SymbolicDomain {
    SymbolicDomain(ranges.filter { dims.contains($0.key) })
  }

  /// Returns the smallest box on the common dimensions that holds both.
  public func hull(_ other: SymbolicDomain) -> SymbolicDomain {
    var result: [Dimension: SymbolicRange] = [:]
    for (d, r) in ranges { if let o = other[d] { result[d] = r.hull(o) } }
    return SymbolicDomain(result)
  }

  /// Returns a box that holds those points of `self` that lie in `other`, which may have fewer
  /// dimensions.
  public func intersection(_ other: SymbolicDomain) -> SymbolicDomain {
    var result = ranges
    for (d, r) in other.ranges { result[d] = result[d]?.intersection(r) }
    return SymbolicDomain(result)
  }

  /// Returns a box that holds the points that lie in both, which need not have the same dimensions.
  public func common(_ other: SymbolicDomain) -> SymbolicDomain {
    SymbolicDomain(ranges.merging(other.ranges) { $0.intersection($1) })
  }

}

extension SymbolicDomain {

  /// Returns where a field is read at `shifts` from the points of the box.
  ///
  /// Along a dimension on which a shift is known at run time only it is everything.
  public func moved(by shifts: [Shift], _ offsets: [String: FieldOffset]) -> SymbolicDomain {
    var result = self
    for s in shifts { result.move(by: s, offsets) }
    return result
  }

  private mutating func move(by shift: Shift, _ offsets: [String: FieldOffset]) {
    guard let offset = offsets[shift.tag], !offset.isCartesian else {
      let offset = offsets[shift.tag]
      let d = offset?.target[0] ?? ranges.keys.first { $0.implicitOffsetName == shift.tag }
      guard let d, let range = ranges.removeValue(forKey: d) else { return }
      if case .at(let n) = shift.index {
        ranges[offset?.source ?? d] = range + n
      } else {
        ranges[offset?.source ?? d] = .everything
      }
      return
    }
    guard let rows = ranges.removeValue(forKey: offset.target[0]) else { return }
    ranges[offset.source] = rows.isFinite ? rows.neighbors(shift.tag) : .everything
  }

}

extension SymbolicRange {

  /// Returns the range of the neighbors of the points of the range.
  fileprivate func neighbors(_ tag: String) -> SymbolicRange {
    let range = Expr.call(.neighborRange, .tag(tag), pair)
    return SymbolicRange(.sum(range.element(0), 0), .sum(range.element(1), 0))
  }

  /// The ends as a tuple; the tuple that they are the elements of if there is one.
  private var pair: Expr {
    if let l = lower.expr.arguments(of: .tupleGet), let u = upper.expr.arguments(of: .tupleGet),
      l.count == 2, u.count == 2, l[0].literalValue?.integer == 0, u[0].literalValue?.integer == 1,
      l[1] == u[1]
    {
      return l[1]
    }
    return .tuple([lower.expr, upper.expr])
  }

}
