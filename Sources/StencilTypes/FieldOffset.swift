/// A declared way from one dimension to another: `FieldOffset("V2E", source=Edge, target=(Vertex, V2EDim))`.
///
/// Applied to a field on `source` it gives one on `target`.
public struct FieldOffset: Hashable, Sendable {

  /// The name of the offset's connectivity (GT4Py's `FieldOffset.value`).
  public let name: String

  public let source: Dimension

  /// One dimension for a Cartesian offset; the new dimension and the local one otherwise.
  public let target: [Dimension]

  public init(_ name: String, source: Dimension, target: [Dimension]) {
    self.name = name
    self.source = source
    self.target = target
  }

  /// `true` iff the offset moves along one dimension and needs no neighbor table.
  public var isCartesian: Bool { target.count == 1 && target[0] == source }

}
