/// Finds the end and the kind of a number literal.
enum NumberScanner {

  /// Returns kind and end of the number that starts at `start`, and what is wrong with it.
  static func scan(_ bytes: [UInt8], at start: Int) -> (
    kind: Token.Kind, end: Int, problem: String?
  ) {
    var position = start
    func peek(_ distance: Int = 0) -> UInt8? {
      position + distance < bytes.count ? bytes[position + distance] : nil
    }
    func skipDigits() {
      while let b = peek(), isDigit(b) || b == UInt8(ascii: "_") { position += 1 }
    }
    if peek() == UInt8(ascii: "0"), let radix = peek(1), "xXoObB".utf8.contains(radix) {
      position += 2
      while let b = peek(), isNameByte(b) { position += 1 }
      let digits = String(decoding: bytes[start + 2 ..< position], as: UTF8.self)
      let isValid = integer(String(decoding: bytes[start ..< position], as: UTF8.self)) != nil
      let isTooLong = digits.count > 32
      return (.integer, position, isValid || isTooLong ? nil : "its digits do not fit its prefix")
    }
    var kind = Token.Kind.integer
    skipDigits()
    if peek() == UInt8(ascii: ".") {
      kind = .float
      position += 1
      skipDigits()
    }
    if let e = peek(), e == UInt8(ascii: "e") || e == UInt8(ascii: "E") {
      let sign = peek(1)
      let hasSign = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
      if let first = peek(hasSign ? 2 : 1), isDigit(first) {
        kind = .float
        position += hasSign ? 2 : 1
        skipDigits()
      }
    }
    if let j = peek(), j == UInt8(ascii: "j") || j == UInt8(ascii: "J") {
      kind = .imaginary
      position += 1
    }
    let literal = bytes[start ..< position]
    let tail = position
    while let b = peek(), isNameByte(b) { position += 1 }
    if position > tail {
      let word = String(decoding: bytes[tail ..< position], as: UTF8.self)
      if Keyword.byName[word] != nil { return (kind, tail, nil) }
      return (kind, position, "'\(word)' cannot follow a number")
    }
    if literal.last == UInt8(ascii: "_") { return (kind, position, "it ends in '_'") }
    if zip(literal, literal.dropFirst()).contains(where: { $0 == UInt8(ascii: "_") && $1 == $0 }) {
      return (kind, position, "it has two '_' in a row")
    }
    let hasLeadingZero =
      kind == .integer && literal.first == UInt8(ascii: "0")
      && literal.contains { $0 != UInt8(ascii: "0") && $0 != UInt8(ascii: "_") }
    return (kind, position, hasLeadingZero ? "it starts with a zero" : nil)
  }

  /// Returns the value of the integer literal `text`; `nil` if it exceeds 128 bits.
  static func integer(_ text: String) -> Int128? {
    let digits = text.filter { $0 != "_" }
    switch digits.prefix(2).lowercased() {
    case "0x": return Int128(digits.dropFirst(2), radix: 16)
    case "0o": return Int128(digits.dropFirst(2), radix: 8)
    case "0b": return Int128(digits.dropFirst(2), radix: 2)
    default: return Int128(digits)
    }
  }

  /// Returns the value of the float literal `text`.
  static func float(_ text: String) -> Double {
    let digits = text.filter { $0 != "_" }
    let completed = digits.hasPrefix(".") ? "0" + digits : digits
    let exponent = completed.firstIndex { $0 == "e" || $0 == "E" } ?? completed.endIndex
    var mantissa = String(completed[..<exponent])
    if mantissa.hasSuffix(".") { mantissa += "0" }
    return Double(mantissa + completed[exponent...]) ?? .infinity
  }

}
