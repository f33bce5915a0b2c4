/// The value of a string literal.
enum StringLiteral {

  /// Returns the text that the literal `source` (prefix and quotation marks included) stands for.
  static func value(of source: String) -> String {
    let prefix = source.prefix { $0 != "\"" && $0 != "'" }
    var body = source.dropFirst(prefix.count)
    let quote = body.first.map(String.init) ?? ""
    let mark = body.hasPrefix(String(repeating: quote, count: 3)) && body.count >= 6 ? 3 : 1
    body = body.dropFirst(mark).dropLast(mark)
    if prefix.lowercased().contains("r") { return String(body) }
    return resolveEscapes(body)
  }

  /// Returns `body` with escape sequences replaced; unknown ones stay, as in Python.
  private static func resolveEscapes(_ body: Substring) -> String {
    guard body.contains("\\") else { return String(body) }
    var result = ""
    var rest = body
    while let c = rest.popFirst() {
      guard c == "\\", let e = rest.popFirst() else {
        result.append(c)
        continue
      }
      switch e {
      case "n": result.append("\n")
      case "t": result.append("\t")
      case "r": result.append("\r")
      case "\\", "'", "\"": result.append(e)
      case "\n", "\r\n": break
      case "x": result += scalar(&rest, digits: 2, radix: 16) ?? "\\x"
      case "u": result += scalar(&rest, digits: 4, radix: 16) ?? "\\u"
      case "U": result += scalar(&rest, digits: 8, radix: 16) ?? "\\U"
      case "0" ... "7":
        rest = body[body.index(before: rest.startIndex)...]
        let octal = rest.prefix(3).prefix { ("0" ... "7").contains($0) }
        rest = rest.dropFirst(octal.count)
        result += UInt32(octal, radix: 8).flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
      default: result += "\\" + String(e)
      }
    }
    return result
  }

  /// Takes `digits` digits from `rest` and returns the character with that number.
  private static func scalar(_ rest: inout Substring, digits: Int, radix: Int) -> String? {
    let text = rest.prefix(digits)
    guard text.count == digits, let value = UInt32(text, radix: radix),
      let scalar = Unicode.Scalar(value)
    else { return nil }
    rest = rest.dropFirst(digits)
    return String(scalar)
  }

}
