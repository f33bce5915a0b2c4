/// What the lines of a Python text leave open: brackets, and strings in triple quotes.
///
/// Lines are taken one by one, and each only once.
struct OpenText {

  private var depth = 0

  /// The quote that is open, and whether there are three of it.
  private var quote: (mark: UInt8, isTriple: Bool)?

  /// Whether the text goes on in the next line.
  var isOpen: Bool { depth > 0 || quote?.isTriple == true }

  /// Takes the next line, without its line break.
  mutating func add(_ line: some StringProtocol) {
    var line = String(line)
    line.withUTF8 { scan($0) }
  }

  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
    func isTriple(_ i: Int, _ mark: UInt8) -> Bool {
      i + 2 < bytes.count && bytes[i + 1] == mark && bytes[i + 2] == mark
    }
    var i = 0
    while i < bytes.count {
      let byte = bytes[i]
      if let open = quote {
        if byte == UInt8(ascii: "\\") {
          // The line break itself, too: then a string goes on.
          i += 2
          if i > bytes.count { return }
        } else if byte == open.mark, !open.isTriple || isTriple(i, byte) {
          quote = nil
          i += open.isTriple ? 3 : 1
        } else {
          i += 1
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "#"): return
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        quote = (byte, isTriple(i, byte))
        i += quote?.isTriple == true ? 2 : 0
      default: break
      }
      i += 1
    }
    if quote?.isTriple == false { quote = nil }
  }

}
