/// A value of JSON, whose members keep their order.
enum SDFGValue {

  case null
  case bool(Bool)
  case int(Int)
  case string(String)
  case array([SDFGValue])
  case object([(name: String, value: SDFGValue)])

  /// The text of the value; what lies deeper than `depth` levels stands in one line.
  func text(breaking depth: Int = 4) -> String {
    var out: [UInt8] = []
    write(into: &out, indent: 0, depth)
    return String(decoding: out, as: UTF8.self) + "\n"
  }

  private func write(into out: inout [UInt8], indent: Int, _ depth: Int) {
    switch self {
    case .null: out += "null".utf8
    case .bool(let b): out += (b ? "true" : "false").utf8
    case .int(let i): out += String(i).utf8
    case .string(let s): Self.quote(s, into: &out)
    case .array(let elements):
      Self.list(elements, UInt8(ascii: "["), UInt8(ascii: "]"), into: &out, indent, depth) {
        element, out in
        element.write(into: &out, indent: indent + 1, depth - 1)
      }
    case .object(let members):
      Self.list(members, UInt8(ascii: "{"), UInt8(ascii: "}"), into: &out, indent, depth) {
        member, out in
        Self.quote(member.0, into: &out)
        out += ": ".utf8
        member.1.write(into: &out, indent: indent + 1, depth - 1)
      }
    }
  }

  private static func list<T>(
    _ elements: [T], _ open: UInt8, _ close: UInt8, into out: inout [UInt8],
    _ indent: Int, _ depth: Int, _ write: (T, inout [UInt8]) -> Void
  ) {
    out.append(open)
    let breaks = depth > 0 && !elements.isEmpty
    func breakLine(_ indent: Int) {
      out.append(UInt8(ascii: "\n"))
      out += repeatElement(UInt8(ascii: " "), count: indent)
    }
    for (i, e) in elements.enumerated() {
      if i > 0 { out += (breaks ? "," : ", ").utf8 }
      if breaks { breakLine(indent + 1) }
      write(e, &out)
    }
    if breaks { breakLine(indent) }
    out.append(close)
  }

  private static func quote(_ text: String, into out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { bytes in
      // What stands as it is goes in one piece.
      var start = 0
      for (i, byte) in bytes.enumerated() {
        let isPlain = byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        if isPlain { continue }
        out += bytes[start ..< i]
        start = i + 1
        switch byte {
        case UInt8(ascii: "\n"): out += "\\n".utf8
        case 0 ..< 0x20:
          let digits = String(byte, radix: 16)
          out += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
        default: out += [UInt8(ascii: "\\"), byte]
        }
      }
      out += bytes[start...]
    }
    out.append(UInt8(ascii: "\""))
  }

}
