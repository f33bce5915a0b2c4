/// A set of builtins, small enough to be kept with every node.
///
/// Two words rather than one of 128 bits, which would have nodes aligned to 16 bytes: an allocation
/// that asks for that costs more than one that does not.
public struct BuiltinSet: Hashable, Sendable {

  /// The bit with its place in `Builtin.allCases` of each member, the first 64 in `low`.
  private var low: UInt64
  private var high: UInt64

  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// Creates the set of the one that stands at `place` in `Builtin.allCases`.
  fileprivate init(place: Int) {
    self.init(
      low: place < 64 ? 1 << UInt64(place) : 0, high: place < 64 ? 0 : 1 << UInt64(place - 64))
  }

  /// Creates the empty set.
  public init() { self.init(low: 0, high: 0) }

  /// Creates the set of `builtin` alone.
  public init(_ builtin: Builtin) { self = setsByCode[Int(builtin.code)] }

  /// Creates the set of `builtins`.
  public init(_ builtins: some Sequence<Builtin>) {
    self.init()
    for b in builtins { formUnion(BuiltinSet(b)) }
  }

  /// Adds the members of `other`.
  public mutating func formUnion(_ other: BuiltinSet) {
    low |= other.low
    high |= other.high
  }

  /// Returns what is in `self` or in `other`.
  public func union(_ other: BuiltinSet) -> BuiltinSet {
    BuiltinSet(low: low | other.low, high: high | other.high)
  }

  /// `true` iff `builtin` is in the set.
  public func contains(_ builtin: Builtin) -> Bool { !isDisjoint(with: BuiltinSet(builtin)) }

  /// `true` iff nothing is in both sets.
  public func isDisjoint(with other: BuiltinSet) -> Bool {
    low & other.low == 0 && high & other.high == 0
  }

}

extension BuiltinSet: ExpressibleByArrayLiteral {

  /// Creates the set of `builtins`.
  public init(arrayLiteral builtins: Builtin...) { self.init(builtins) }

}

/// The set of each builtin alone, at its code.
private let setsByCode: [BuiltinSet] = {
  precondition(Builtin.allCases.count <= 128, "a set has one bit for each builtin")
  let codes = Builtin.allCases.map { Int($0.code) }
  var sets = [BuiltinSet](repeating: BuiltinSet(), count: (codes.max() ?? 0) + 1)
  for (i, code) in codes.enumerated() { sets[code] = BuiltinSet(place: i) }
  return sets
}()
