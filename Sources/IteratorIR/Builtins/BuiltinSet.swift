/// A set of builtins, small enough to be kept with every node.
public struct BuiltinSet: Hashable, Sendable {

  /// The bit with its place in `Builtin.allCases` of each member.
  private var bits: UInt128

  private init(bits: UInt128) { self.bits = bits }

  /// Creates the empty set.
  public init() { self.init(bits: 0) }

  /// Creates the set of `builtin` alone.
  public init(_ builtin: Builtin) { self.init(bits: builtinBits[Int(builtin.code)]) }

  /// Creates the set of `builtins`.
  public init(_ builtins: some Sequence<Builtin>) {
    self.init()
    for b in builtins { formUnion(BuiltinSet(b)) }
  }

  /// Adds the elements of `other`, in constant time.
  public mutating func formUnion(_ other: BuiltinSet) { bits |= other.bits }

  /// Returns the elements of both sets, in constant time.
  public func union(_ other: BuiltinSet) -> BuiltinSet { BuiltinSet(bits: bits | other.bits) }

  /// `true` iff `builtin` is in the set, which is told in constant time.
  public func contains(_ builtin: Builtin) -> Bool { !isDisjoint(with: BuiltinSet(builtin)) }

  /// `true` iff no builtin is in both sets, which is told in constant time.
  public func isDisjoint(with other: BuiltinSet) -> Bool { bits & other.bits == 0 }

}

extension BuiltinSet: ExpressibleByArrayLiteral {

  /// Creates the set of `builtins`.
  public init(arrayLiteral builtins: Builtin...) { self.init(builtins) }

}

/// The bit of each builtin, at its code.
private let builtinBits: [UInt128] = {
  precondition(Builtin.allCases.count <= UInt128.bitWidth, "a set has one bit for each builtin")
  let codes = Builtin.allCases.map { Int($0.code) }
  var bits = [UInt128](repeating: 0, count: (codes.max() ?? 0) + 1)
  for (i, code) in codes.enumerated() { bits[code] = 1 << UInt128(i) }
  return bits
}()
