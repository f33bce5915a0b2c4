import StencilTypes

/// What a literal expression holds.
enum LiteralValue: Hashable, Sendable {
  case scalar(ScalarValue)
  case string(String)
}

extension FoastExpression {

  /// The value of a literal, perhaps with a sign; `nil` for the others.
  var literal: LiteralValue? {
    switch kind {
    case .constant(let v): .scalar(v)
    case .string(let s): .string(s)
    case .unary(.plus, let e): e.literal
    case .unary(.minus, let e): e.literal?.negated
    case .local, .dimension, .tuple, .element, .member, .neighbor, .unary, .binary, .compare,
      .ternary, .shift, .call, .builtin, .reduction, .broadcast, .cast, .construct, .error:
      nil
    }
  }

  /// The value of an integer made of literals by signs, `+`, `-` and `*`; `nil` for the others.
  var integerValue: Int? {
    switch kind {
    case .constant(let v): v.integer.flatMap { Int(exactly: $0) }
    case .unary(.plus, let e): e.integerValue
    case .unary(.minus, let e):
      e.integerValue.flatMap {
        let (value, overflow) = 0.subtractingReportingOverflow($0)
        return overflow ? nil : value
      }
    case .binary(.add, let l, let r): apply(l, r) { $0.addingReportingOverflow($1) }
    case .binary(.subtract, let l, let r): apply(l, r) { $0.subtractingReportingOverflow($1) }
    case .binary(.multiply, let l, let r): apply(l, r) { $0.multipliedReportingOverflow(by: $1) }
    case .local, .string, .dimension, .tuple, .element, .member, .neighbor, .unary, .binary,
      .compare, .ternary, .shift, .call, .builtin, .reduction, .broadcast, .cast, .construct,
      .error:
      nil
    }
  }

  /// The value of an integer made of literals, or of one literal, that is no index; `nil` for the
  /// others.
  var beyondIndices: Int128? {
    var value = integerValue.map { Int128($0) }
    if case .scalar(let v)? = literal { value = value ?? v.integer }
    return value.flatMap { Int32(exactly: $0) == nil ? $0 : nil }
  }

  private func apply(
    _ l: FoastExpression, _ r: FoastExpression,
    _ operation: (Int, Int) -> (partialValue: Int, overflow: Bool)
  ) -> Int? {
    guard let a = l.integerValue, let b = r.integerValue else { return nil }
    let (value, overflow) = operation(a, b)
    return overflow ? nil : value
  }

}

extension LiteralValue {

  fileprivate var negated: LiteralValue? {
    guard case .scalar(let v) = self else { return nil }
    if let d = v.float64 { return .scalar(ScalarValue(-d)) }
    if let f = v.float32 { return .scalar(ScalarValue(-f)) }
    return v.integer.map { .scalar(ScalarValue(wrapping: 0 &- $0, as: v.kind)) }
  }

  /// The value as the module level knows it.
  var moduleValue: ModuleValue {
    switch self {
    case .scalar(let v): .constant(v)
    case .string(let s): .string(s)
    }
  }

}
