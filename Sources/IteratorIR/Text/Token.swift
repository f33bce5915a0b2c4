/// A word of ITIR text.
enum Token: Hashable {

  /// A name; quoted ones stand in backquotes and never mean a builtin or a keyword.
  case name(String, quoted: Bool)

  /// The digits of a number and the suffix that gives its type: `1.0` and `f32`.
  case number(String, suffix: String?)

  case symbol(String)
  case end

  /// How the token is named in messages.
  var description: String {
    switch self {
    case .name(let n, let quoted): quoted ? "`\(n)`" : "'\(n)'"
    case .number(let n, let suffix): "'\(suffix.map { "\(n):\($0)" } ?? n)'"
    case .symbol(let s): "'\(s)'"
    case .end: "the end of the text"
    }
  }

}

extension Token {

  /// Symbols that could be part of a name but are not.
  static let reservedScalars = Set("λ·×ₒₕᵥₗ".unicodeScalars)

  /// Symbols of one scalar.
  static let symbolScalars = Set("()[]{},;:@=<>+-/→⇑↑¬∧∨∞⟪⟫⟨⟩←".unicodeScalars).union(
    reservedScalars)

  /// Symbols of two scalars.
  static let longSymbols: Set<String> = ["==", "<=", ">="]

  /// `true` iff a name can begin with `scalar`.
  static func beginsName(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.properties.isXIDStart || scalar == "_") && !reservedScalars.contains(scalar)
  }

  /// `true` iff a name can go on with `scalar`.
  static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isXIDContinue && !reservedScalars.contains(scalar)
  }

}
