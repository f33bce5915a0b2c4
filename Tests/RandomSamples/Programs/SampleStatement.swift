/// A statement of an operator of a random program.
indirect enum SampleStatement: Hashable, Sendable {

  /// `target = value`, where the target may be several names.
  case assign(String, SampleExpression)

  case choice(SampleExpression, then: [SampleStatement], else: [SampleStatement])

  case result(SampleExpression)

  /// The lines of the statement.
  var lines: [String] {
    switch self {
    case .assign(let target, let value): return ["\(target) = \(value.text)"]
    case .result(let value): return ["return \(value.text)"]
    case .choice(let condition, let then, let otherwise):
      return ["if \(condition.text):"] + indented(then.flatMap(\.lines))
        + (otherwise.isEmpty ? [] : ["else:"] + indented(otherwise.flatMap(\.lines)))
    }
  }

  /// What can stand for the statement and is smaller.
  fileprivate var smaller: [[SampleStatement]] {
    switch self {
    case .assign(let target, let value): return value.smaller.map { [.assign(target, $0)] }
    case .result(let value): return value.smaller.map { [.result($0)] }
    case .choice(let condition, let then, let otherwise):
      let branches = [then, otherwise].filter { !$0.isEmpty }
      return branches
        + smallerLists(then).filter { !$0.isEmpty }.map {
          [.choice(condition, then: $0, else: otherwise)]
        }
        + smallerLists(otherwise).map { [.choice(condition, then: then, else: $0)] }
        + condition.smaller.map { [.choice($0, then: then, else: otherwise)] }
    }
  }

}

/// Returns the lists with one statement less, or with a smaller one.
func smallerLists(_ statements: [SampleStatement]) -> [[SampleStatement]] {
  func replacing(_ i: Int, by new: [SampleStatement]) -> [SampleStatement] {
    Array(statements[..<i]) + new + statements[(i + 1)...]
  }
  return statements.indices.reversed().map { replacing($0, by: []) }
    + statements.indices.reversed().flatMap { i in
      statements[i].smaller.map { replacing(i, by: $0) }
    }
}

/// Returns `lines` four blanks to the right.
func indented(_ lines: [String]) -> [String] { lines.map { "    \($0)" } }
