/// The dimensions of a random program, and the neighbor tables between them.
enum SampleGrid: Hashable, Sendable {

  /// I and K.
  case cartesian

  /// Vertices and edges with levels K; some vertices of a mesh may have fewer edges than others.
  case mesh(hasSkipValues: Bool)

  /// The dimensions that fields have, in canonical order.
  var fieldDims: [[String]] {
    switch self {
    case .cartesian: [["I"], ["K"], ["I", "K"]]
    case .mesh: [["Vertex"], ["Vertex", "K"], ["Edge"], ["Edge", "K"], ["K"]]
    }
  }

  /// The lines that declare dimensions and offsets.
  var lines: [String] {
    let vertical = "K = Dimension(\"K\", kind=DimensionKind.VERTICAL)"
    switch self {
    case .cartesian:
      return [
        "I = Dimension(\"I\")", vertical, "Koff = FieldOffset(\"Koff\", source=K, target=(K,))",
      ]
    case .mesh:
      return ["Vertex = Dimension(\"Vertex\")", "Edge = Dimension(\"Edge\")", vertical]
        + tables.flatMap { t in
          [
            "\(t.name)Dim = Dimension(\"\(t.name)\", kind=DimensionKind.LOCAL)",
            "\(t.name) = FieldOffset(\"\(t.name)\", source=\(t.source), "
              + "target=(\(t.target), \(t.name)Dim))",
          ]
        }
    }
  }

  /// Neighbors of the points of a dimension in another.
  struct Table: Sendable {

    let name, target, source: String
    let columnCount: Int
    let hasSkipValues: Bool

    /// The indices of the neighbors, row after row; -1 stands for none.
    let entries: [Int32]

    var rowCount: Int { entries.count / columnCount }

  }

  var tables: [Table] {
    guard case .mesh(let hasSkipValues) = self else { return [] }
    return [
      Table(
        name: "V2E", target: "Vertex", source: "Edge", columnCount: 3,
        hasSkipValues: hasSkipValues,
        entries: hasSkipValues
          ? [0, 1, 4, 0, 2, -1, 1, 3, 5, -1, 6, -1, 6, 5, 2]
          : [0, 1, 4, 0, 2, 6, 1, 3, 5, 3, 6, 0, 6, 5, 2]),
      Table(
        name: "E2V", target: "Edge", source: "Vertex", columnCount: 2, hasSkipValues: false,
        entries: [0, 1, 0, 2, 1, 4, 2, 3, 0, 3, 2, 4, 3, 4]),
    ]
  }

}
