import StencilTypes

/// The pieces of an SDFG's JSON: data, nodes, states, edges, in the form that DaCe 1.0 and 2.0 read.
enum SDFGGraph {

  /// The array `name` with the texts of its extents and strides.
  static func array(
    _ kind: String, shape: [String], strides: [String], isTransient: Bool
  ) -> SDFGValue {
    let extent = zip(shape, strides).map { "(\($0) - 1)*\($1)" } + ["1"]
    return typed(
      "Array",
      [
        ("dtype", .string(kind)), ("shape", strings(shape)), ("strides", strings(strides)),
        ("offset", strings(shape.map { _ in "0" })),
        ("total_size", .string(isTransient ? shape[0] : extent.joined(separator: " + "))),
        ("transient", .bool(isTransient)),
      ])
  }

  /// All of the array `data`, whose extents are `shape`.
  static func whole(_ data: String, _ shape: [String]) -> SDFGValue {
    typed(
      "Memlet",
      [
        ("data", .string(data)), ("subset", range(shape.map { ("0", "\($0) - 1") })),
        // Nobody says how much of it is touched.
        ("dynamic", .bool(true)), ("volume", .string("0")),
      ])
  }

  static let nothing = typed("Memlet", [("volume", .string("0"))])

  /// Ranges with their last values.
  static func range(_ ranges: [(first: String, last: String)]) -> SDFGValue {
    .object([
      ("type", .string("Range")),
      (
        "ranges",
        .array(
          ranges.map {
            .object([
              ("start", .string($0.first)), ("end", .string($0.last)), ("step", .string("1")),
              ("tile", .string("1")),
            ])
          })
      ),
    ])
  }

  static func code(_ text: String, _ language: String) -> SDFGValue {
    .object([("string_data", .string(text)), ("language", .string(language))])
  }

  static func node(
    _ number: Int, _ type: String, _ label: String, _ attributes: [(String, SDFGValue)],
    entry: Int? = nil, exit: Int? = nil
  ) -> SDFGValue {
    .object([
      ("type", .string(type)), ("label", .string(label)), ("attributes", .object(attributes)),
      ("id", .int(number)), ("scope_entry", entry.map { .string(String($0)) } ?? .null),
      ("scope_exit", exit.map { .string(String($0)) } ?? .null),
    ])
  }

  /// An edge between the nodes of a state.
  static func edge(
    _ source: Int, _ sourceConnector: String?, _ target: Int, _ targetConnector: String?,
    _ memlet: SDFGValue
  ) -> SDFGValue {
    .object([
      ("type", .string("MultiConnectorEdge")), ("attributes", .object([("data", memlet)])),
      ("src", .string(String(source))), ("dst", .string(String(target))),
      ("src_connector", sourceConnector.map { .string($0) } ?? .null),
      ("dst_connector", targetConnector.map { .string($0) } ?? .null),
    ])
  }

  static func state(_ number: Int, _ label: String, _ nodes: [SDFGValue], _ edges: [SDFGValue])
    -> SDFGValue
  {
    .object([
      ("type", .string("SDFGState")), ("label", .string(label)), ("id", .int(number)),
      ("collapsed", .bool(false)), ("scope_dict", .object([])), ("attributes", .object([])),
      ("nodes", .array(nodes)), ("edges", .array(edges)),
    ])
  }

  /// The way from one state to another, where `condition` holds.
  static func interstate(
    _ source: Int, _ target: Int, if condition: String = "1",
    _ assignments: [(String, String)] = []
  ) -> SDFGValue {
    let data = typed(
      "InterstateEdge",
      [
        ("condition", code(condition, "Python")),
        ("assignments", .object(assignments.map { ($0, .string($1)) })),
      ])
    return .object([
      ("type", .string("Edge")), ("attributes", .object([("data", data)])),
      ("src", .string(String(source))), ("dst", .string(String(target))),
    ])
  }

  static func typed(_ type: String, _ attributes: [(String, SDFGValue)]) -> SDFGValue {
    .object([("type", .string(type)), ("attributes", .object(attributes))])
  }

  static func strings(_ texts: [String]) -> SDFGValue { .array(texts.map { .string($0) }) }

}

extension ScalarKind {

  /// DaCe's name of the type.
  var sdfgName: String { rawValue }

}
