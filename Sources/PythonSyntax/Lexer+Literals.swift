import Diagnostics

extension Lexer {

  mutating func readNumber() {
    let number = NumberScanner.scan(file.bytes, at: position)
    let range = position ..< number.end
    position = number.end
    if let problem = number.problem {
      addError(.badNumber(problem, at: span(range)), range)
    } else {
      add(number.kind, range)
    }
  }

  /// The length of a string's prefix that starts here; `nil` if no string does.
  var stringPrefixLength: Int? {
    for length in 1 ... 2 {
      guard let last = peek(length - 1), "rRbBuUfFtT".utf8.contains(last) else { return nil }
      if let next = peek(length), next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
        return length
      }
    }
    return nil
  }

  /// Reads a string whose quotation mark comes `prefix` bytes from here.
  mutating func readString(prefix: Int) {
    let start = position
    let letters = file.bytes[start ..< start + prefix]
    let quote = file.bytes[start + prefix]
    position += prefix
    let isTriple = peek(1) == quote && peek(2) == quote
    position += isTriple ? 3 : 1
    while position < file.bytes.count {
      let byte = file.bytes[position]
      if byte == UInt8(ascii: "\\") {
        position += 2
      } else if byte == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
        position += isTriple ? 3 : 1
        let isFormatted = letters.contains { "fFtT".utf8.contains($0) }
        add(isFormatted ? .formattedString : .string, start ..< position)
        return
      } else if byte == UInt8(ascii: "\n"), !isTriple {
        break
      } else {
        position += 1
      }
    }
    position = min(position, file.bytes.count)
    let mark = start ..< start + prefix + (isTriple ? 3 : 1)
    addError(.unterminatedString(at: span(mark)), start ..< position)
  }

}
