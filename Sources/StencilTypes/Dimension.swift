/// The kind of a dimension; kinds are ordered as dimensions of a field are.
public enum DimensionKind: Int, CaseIterable, Hashable, Comparable, Sendable {

  case horizontal, local, vertical

  public static func < (l: Self, r: Self) -> Bool { l.rawValue < r.rawValue }

}

extension DimensionKind: CustomStringConvertible {

  public var description: String {
    switch self {
    case .horizontal: "horizontal"
    case .local: "local"
    case .vertical: "vertical"
    }
  }

}

/// An axis along which fields extend.
///
/// Its identity is its name (GT4Py's `Dimension.value`).
public struct Dimension: Sendable {

  public let name: String
  public let kind: DimensionKind

  /// Creates the dimension whose value in GT4Py is `name`.
  public init(_ name: String, _ kind: DimensionKind = .horizontal) {
    self.name = name
    self.kind = kind
  }

  /// The name of the offset that `f(I + 1)` uses without a declaration.
  public var implicitOffsetName: String { "_Off" + name }

}

extension Dimension {

  private static let staggeredPrefix = "_Staggered"

  /// `true` iff this is the dimension of the points between those of another one.
  public var isStaggered: Bool { name.hasPrefix(Self.staggeredPrefix) }

  /// The dimension of the points between those of this one; for a staggered one the reverse.
  ///
  /// Point i of a staggered dimension lies half a cell below point i of the other.
  public var flippingStagger: Dimension {
    isStaggered
      ? Dimension(String(name.dropFirst(Self.staggeredPrefix.count)), kind)
      : Dimension(Self.staggeredPrefix + name, kind)
  }

  /// The dimension itself, or the one whose points a staggered one lies between.
  public var unstaggered: Dimension { isStaggered ? flippingStagger : self }

}

extension Dimension: Hashable {

  public static func == (l: Dimension, r: Dimension) -> Bool {
    l.name == r.name && l.kind == r.kind
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }

}

extension Dimension: Comparable {

  /// The canonical order of a field's dimensions: by kind, then by the name without stagger.
  public static func < (l: Dimension, r: Dimension) -> Bool {
    (l.kind.rawValue, l.unstaggered.name, l.name) < (r.kind.rawValue, r.unstaggered.name, r.name)
  }

}

extension Dimension: CustomStringConvertible {

  /// `I[horizontal]`, as GT4Py prints it.
  public var description: String { "\(name)[\(kind)]" }

}

/// Returns the dimensions that occur in any of `lists`, in canonical order.
public func promote(_ lists: [[Dimension]]) -> [Dimension] {
  // They are too few for a set to pay.
  var dims: [Dimension] = []
  for d in lists.joined() where !dims.contains(d) { dims.append(d) }
  return dims.sorted()
}
