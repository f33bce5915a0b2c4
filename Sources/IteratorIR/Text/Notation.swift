import StencilTypes

// The symbols of ITIR text, as GT4Py chose them.

/// How tightly a construct holds its parts; a part that holds less tightly is put in parentheses.
enum Precedence: Int, Comparable {

  case lambda, choice, disjunction, conjunction, comparison, sum, product, prefix, postfix

  static func < (l: Self, r: Self) -> Bool { l.rawValue < r.rawValue }

  /// The next tighter one.
  var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .postfix }

}

extension Builtin {

  /// The symbol between the two operands; `nil` if calls are written with the name.
  var infix: (symbol: String, precedence: Precedence)? {
    switch self {
    case .or: ("∨", .disjunction)
    case .and: ("∧", .conjunction)
    case .eq: ("==", .comparison)
    case .less: ("<", .comparison)
    case .lessEqual: ("<=", .comparison)
    case .greater: (">", .comparison)
    case .greaterEqual: (">=", .comparison)
    case .plus: ("+", .sum)
    case .minus: ("-", .sum)
    case .multiplies: ("×", .product)
    case .divides: ("/", .product)
    default: nil
    }
  }

  /// The symbol before the only operand; `nil` if calls are written with the name.
  var prefix: String? {
    switch self {
    case .deref: "·"
    case .lift: "↑"
    case .asFieldop: "⇑"
    case .not: "¬"
    default: nil
    }
  }

  /// The letter before `⟨ … ⟩`.
  var domainLetter: String? {
    switch self {
    case .cartesianDomain: "c"
    case .unstructuredDomain: "u"
    default: nil
    }
  }

}

extension DimensionKind {

  /// The letter behind the name of an axis of this kind.
  var axisSuffix: String {
    switch self {
    case .horizontal: "ₕ"
    case .vertical: "ᵥ"
    case .local: "ₗ"
    }
  }

}

extension OffsetLiteral: CustomStringConvertible {

  /// The tag or the index with the sign of an offset: `V2Eₒ`, `-1ₒ`.
  public var description: String {
    switch self {
    case .tag(let name): name + "ₒ"
    case .index(let i): "\(i)ₒ"
    }
  }

}
