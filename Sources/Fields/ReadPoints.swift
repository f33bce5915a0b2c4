import StencilTypes

/// The points of a field that are read.
public struct ReadPoints: Hashable, Sendable {

  /// Boxes that cover them, and nothing else where only the program and its tables say what is read.
  ///
  /// Along a dimension that a box lacks, values say which points are read.
  public let boxes: [Domain]

  /// The dimensions along which values say which points are read.
  public let open: Set<Dimension>

  /// Creates the points in `boxes`, and along `open` such as values say.
  public init(boxes: [Domain], open: Set<Dimension>) {
    self.boxes = boxes
    self.open = open
  }

}
