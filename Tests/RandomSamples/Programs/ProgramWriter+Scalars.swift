import StencilTypes

/// Expressions of scalars.
extension ProgramWriter {

  /// Returns a literal of `kind`.
  mutating func literal(_ kind: ScalarKind) -> SampleExpression {
    let text: String =
      switch kind {
      case .bool: pick(["True", "False"])
      case .float32: "float32(\"\(pick(["0.0", "0.1", "1.0", "-0.0", "2.5"]))\")"
      case .float64: pick(["0.0", "0.1", "1.0", "(-0.0)", "2.5"])
      case .int32: pick(["0", "1", "2", "3", "(-1)", "65537"])
      default: "\(kind)(\(pick([0, 1, 2, 3, -1])))"
      }
    return SampleExpression(.scalar(kind), "\(text)")
  }

  /// Returns a flag that scalars decide.
  mutating func flag(_ depth: Int) -> SampleExpression {
    let type = SampleType.scalar(.bool)
    switch random.below(6) {
    case 0: return leaf(type)
    case 1: return SampleExpression(type, "(not \(expression(type, depth - 1)))")
    case 2, 3:
      let (a, b) = (expression(type, depth - 1), expression(type, depth - 1))
      return SampleExpression(type, "(\(a) \(pick(["&", "|", "^"])) \(b))")
    case 4 where depth > 1: return ternary(type, depth)
    default:
      let kind = number()
      let (a, b) = (expression(.scalar(kind), depth - 1), expression(.scalar(kind), depth - 1))
      return SampleExpression(type, "(\(a) \(comparison()) \(b))")
    }
  }

  /// Returns a number of `kind`.
  mutating func scalar(_ kind: ScalarKind, _ depth: Int) -> SampleExpression {
    let type = SampleType.scalar(kind)
    switch random.below(8) {
    case 0: return leaf(type)
    case 1: return ternary(type, depth)
    case 2:
      return SampleExpression(
        type, "astype(\(expression(.scalar(self.kind()), depth - 1)), \(kind))")
    default: return arithmetic(type, type, kind, depth)
    }
  }

  /// Returns a sum, a product and the like of an operand of `type` and one of the type `other`,
  /// which has the same `kind` and no more dimensions.
  mutating func arithmetic(
    _ type: SampleType, _ other: SampleType, _ kind: ScalarKind, _ depth: Int
  ) -> SampleExpression {
    let a = expression(type, depth - 1)
    switch random.below(kind.isInteger ? 9 : 8) {
    case 0: return SampleExpression(type, "(-\(a))")
    case 1: return SampleExpression(type, "abs(\(a))")
    case 2: return SampleExpression(type, "(\(a) ** \(pick([0, 1, 2, 3])))")
    case 3:
      let b = expression(other, depth - 1)
      let function = pick(["minimum", "maximum"])
      return isOne(in: 2)
        ? SampleExpression(type, "\(function)(\(a), \(b))")
        : SampleExpression(type, "\(function)(\(b), \(a))")
    case 4, 8: return division(a, by: other, kind, depth)
    default:
      let b = expression(other, depth - 1)
      let sign = pick(["+", "-", "*"])
      return isOne(in: 2)
        ? SampleExpression(type, "(\(a) \(sign) \(b))")
        : SampleExpression(type, "(\(b) \(sign) \(a))")
    }
  }

  /// Returns a quotient or a remainder; that of integers seldom has a divisor that can be zero.
  private mutating func division(
    _ a: SampleExpression, by other: SampleType, _ kind: ScalarKind, _ depth: Int
  ) -> SampleExpression {
    let sign = pick(kind.isInteger ? ["/", "//", "%"] : ["/", "/", "//"])
    if !kind.isInteger || isOne(in: 12) {
      return SampleExpression(a.type, "(\(a) \(sign) \(expression(other, depth - 1)))")
    }
    let divisor =
      kind == .int32
      ? "\(pick(["1", "2", "3", "(-1)", "(-3)"]))" : "\(kind)(\(pick([1, 2, 3, -1, -3])))"
    return SampleExpression(a.type, "(\(a) \(sign) \(divisor))")
  }

  mutating func comparison() -> String { pick(["<", "<=", ">", ">=", "==", "!="]) }

  /// Returns a type of numbers.
  mutating func number() -> ScalarKind {
    let kind = kind()
    return kind == .bool ? .float64 : kind
  }

}
