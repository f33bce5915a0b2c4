extension StringProtocol {

  /// The text with U+FFFD for all that a terminal would obey, and that changes the order of letters.
  ///
  /// Line breaks and tabs stay.
  public var visible: String {
    // Most texts have none, and pass as they are.
    if utf8.allSatisfy({ (0x20 ..< 0x7F).contains($0) || $0 == 0x0A || $0 == 0x09 }) {
      return String(self)
    }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      result.append(scalar.isHarmless ? scalar : "\u{FFFD}")
    }
    return String(result)
  }

}

extension String {

  /// The text like `visible`, but with its colours: `ESC [`, digits and semicolons, `m`.
  public var visibleBesidesColors: String {
    let parts = split(separator: "\u{1B}[", omittingEmptySubsequences: false)
    let rest = parts.dropFirst().map { part in
      let code = part.prefix { $0.isASCII && $0.isNumber || $0 == ";" }
      let isColor = part.dropFirst(code.count).first == "m"
      return (isColor ? "\u{1B}[" : "\u{FFFD}[") + part.visible
    }
    return (parts.first?.visible ?? "") + rest.joined()
  }

}

extension Unicode.Scalar {

  /// `false` iff the scalar is a control character, a mark that changes the direction of writing,
  /// or a separator of lines.
  public var isHarmless: Bool {
    switch value {
    case 0x09, 0x0A: true
    case 0x00 ..< 0x20, 0x7F ... 0x9F, 0x061C, 0x200E, 0x200F, 0x2028 ... 0x202E,
      0x2066 ... 0x2069, 0xFFFE, 0xFFFF:
      false
    default: true
    }
  }

}

/// Returns `json` with escapes for those scalars that it may hold as they are, but a terminal obeys.
public func escapedForTerminals(json: String) -> String {
  if json.unicodeScalars.allSatisfy({ $0.value < 0x7F }) { return json }
  var result = ""
  for scalar in json.unicodeScalars {
    if scalar.isHarmless {
      result.unicodeScalars.append(scalar)
    } else {
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }
  return result
}
