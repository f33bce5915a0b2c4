/// Operators each of which uses the one before at two places.
///
/// Applied one by one the calls double with every operator; there are not more different values than
/// the square of their number.
public enum DoublingOperators: String, CaseIterable, Sendable {

  /// Calls the one before with the field and with the field, shifted.
  case twice

  /// Uses the result of the one before twice.
  case twiceResult = "twice-result"

  /// Calls the one before with the field shifted forth and back.
  case twiceShifted = "twice-shifted"

  /// Returns the operators `f0` to `f\(count - 1)`, which take the fields `a` and `b`.
  public func text(_ count: Int, header: (String) -> String) -> String {
    (0 ..< count).map { k in
      header("f\(k)") + (k == 0 ? "    return a\n" : body("f\(k - 1)"))
    }.joined(separator: "\n")
  }

  private func body(_ f: String) -> String {
    switch self {
    case .twice: "    return \(f)(a, b) + \(f)(a(I + 1), b)\n"
    case .twiceResult: "    v = \(f)(a, b)\n    return v + v(I + 1)\n"
    case .twiceShifted: "    return \(f)(a(I - 1), b) + \(f)(a(I + 1), b)\n"
    }
  }

  /// Returns what the last of `count` operators gives at `i`, where `field` is the value of `a`: a
  /// sum with binomial coefficients, exact as long as all numbers are integers below 2^53.
  public func value(_ count: Int, at i: Int, of field: (Int) -> Double) -> Double {
    let n = count - 1
    var coefficient = 1
    var sum = 0.0
    for k in 0 ... n {
      sum += Double(coefficient) * field(i + offset(k, n))
      coefficient = coefficient * (n - k) / (k + 1)
    }
    return sum
  }

  private func offset(_ k: Int, _ n: Int) -> Int {
    switch self {
    case .twice, .twiceResult: k
    case .twiceShifted: 2 * k - n
    }
  }

}
