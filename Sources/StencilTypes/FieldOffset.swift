/// A declared way from one dimension to another: `FieldOffset("V2E", source=Edge, target=(Vertex, V2EDim))`.
///
/// Applied to a field on `source` it gives one on `target`.
public struct FieldOffset: Hashable, Sendable {

  /// The name of the offset's connectivity (GT4Py's `FieldOffset.value`).
  public let name: String

  public let source: Dimension

  /// One dimension for a Cartesian offset; the new dimension and the local one otherwise.
  public let target: [Dimension]

  /// Creates the offset by which fields on `source` are read from points of `target[0]`; a second
  /// dimension of `target` counts the neighbors.
  public init(_ name: String, source: Dimension, target: [Dimension]) {
    self.name = name
    self.source = source
    self.target = target
  }

  /// Creates the offset that `f(I + 1)` uses without a declaration: it reads fields on `source` from
  /// points of `target`, the same dimension or its staggered counterpart.
  public init(implicitFrom target: Dimension, to source: Dimension) {
    let name =
      source == target
      ? target.implicitOffsetName : "\(target.implicitOffsetName)To\(source.name)"
    self.init(name, source: source, target: [target])
  }

  /// `true` iff the offset moves along one dimension, perhaps to the points between its points, and
  /// needs no neighbor table: a point with index i of `target[0]` reads index i + n of `source`.
  public var isCartesian: Bool {
    target.count == 1 && target[0].unstaggered == source.unstaggered
  }

  /// `true` iff the offset moves along one dimension from its points to those between them, or back.
  public var isStaggering: Bool { isCartesian && target[0] != source }

}
