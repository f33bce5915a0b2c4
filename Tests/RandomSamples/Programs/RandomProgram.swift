/// A random field operator with flags, numbers and fields, as source text: the same for the same
/// seed.
///
/// A program is a list of statements over the names before them, so any of them can be left out
/// together with what reads it: that is how a failing one is made smaller.
public struct RandomProgram: Sendable {

  /// `name = value` with a condition around it, or none.
  struct Assignment: Sendable {

    let name: String
    let value: String

    /// The flag that decides between `value` and `otherwise`.
    let condition: String?
    let otherwise: String

  }

  private let assignments: [Assignment]

  /// Values for the scalar parameters: `p=true`.
  public let bindings: [String]

  private init(_ assignments: [Assignment], bindings: [String]) {
    self.assignments = assignments
    self.bindings = bindings
  }

  /// Creates the program of `seed`.
  public init(seed: UInt64) {
    var random = SeededNumbers(seed)
    var names = ["a", "b"]
    var assignments: [Assignment] = []
    for i in 0 ..< random.below(6) + 1 {
      let writer = Self.Writer(names: names)
      let hasCondition = random.below(3) == 0
      let name = "t\(i)"
      assignments.append(
        Assignment(
          name: name, value: writer.field(depth: 3, &random),
          condition: hasCondition ? writer.flag(depth: 2, &random) : nil,
          otherwise: writer.field(depth: 2, &random)))
      names.append(name)
    }
    let values = [
      "p": ["true", "false"], "q": ["true", "false"], "n": ["-1", "0", "3"],
      "x": ["0.0", "-0.0", "1.5", "nan"],
    ]
    let bindings = values.sorted { $0.key < $1.key }.compactMap { name, values -> String? in
      random.below(2) == 0 ? nil : "\(name)=\(values[random.below(values.count)])"
    }
    self.init(assignments, bindings: bindings.isEmpty ? ["p=true"] : bindings)
  }

  /// The operator as Python.
  public var source: String {
    var lines = [
      "@field_operator",
      "def f(p: bool, q: bool, n: int32, x: float64, a: Field[[I], float64], b: Field[[I], float64])"
        + " -> Field[[I], float64]:",
    ]
    for s in assignments {
      if let condition = s.condition {
        lines.append("    if \(condition):")
        lines.append("        \(s.name) = \(s.value)")
        lines.append("    else:")
        lines.append("        \(s.name) = \(s.otherwise)")
      } else {
        lines.append("    \(s.name) = \(s.value)")
      }
    }
    return (lines + ["    return \(assignments.last?.name ?? "a")"]).joined(separator: "\n") + "\n"
  }

  /// The programs that are a little smaller: without the last statement, or one of the conditions.
  public var smaller: [RandomProgram] {
    var result: [RandomProgram] = []
    if assignments.count > 1 {
      result.append(RandomProgram(Array(assignments.dropLast()), bindings: bindings))
    }
    for (i, s) in assignments.enumerated() {
      var fewer = assignments
      if s.condition != nil {
        fewer[i] = Assignment(name: s.name, value: s.value, condition: nil, otherwise: "a")
      } else if s.value != "a" {
        fewer[i] = Assignment(name: s.name, value: "a", condition: nil, otherwise: "a")
      } else {
        continue
      }
      result.append(RandomProgram(fewer, bindings: bindings))
    }
    return result
  }

  /// Returns the smallest program that can be reached from this one and still satisfies `fails`.
  public func shrunk(while fails: (RandomProgram) -> Bool) -> RandomProgram {
    var current = self
    while let next = current.smaller.first(where: fails) { current = next }
    return current
  }

  // MARK: Expressions

  /// Writes random expressions over the parameters and the given fields.
  private struct Writer {

    let names: [String]

    func field(depth: Int, _ random: inout SeededNumbers) -> String {
      let name = names[random.below(names.count)]
      if depth == 0 { return name }
      switch random.below(9) {
      case 0: return name
      case 1: return "\(name)(I \(random.below(2) == 0 ? "+" : "-") \(random.below(2) + 1))"
      case 2:
        let op = ["+", "-", "*", "/"][random.below(4)]
        return "(\(field(depth: depth - 1, &random)) \(op) \(field(depth: depth - 1, &random)))"
      case 3: return "(\(number(&random)) * \(field(depth: depth - 1, &random)))"
      case 4:
        return "where(\(name) < \(number(&random)), \(field(depth: depth - 1, &random)), "
          + "\(field(depth: depth - 1, &random)))"
      case 5:
        return "(\(field(depth: depth - 1, &random)) if \(flag(depth: 2, &random)) else "
          + "\(field(depth: depth - 1, &random)))"
      case 6: return "(-\(field(depth: depth - 1, &random)))"
      case 7: return "minimum(\(name), \(field(depth: depth - 1, &random)))"
      default:
        return "concat_where(I < \(random.below(6)), \(field(depth: depth - 1, &random)), "
          + "\(field(depth: depth - 1, &random)))"
      }
    }

    func flag(depth: Int, _ random: inout SeededNumbers) -> String {
      if depth == 0 { return ["p", "q"][random.below(2)] }
      switch random.below(5) {
      case 0: return ["p", "q", "True", "False"][random.below(4)]
      case 1: return "(not \(flag(depth: depth - 1, &random)))"
      case 2:
        let op = ["&", "|", "^"][random.below(3)]
        return "(\(flag(depth: depth - 1, &random)) \(op) \(flag(depth: depth - 1, &random)))"
      case 3: return "(n \(["<", ">=", "=="][random.below(3)]) \(random.below(4)))"
      default: return "((n + \(random.below(3))) * 2 > n)"
      }
    }

    private func number(_ random: inout SeededNumbers) -> String {
      ["x", "0.0", "1.0", "2.5", "(x + 1.0)", "(-0.0)"][random.below(6)]
    }

  }

}

extension SeededNumbers {

  /// Returns a number from 0 up to `bound`, which is left out.
  fileprivate mutating func below(_ bound: Int) -> Int {
    Int.random(in: 0 ..< bound, using: &self)
  }

}
