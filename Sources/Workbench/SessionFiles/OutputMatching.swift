/// Compares the output of an input with what a session file expects.
struct OutputMatching {

  let expectations: [Expectation]

  /// Returns whether `actual` is what `expected` asks for; both without blank lines.
  func matches(expected: [String], actual: [String]) -> Bool {
    if expectations.contains(where: { if case .ignore = $0 { true } else { false } }) {
      return true
    }
    if expectations.contains(.contains) { return occursInOrder(expected, in: actual) }
    if expectations.contains(.unordered) { return matchUnordered(expected, actual) }
    return matchAll(expected[...], actual[...])
  }

  /// The relative tolerance of numbers; 0 unless `float` says otherwise.
  private var tolerance: Double {
    for case .float(let t) in expectations { return t }
    return 0
  }

  /// Matches line by line; a line `...` stands for any number of lines.
  private func matchAll(_ expected: ArraySlice<String>, _ actual: ArraySlice<String>) -> Bool {
    // The lengths of `actual` that the expected lines so far can account for.
    var reachable: Set<Int> = [0]
    for line in expected {
      if line == "...", !reachable.isEmpty {
        let first = reachable.min() ?? 0
        reachable = Set(first ... actual.count)
      } else {
        reachable = Set(
          reachable.filter {
            $0 < actual.count && matchLine(line, actual[actual.startIndex + $0])
          }.map { $0 + 1 })
      }
    }
    return reachable.contains(actual.count)
  }

  /// Returns `actual` with the expected lines in place of those that they match, so that patterns
  /// outlive a correction.
  ///
  /// In short texts as many lines are kept as can be. In long ones lines that are the same anchor the
  /// texts to each other; between them a pattern stands for the next line that it matches, of the few
  /// that are tried.
  func corrected(expected: [String], actual: [String]) -> [String] {
    if expected.count * actual.count <= Self.mostPairs {
      return correctedByPairs(expected: expected, actual: actual)
    }
    var result: [String] = []
    var e = 0
    /// Puts `lines`, up to which there is nothing that is the same, behind the result.
    func append(_ lines: ArraySlice<String>, before end: Int) {
      var rest = lines
      for line in expected[e ..< end] where isPattern(line) {
        guard let found = rest.prefix(Self.reach).firstIndex(where: { matchLine(line, $0) }) else {
          continue
        }
        result += rest[..<found] + [line]
        rest = rest[(found + 1)...]
      }
      result += rest
    }
    var a = 0
    for (position, partner) in LineAlignment(expected, actual).partners.enumerated() {
      guard let partner else { continue }
      append(actual[a ..< position], before: partner)
      result.append(actual[position])
      (a, e) = (position + 1, partner + 1)
    }
    append(actual[a...], before: expected.count)
    return result
  }

  /// Returns the same as `corrected`, by comparing each line with each.
  private func correctedByPairs(expected: [String], actual: [String]) -> [String] {
    // The number of lines that match from each pair of positions on.
    var counts = Array(
      repeating: Array(repeating: 0, count: actual.count + 1), count: expected.count + 1)
    for e in expected.indices.reversed() {
      for a in actual.indices.reversed() {
        counts[e][a] =
          matchLine(expected[e], actual[a])
          ? counts[e + 1][a + 1] + 1 : max(counts[e + 1][a], counts[e][a + 1])
      }
    }
    var result: [String] = []
    var e = 0
    for (a, line) in actual.enumerated() {
      while e < expected.count, !matchLine(expected[e], line), counts[e + 1][a] == counts[e][a] {
        e += 1
      }
      if e < expected.count, matchLine(expected[e], line) {
        result.append(expected[e])
        e += 1
      } else {
        result.append(line)
      }
    }
    return result
  }

  /// The most pairs of lines that are compared.
  private static let mostPairs = 1 << 16

  /// The number of lines among which a pattern is looked for.
  private static let reach = 200

  /// `true` iff `line` can match others than itself.
  private func isPattern(_ line: String) -> Bool {
    line.contains("[..]") || tolerance > 0
  }

  private func occursInOrder(_ expected: [String], in actual: [String]) -> Bool {
    var rest = actual[...]
    for line in expected where line != "..." {
      guard let found = rest.firstIndex(where: { contains(line, $0) }) else { return false }
      rest = rest[(found + 1)...]
    }
    return true
  }

  private func contains(_ expected: String, _ actual: String) -> Bool {
    actual.contains(expected) || matchLine("[..]" + expected + "[..]", actual)
  }

  private func matchUnordered(_ expected: [String], _ actual: [String]) -> Bool {
    // Lines that are the same pair off; the others are tried one by one.
    var counts: [String: Int] = [:]
    for line in actual { counts[line, default: 0] += 1 }
    var patterns: [String] = []
    for line in expected {
      if let count = counts[line], count > 0 {
        counts[line] = count - 1
      } else {
        patterns.append(line)
      }
    }
    var rest: [String] = []
    for line in actual {
      guard let count = counts[line], count > 0 else { continue }
      counts[line] = count - 1
      rest.append(line)
    }
    if rest.count != patterns.count { return false }
    for line in patterns {
      guard let found = rest.firstIndex(where: { matchLine(line, $0) }) else { return false }
      rest.remove(at: found)
    }
    return true
  }

  /// Matches one line: literally first, then with `[..]` for any text, then with tolerance.
  private func matchLine(_ expected: String, _ actual: String) -> Bool {
    if expected == actual { return true }
    if expected.contains("[..]"), matchPieces(expected, actual) { return true }
    return tolerance > 0 && matchNumbers(expected, actual)
  }

  private func matchPieces(_ expected: String, _ actual: String) -> Bool {
    let pieces = expected.split(separator: "[..]", omittingEmptySubsequences: false)
    guard let first = pieces.first, let last = pieces.last, pieces.count > 1,
      actual.hasPrefix(first)
    else { return false }
    var rest = actual.dropFirst(first.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let found = rest.firstRange(of: piece) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }

  /// Compares word by word; words that are numbers may differ by the tolerance.
  private func matchNumbers(_ expected: String, _ actual: String) -> Bool {
    let e = expected.split { $0 == " " || $0 == "," }
    let a = actual.split { $0 == " " || $0 == "," }
    return e.count == a.count
      && zip(e, a).allSatisfy { x, y in
        if x == y { return true }
        guard let p = Double(x), let q = Double(y) else { return false }
        return abs(p - q) <= tolerance * max(abs(p), abs(q))
      }
  }

}
