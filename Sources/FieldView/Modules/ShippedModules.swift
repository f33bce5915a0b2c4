/// The modules with common dimensions and offsets that come with the tool, as Python.
enum ShippedModules {

  /// The modules, read once.
  static let modules: [SourceModule] = {
    let loader = ModuleLoader(searchPath: [])
    return [("cartesian", cartesian), ("icon", icon)].map { loader.module($0, text: $1) }
  }()

  private static let cartesian = """
    import gt4py.next as gtx

    I = gtx.Dimension("I")
    J = gtx.Dimension("J")
    K = gtx.Dimension("K", kind=gtx.DimensionKind.VERTICAL)
    Ioff = gtx.FieldOffset("Ioff", source=I, target=(I,))
    Joff = gtx.FieldOffset("Joff", source=J, target=(J,))
    Koff = gtx.FieldOffset("Koff", source=K, target=(K,))
    """

  /// Names and values are those of icon4py; `Cell` and `CellDim` are the same dimension.
  private static let icon: String = {
    var lines = [
      "import gt4py.next as gtx",
      "Cell = CellDim = gtx.Dimension(\"Cell\")",
      "Edge = EdgeDim = gtx.Dimension(\"Edge\")",
      "Vertex = VertexDim = gtx.Dimension(\"Vertex\")",
      "K = KDim = gtx.Dimension(\"K\", kind=gtx.DimensionKind.VERTICAL)",
      "KHalf = KHalfDim = gtx.Dimension(\"KHalf\", kind=gtx.DimensionKind.VERTICAL)",
      "Koff = gtx.FieldOffset(\"Koff\", source=K, target=(K,))",
      "KHalfOff = gtx.FieldOffset(\"KHalfOff\", source=KHalf, target=(KHalf,))",
    ]
    for (name, target, source) in connectivities {
      lines.append("\(name)Dim = gtx.Dimension(\"\(name)\", kind=gtx.DimensionKind.LOCAL)")
      lines.append(
        "\(name) = gtx.FieldOffset(\"\(name)\", source=\(source), target=(\(target), \(name)Dim))")
    }
    return lines.joined(separator: "\n")
  }()

  /// The neighbor tables of the ICON grid: name, where they start, and where they lead.
  private static let connectivities = [
    ("C2E", "Cell", "Edge"), ("C2V", "Cell", "Vertex"), ("E2C", "Edge", "Cell"),
    ("E2V", "Edge", "Vertex"), ("V2C", "Vertex", "Cell"), ("V2E", "Vertex", "Edge"),
    ("C2E2C", "Cell", "Cell"), ("C2E2CO", "Cell", "Cell"), ("C2E2C2E", "Cell", "Edge"),
    ("C2E2C2E2C", "Cell", "Cell"), ("E2C2E", "Edge", "Edge"), ("E2C2EO", "Edge", "Edge"),
    ("E2C2V", "Edge", "Vertex"), ("V2E2V", "Vertex", "Vertex"),
  ]

}
