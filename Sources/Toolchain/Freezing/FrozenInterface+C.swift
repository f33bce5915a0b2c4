extension FrozenInterface {

  /// The version of the calling convention.
  static let abi = 1

  /// The arguments of the flat function, one a line.
  var flatArguments: [String] {
    var lines: [String] = []
    for f in fields {
      let type = FrozenType(f.dtype).c
      let const = f.intent == "in" ? "const " : ""
      lines.append("\(const)\(type) *\(f.name)")
      if !f.dims.isEmpty {
        let n = f.dims.count
        lines.append(
          "const int64_t \(f.name)_shape[\(n)], const int64_t \(f.name)_stride[\(n)], "
            + "const int64_t \(f.name)_origin[\(n)]")
      }
    }
    for s in scalars { lines.append("\(FrozenType(s.dtype).c) \(s.name)") }
    for t in tables {
      lines.append(
        "const int32_t *\(t.name), int64_t \(t.name)_rows, int64_t \(t.name)_row_stride, "
          + "int64_t \(t.name)_column_stride, int32_t \(t.name)_has_skip, int32_t \(t.name)_skip")
    }
    lines.append("char *message, int64_t message_size")
    return lines
  }

  /// What the linker shows of the objects.
  var mapText: String {
    let names = ["", "_run", "_workspace", "_table", "_describe", "_abi", "_manifest_digest"]
    return "{ global: \(names.map { name + $0 + ";" }.joined(separator: " ")) local: *; };\n"
  }

}

/// Returns `text` as it can stand in a string of C.
func escaped(_ text: String) -> String {
  text.utf8.map { b -> String in
    switch b {
    case UInt8(ascii: "\""): "\\\""
    case UInt8(ascii: "\\"): "\\\\"
    case UInt8(ascii: "?"): "\\?"
    case 32 ..< 127: String(UnicodeScalar(b))
    default: "\\" + String(repeating: "0", count: b < 8 ? 2 : b < 64 ? 1 : 0) + String(b, radix: 8)
    }
  }.joined()
}
