/// Which lines of two texts belong together: equal ones, in the same order in both.
///
/// What is alike at both ends is taken first. What is between them is compared line by line if it is
/// short; else lines that occur once in each text are anchors, and what stands between those is
/// taken in the same way. So time and memory grow with the texts, not with their product.
struct LineAlignment {

  /// For each line of the new text the line of the old one that it is, in ascending order; `nil` for
  /// new lines.
  private(set) var partners: [Int?]

  /// The most pairs of lines of a piece that are compared.
  private static let largestPiece = 1 << 18

  init(_ old: [String], _ new: [String]) {
    partners = Array(repeating: nil, count: new.count)
    let numbers = Self.numbers(old, new)
    var pending = [(old: old.indices.lowerBound ..< old.count, new: 0 ..< new.count)]
    while let piece = pending.popLast() {
      var (a, b) = (piece.old, piece.new)
      while let i = a.first, let j = b.first, numbers.old[i] == numbers.new[j] {
        partners[j] = i
        (a, b) = (a.dropFirst(), b.dropFirst())
      }
      while let i = a.last, let j = b.last, numbers.old[i] == numbers.new[j] {
        partners[j] = i
        (a, b) = (a.dropLast(), b.dropLast())
      }
      if a.isEmpty || b.isEmpty { continue }
      if a.count * b.count <= Self.largestPiece {
        align(numbers.old, a, numbers.new, b)
        continue
      }
      // A long piece in which nothing is an anchor has nothing in common that can be told.
      let anchors = Self.anchors(numbers.old, a, numbers.new, b)
      if anchors.isEmpty { continue }
      var (i, j) = (a.lowerBound, b.lowerBound)
      for (x, y) in anchors {
        partners[y] = x
        pending.append((i ..< x, j ..< y))
        (i, j) = (x + 1, y + 1)
      }
      pending.append((i ..< a.upperBound, j ..< b.upperBound))
    }
  }

  /// Returns a number for each line, the same for equal ones.
  private static func numbers(_ old: [String], _ new: [String]) -> (old: [Int], new: [Int]) {
    var known: [String: Int] = [:]
    func number(_ line: String) -> Int {
      if let n = known[line] { return n }
      known[line] = known.count
      return known.count - 1
    }
    return (old.map(number), new.map(number))
  }

  /// Returns the longest ascending sequence of lines that occur once in each piece.
  private static func anchors(
    _ old: [Int], _ a: Range<Int>, _ new: [Int], _ b: Range<Int>
  ) -> [(old: Int, new: Int)] {
    var places: [Int: (old: Int, oldCount: Int, newCount: Int)] = [:]
    for i in a { places[old[i], default: (i, 0, 0)].oldCount += 1 }
    for j in b { places[new[j]]?.newCount += 1 }
    // The pairs in the order of the new text; of their old places the longest ascending sequence.
    let pairs = b.compactMap { j -> (old: Int, new: Int)? in
      guard let p = places[new[j]], p.oldCount == 1, p.newCount == 1 else { return nil }
      return (p.old, j)
    }
    var ends: [Int] = []
    var before = [Int?](repeating: nil, count: pairs.count)
    for (n, pair) in pairs.enumerated() {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[ends[middle]].old < pair.old { low = middle + 1 } else { high = middle }
      }
      before[n] = low == 0 ? nil : ends[low - 1]
      if low == ends.count { ends.append(n) } else { ends[low] = n }
    }
    var result: [(old: Int, new: Int)] = []
    var next = ends.last
    while let n = next {
      result.append(pairs[n])
      next = before[n]
    }
    return result.reversed()
  }

  /// Pairs the lines of a longest common subsequence of two short pieces.
  private mutating func align(_ old: [Int], _ a: Range<Int>, _ new: [Int], _ b: Range<Int>) {
    let width = b.count + 1
    var counts = [Int32](repeating: 0, count: (a.count + 1) * width)
    for i in a.reversed() {
      for j in b.reversed() {
        let at = (i - a.lowerBound) * width + j - b.lowerBound
        counts[at] =
          old[i] == new[j]
          ? counts[at + width + 1] + 1 : max(counts[at + width], counts[at + 1])
      }
    }
    var (i, j) = (a.lowerBound, b.lowerBound)
    while i < a.upperBound, j < b.upperBound {
      let at = (i - a.lowerBound) * width + j - b.lowerBound
      if old[i] == new[j] {
        partners[j] = i
        (i, j) = (i + 1, j + 1)
      } else if counts[at + width] >= counts[at + 1] {
        i += 1
      } else {
        j += 1
      }
    }
  }

}
