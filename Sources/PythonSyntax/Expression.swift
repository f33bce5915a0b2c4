import Diagnostics

/// A name where it is written.
public struct Identifier: Hashable, Sendable {

  public let name: String
  public let span: SourceSpan

  /// Creates the name as it is written at `span`.
  public init(_ name: String, at span: SourceSpan) {
    self.name = name
    self.span = span
  }

}

/// A Python expression: an immutable node with the source that it was read from.
public final class Expression: @unchecked Sendable {

  public indirect enum Kind: Sendable {

    case name(String)
    /// An integer literal; `nil` if it exceeds 128 bits.
    case integer(Int128?)
    case float(Double)
    /// A string literal, adjacent ones joined, escapes resolved.
    case string(String)
    case bool(Bool)
    case none
    case ellipsis
    /// `value.name`
    case attribute(Expression, Identifier)
    /// `value[index]`; several indices are a tuple.
    case `subscript`(Expression, index: Expression)
    /// `lower:upper:step` inside a subscript.
    case slice(lower: Expression?, upper: Expression?, step: Expression?)
    case call(Expression, [Argument])
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// `a and b and c`
    case logical(LogicalOperator, [Expression])
    /// `first op₁ e₁ op₂ e₂ …`
    case compare(Expression, [Comparison])
    /// `then if condition else otherwise`
    case ternary(condition: Expression, then: Expression, otherwise: Expression)
    case tuple([Expression])
    case list([Expression])
    /// `{key: value, …}`; a `nil` key is `**value`.
    case dict([(key: Expression?, value: Expression)])
    /// `*value`
    case starred(Expression)
    /// `(element for target in values)`; others of more parts are unsupported.
    case generator(element: Expression, target: Expression, values: Expression)
    /// Python that field view does not have, named for the reader: "lambda", "list comprehension".
    case unsupported(String)
    /// What was left after a syntax error, which was reported.
    case error

  }

  /// Changes once only: when the node dies, to let go of its children one by one.
  public private(set) var kind: Kind
  public let span: SourceSpan

  /// The length of the longest way down to a leaf.
  private let height: Int

  /// Creates the expression that is written at `span`.
  public init(_ kind: Kind, at span: SourceSpan) {
    self.kind = kind
    self.span = span
    height = 1 + (kind.children.map(\.height).max() ?? 0)
  }

  deinit {
    guard height > 1000 else { return }
    var pending = kind.children
    kind = .none
    while var e = pending.popLast() {
      if isKnownUniquelyReferenced(&e) {
        pending += e.kind.children
        e.kind = .none
      }
    }
  }

}

/// One argument of a call: `value` or `name=value`.
public struct Argument: Sendable {

  public let name: Identifier?
  public let value: Expression

  /// Creates an argument, passed by `name` if there is one.
  public init(name: Identifier? = nil, value: Expression) {
    self.name = name
    self.value = value
  }

}

/// One link of a comparison chain.
public struct Comparison: Sendable {

  public let `operator`: ComparisonOperator
  public let right: Expression

  /// Creates a link of a chain of comparisons: the operator and what stands to its right.
  public init(_ operator: ComparisonOperator, _ right: Expression) {
    self.operator = `operator`
    self.right = right
  }

}

public enum UnaryOperator: String, CaseIterable, Sendable {
  case plus = "+", minus = "-", not = "not", invert = "~"
}

public enum BinaryOperator: String, CaseIterable, Sendable {
  case add = "+", subtract = "-", multiply = "*", divide = "/", floorDivide = "//", modulo = "%"
  case power = "**", bitAnd = "&", bitOr = "|", bitXor = "^"
  case shiftLeft = "<<", shiftRight = ">>", matrixMultiply = "@"
}

public enum LogicalOperator: String, CaseIterable, Sendable {
  case and, or
}

public enum ComparisonOperator: String, CaseIterable, Sendable {
  case equal = "==", notEqual = "!=", less = "<", lessEqual = "<=", greater = ">"
  case greaterEqual = ">="
  case `is`, isNot = "is not", `in`, notIn = "not in"
}

extension Expression.Kind {

  /// The direct subexpressions, from left to right.
  public var children: [Expression] {
    switch self {
    case .name, .integer, .float, .string, .bool, .none, .ellipsis, .unsupported, .error: []
    case .attribute(let value, _), .unary(_, let value), .starred(let value): [value]
    case .subscript(let value, let index): [value, index]
    case .slice(let lower, let upper, let step): [lower, upper, step].compactMap { $0 }
    case .call(let function, let arguments): [function] + arguments.map(\.value)
    case .binary(_, let l, let r): [l, r]
    case .logical(_, let operands): operands
    case .compare(let first, let rest): [first] + rest.map(\.right)
    case .ternary(let condition, let then, let otherwise): [then, condition, otherwise]
    case .tuple(let elements), .list(let elements): elements
    case .generator(let element, let target, let values): [element, target, values]
    case .dict(let entries): entries.flatMap { [$0.key, $0.value].compactMap { $0 } }
    }
  }

}
