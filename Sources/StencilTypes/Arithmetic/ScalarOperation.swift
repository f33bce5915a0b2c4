/// A function on scalars: the one place where each is listed.
///
/// Its names, what it takes and gives, and how lanes of values are computed follow from its case.
public enum ScalarOperation: Hashable, Sendable {

  case unary(UnaryOperation)
  case predicate(FloatPredicate)
  case binary(BinaryOperation)

  /// The base raised to an exponent that may have another type; gives a value of the base's type.
  case power

  case comparison(Comparison)
  case logic(LogicOperation)
  case not

}

extension ScalarOperation: CaseIterable {

  public static let allCases: [ScalarOperation] =
    UnaryOperation.allCases.map { .unary($0) } + FloatPredicate.allCases.map { .predicate($0) }
    + BinaryOperation.allCases.map { .binary($0) } + [.power]
    + Comparison.allCases.map { .comparison($0) } + LogicOperation.allCases.map { .logic($0) }
    + [.not]

}

// Names.

extension ScalarOperation {

  /// The name in ITIR.
  public var name: String {
    switch self {
    case .unary(let u): u.name
    case .predicate(let p): p.name
    case .binary(let b): b.name
    case .power: "power"
    case .comparison(let c): c.name
    case .logic(let l): l.name
    case .not: "not_"
    }
  }

  /// The name that people call it by in field view; `nil` for what they write as an operator.
  public var fieldViewName: String? {
    switch self {
    case .unary, .predicate, .power: name
    case .binary(let b): b.isOperator ? nil : name
    case .comparison, .logic, .not: nil
    }
  }

}

// Operands and results.

extension ScalarOperation {

  /// What a function on scalars takes and gives.
  public enum Signature: Hashable, Sendable {

    /// One arithmetic operand; the result has its type.
    case arithmetic1
    /// One floating-point operand; the result has its type.
    case float1
    /// One floating-point operand; the result is a `bool`.
    case predicate
    /// Two arithmetic operands of one type; the result has that type.
    case arithmetic2
    /// The base and an arithmetic exponent; the result has the base's type.
    case power
    /// Two operands of one type; the result is a `bool`.
    case comparison
    /// Two `bool`s (or two domains) give one.
    case logic2
    /// A `bool` gives a `bool`.
    case logic1

    /// What stands for the operands in messages; so many there are.
    public var parameterNames: [String] {
      switch self {
      case .arithmetic1, .float1, .predicate, .logic1: ["a"]
      case .arithmetic2, .power, .comparison, .logic2: ["a", "b"]
      }
    }

    /// `true` iff operands can have the type `kind`.
    public func accepts(_ kind: ScalarKind) -> Bool {
      switch self {
      case .arithmetic1, .arithmetic2, .power: kind.isArithmetic
      case .float1, .predicate: kind.isFloat
      case .comparison: kind != .string
      case .logic1, .logic2: kind == .bool
      }
    }

  }

  public var signature: Signature {
    switch self {
    case .unary(let u): u.definition.takesIntegers ? .arithmetic1 : .float1
    case .predicate: .predicate
    case .binary: .arithmetic2
    case .power: .power
    case .comparison: .comparison
    case .logic: .logic2
    case .not: .logic1
    }
  }

  /// The number of operands.
  public var operandCount: Int {
    switch self {
    case .unary, .predicate, .not: 1
    case .binary, .power, .comparison, .logic: 2
    }
  }

  /// Returns the type of the result on operands of type `kind`.
  public func resultKind(on kind: ScalarKind) -> ScalarKind {
    switch self {
    case .unary, .binary, .power: kind
    case .predicate, .comparison, .logic, .not: .bool
    }
  }

}

/// Why an operation has no value.
public enum ScalarFailure: Error, Hashable, Sendable {

  /// An integer was divided by zero.
  case divisionByZero

  /// An integer was raised to a negative power.
  case negativePower

  /// The operation does not take operands of these types, or not so many.
  case undefined

}

extension ScalarOperation {

  /// What may go wrong with a first operand of type `first` and a last one of type `last`; `nil` if
  /// there is a value whatever they are.
  public func possibleFailure(on first: ScalarKind, _ last: ScalarKind) -> ScalarFailure? {
    switch self {
    case .binary(.divides), .binary(.floorDivides), .binary(.remainder),
      .binary(.truncatedRemainder):
      first.isInteger ? .divisionByZero : nil
    case .power: first.isInteger && last.isInteger && last.isSigned ? .negativePower : nil
    case .binary(.plus), .binary(.minus), .binary(.multiplies), .binary(.minimum),
      .binary(.maximum), .unary, .predicate, .comparison, .logic, .not:
      nil
    }
  }

}
