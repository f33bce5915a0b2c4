import StencilTypes

// The symbols of ITIR text, as GT4Py chose them.

/// How tightly a construct holds its parts; a part that holds less tightly is put in parentheses.
enum Precedence: Int, Comparable {

  case lambda, choice, disjunction, conjunction, comparison, sum, product, prefix, postfix

  static func < (l: Self, r: Self) -> Bool { l.rawValue < r.rawValue }

  /// The next tighter one.
  var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .postfix }

}

extension ScalarOperation {

  /// The symbol between the two operands; `nil` if calls are written with the name.
  fileprivate var infix: (symbol: String, precedence: Precedence)? {
    switch self {
    case .logic(.or): ("∨", .disjunction)
    case .logic(.and): ("∧", .conjunction)
    case .comparison(.equal): ("==", .comparison)
    case .comparison(.less): ("<", .comparison)
    case .comparison(.lessEqual): ("<=", .comparison)
    case .comparison(.greater): (">", .comparison)
    case .comparison(.greaterEqual): (">=", .comparison)
    case .binary(.plus): ("+", .sum)
    case .binary(.minus): ("-", .sum)
    case .binary(.multiplies): ("×", .product)
    case .binary(.divides): ("/", .product)
    case .logic(.xor), .comparison(.notEqual), .binary(.floorDivides), .binary(.remainder),
      .binary(.truncatedRemainder), .binary(.minimum), .binary(.maximum), .unary, .predicate,
      .power, .not:
      nil
    }
  }

}

extension Builtin {

  /// The symbol between the two operands; `nil` if calls are written with the name.
  var infix: (symbol: String, precedence: Precedence)? { scalarOperation?.infix }

  /// The symbol before the only operand; `nil` if calls are written with the name.
  var prefix: String? {
    switch self {
    case .deref: "·"
    case .lift: "↑"
    case .asFieldop: "⇑"
    case .scalar(.not): "¬"
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
