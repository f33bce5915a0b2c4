extension ScalarOperation {

  /// Returns what the operation gives on whole numbers that do not wrap; `nil` for what gives none,
  /// or is not computed step by step.
  ///
  /// Bounds of domains are judged by it: where a point is does not wrap.
  public func exactInteger(_ operands: [Int128]) -> Int128? {
    guard operands.count == operandCount, let a = operands.first, let b = operands.last else {
      return nil
    }
    switch self {
    case .binary(.plus): return unlessItOverflows(a.addingReportingOverflow(b))
    case .binary(.minus): return unlessItOverflows(a.subtractingReportingOverflow(b))
    case .binary(.multiplies): return unlessItOverflows(a.multipliedReportingOverflow(by: b))
    case .binary(.minimum): return min(a, b)
    case .binary(.maximum): return max(a, b)
    case .binary(.divides): return b == 0 ? nil : a / b
    case .binary(.floorDivides):
      return b == 0 ? nil : a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0)
    case .power:
      var result: Int128 = 1
      // Beyond this all but 0, 1 and -1 have left the integers of every type.
      guard (0 ... 128).contains(b) else { return nil }
      for _ in 0 ..< b {
        guard let next = unlessItOverflows(result.multipliedReportingOverflow(by: a)) else {
          return nil
        }
        result = next
      }
      return result
    case .unary(let u):
      return switch u.definition {
      case .negation: -a
      case .magnitude: abs(a)
      case .squareRoot, .floor, .ceil, .trunc, .libm: nil
      }
    case .binary(.remainder), .binary(.truncatedRemainder), .predicate, .comparison, .logic, .not:
      return nil
    }
  }

  /// Returns the whole number that the operation would give on integers if they did not wrap;
  /// `nil` if that is what it gives.
  public func unwrapped(_ operands: [ScalarValue]) -> Int128? {
    let integers = operands.compactMap(\.integer)
    guard integers.count == operands.count, let kind = operands.first?.kind,
      let exact = exactInteger(integers), ScalarValue(exactly: exact, as: kind) == nil
    else { return nil }
    return exact
  }

}

private func unlessItOverflows(_ result: (partialValue: Int128, overflow: Bool)) -> Int128? {
  result.overflow ? nil : result.partialValue
}
