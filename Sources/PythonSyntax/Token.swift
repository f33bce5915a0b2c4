/// A piece of Python text that the parser looks at as a whole.
struct Token {

  enum Kind: Equatable {

    case name
    case keyword(Keyword)
    case integer, float, imaginary
    case string, formattedString
    case punctuator(Punctuator)
    case newline, indent, dedent, end

    /// Something that is no token; the payload is the number of the lexer's diagnostic about it.
    case error(Int)

  }

  let kind: Kind

  /// The first byte and the byte past the last.
  let low, high: Int

  /// `true` iff it stands for the layout of lines, not for text on them.
  var isLayout: Bool { kind == .newline || kind == .indent || kind == .dedent }

}

/// The reserved words of Python.
enum Keyword: String, CaseIterable {

  case `and`, `as`, assert, async, await, `break`, `class`, `continue`, def, del, elif, `else`
  case except, finally, `for`, from, global, `if`, `import`, `in`, `is`, lambda, nonlocal, not, or
  case pass, raise, `return`, `try`, `while`, with, yield
  case `true` = "True", `false` = "False", none = "None"

  static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

}

/// The operators and delimiters of Python.
enum Punctuator: String, CaseIterable {

  case openParen = "(", closeParen = ")", openBracket = "[", closeBracket = "]"
  case openBrace = "{", closeBrace = "}"
  case comma = ",", colon = ":", semicolon = ";", dot = ".", ellipsis = "...", at = "@"
  case assign = "=", walrus = ":=", arrow = "->"
  case plus = "+", minus = "-", star = "*", slash = "/", doubleSlash = "//", percent = "%"
  case doubleStar = "**", ampersand = "&", bar = "|", caret = "^", tilde = "~"
  case shiftLeft = "<<", shiftRight = ">>"
  case equal = "==", notEqual = "!=", less = "<", lessEqual = "<=", greater = ">"
  case greaterEqual = ">="
  case plusAssign = "+=", minusAssign = "-=", starAssign = "*=", slashAssign = "/="
  case doubleSlashAssign = "//=", percentAssign = "%=", doubleStarAssign = "**="
  case ampersandAssign = "&=", barAssign = "|=", caretAssign = "^=", atAssign = "@="
  case shiftLeftAssign = "<<=", shiftRightAssign = ">>="

  /// The punctuators that start with a byte, longest first.
  static let byFirstByte: [[(bytes: [UInt8], punctuator: Punctuator)]] = {
    var table = [[(bytes: [UInt8], punctuator: Punctuator)]](repeating: [], count: 128)
    for p in allCases {
      let bytes = Array(p.rawValue.utf8)
      table[Int(bytes[0])].append((bytes, p))
    }
    return table.map { $0.sorted { $0.bytes.count > $1.bytes.count } }
  }()

  /// `true` iff it is the operator of an augmented assignment.
  var isAugmentedAssignment: Bool {
    switch self {
    case .plusAssign, .minusAssign, .starAssign, .slashAssign, .doubleSlashAssign,
      .percentAssign, .doubleStarAssign, .ampersandAssign, .barAssign, .caretAssign, .atAssign,
      .shiftLeftAssign, .shiftRightAssign:
      true
    default: false
    }
  }

  /// The bracket that closes what this one opens.
  var closing: Punctuator? {
    switch self {
    case .openParen: .closeParen
    case .openBracket: .closeBracket
    case .openBrace: .closeBrace
    default: nil
    }
  }

  /// `true` iff it closes a bracket.
  var isClosing: Bool { self == .closeParen || self == .closeBracket || self == .closeBrace }

}

extension String {

  /// `true` iff the text is a keyword of Python, so that nothing can have it for a name.
  public var isPythonKeyword: Bool { Keyword.byName[self] != nil }

}
