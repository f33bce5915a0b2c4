import StencilTypes

/// The end of a range, as far as it is known before the run.
///
/// Equal ends are equal values where that follows from integer arithmetic and the order alone:
/// constants are added up, and what cannot decide a minimum or maximum is left out of it.
public indirect enum SymbolicBound: Hashable, Sendable {

  /// The value of an `int32` expression, 0 without one, plus a constant.
  case sum(Expr?, Int)

  case infinity(negative: Bool)

  /// The smallest or the largest of at least two ends, none of which is such an extreme itself.
  case extreme(Extreme, [SymbolicBound])

  public enum Extreme: Hashable, Sendable {
    case minimum, maximum
  }

}

extension SymbolicBound {

  /// Returns the bound `n`.
  public static func number(_ n: Int) -> SymbolicBound { .sum(nil, n) }

  /// Creates the end that `e` means.
  public init(_ e: Expr) {
    if let n = e.indexValue {
      self = .sum(nil, n)
      return
    }
    if case .infinity(let negative) = e.kind {
      self = .infinity(negative: negative)
      return
    }
    guard let (builtin, arguments) = e.builtinCall, arguments.count == 2 else {
      self = .sum(e, 0)
      return
    }
    let (a, b) = (arguments[0], arguments[1])
    switch builtin {
    case .minimum: self = SymbolicBound(a).minimum(SymbolicBound(b))
    case .maximum: self = SymbolicBound(a).maximum(SymbolicBound(b))
    case .plus:
      if let n = b.indexValue {
        self = SymbolicBound(a) + n
      } else if let n = a.indexValue {
        self = SymbolicBound(b) + n
      } else {
        self = .sum(e, 0)
      }
    case .minus:
      self = b.indexValue.map { SymbolicBound(a) + -$0 } ?? .sum(e, 0)
    default: self = .sum(e, 0)
    }
  }

  /// The end as an expression: `get_domain_range(a, I)[0] + 1`, `maximum(n, m)`, `-∞`.
  ///
  /// A number that no `int32` holds becomes the nearest one that does: no points lie between.
  public var expr: Expr {
    switch self {
    case .sum(nil, let n): .int(Int(Int32(clamping: n)))
    case .sum(let base?, 0): base
    case .sum(let base?, let n) where n < 0: .call(.minus, base, .int(-n))
    case .sum(let base?, let n): .call(.plus, base, .int(n))
    case .infinity(let negative): Expr(.infinity(negative: negative))
    case .extreme(let extreme, let parts):
      parts.dropFirst().reduce(parts[0].expr) {
        .call(extreme == .minimum ? .minimum : .maximum, $0, $1.expr)
      }
    }
  }

  /// Returns the end `n` points further.
  public static func + (end: SymbolicBound, n: Int) -> SymbolicBound {
    switch end {
    case .sum(let base, let m): .sum(base, m + n)
    case .infinity: end
    case .extreme(let extreme, let parts): .extreme(extreme, parts.map { $0 + n })
    }
  }

  public var isFinite: Bool {
    switch self {
    case .sum: true
    case .infinity: false
    case .extreme(_, let parts): parts.allSatisfy(\.isFinite)
    }
  }

  /// The number of parts that the end is made of.
  var size: Int {
    switch self {
    case .sum, .infinity: 1
    case .extreme(_, let parts): parts.reduce(0) { $0 + $1.size }
    }
  }

}

extension SymbolicBound {

  /// `true` iff the end is at most `other` whatever the values of expressions are.
  public func isAtMost(_ other: SymbolicBound) -> Bool {
    switch (self, other) {
    case (.infinity(negative: true), _), (_, .infinity(negative: false)): true
    case (.extreme(.maximum, let parts), _): parts.allSatisfy { $0.isAtMost(other) }
    case (_, .extreme(.minimum, let parts)): parts.allSatisfy { isAtMost($0) }
    case (.extreme(.minimum, let parts), .extreme(.maximum, let others)):
      parts.contains { $0.isAtMost(other) } || others.contains { isAtMost($0) }
    case (.extreme(.minimum, let parts), _): parts.contains { $0.isAtMost(other) }
    case (_, .extreme(.maximum, let parts)): parts.contains { isAtMost($0) }
    case (.sum(let a, let m), .sum(let b, let n)): m <= n && a == b
    case (.infinity, _), (_, .infinity): false
    }
  }

  /// Returns the lower of the two; one number if both are numbers.
  public func minimum(_ other: SymbolicBound) -> SymbolicBound {
    combined(.minimum, other) { $0.isAtMost($1) }
  }

  /// Returns the higher of the two; one number if both are numbers.
  public func maximum(_ other: SymbolicBound) -> SymbolicBound {
    combined(.maximum, other) { $1.isAtMost($0) }
  }

  private func parts(of extreme: Extreme) -> [SymbolicBound] {
    if case .extreme(extreme, let parts) = self { parts } else { [self] }
  }

  /// Returns the extreme of both, without the parts that another part beats.
  private func combined(
    _ extreme: Extreme, _ other: SymbolicBound,
    beats: (SymbolicBound, SymbolicBound) -> Bool
  ) -> SymbolicBound {
    var kept = parts(of: extreme)
    for p in other.parts(of: extreme) where !kept.contains(where: { beats($0, p) }) {
      kept.removeAll { beats(p, $0) }
      kept.append(p)
    }
    return kept.count == 1 ? kept[0] : .extreme(extreme, kept)
  }

}

extension Expr {

  /// The value of an integer literal that is an index; sums of such numbers stay within `Int`.
  fileprivate var indexValue: Int? {
    literalValue?.integer.flatMap { Int(exactly: $0) }.flatMap { indices.contains($0) ? $0 : nil }
  }

}
