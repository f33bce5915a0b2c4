/// Lines of C++ as they are written, with names that no other line has.
final class CppText {

  private(set) var lines: [String] = []
  private var depth = 0

  /// The number of the block that lines go to: see `BlockPath`.
  private(set) var block = BlockPath()

  private var blockCount = 0
  private var temporaryCount = 0

  func line(_ text: String) {
    lines.append(String(repeating: "  ", count: depth) + text)
  }

  /// Writes `head`, which opens a block, what `body` writes, and `tail`.
  func braces<T, E: Error>(
    _ head: String, _ tail: String = "}", _ body: () throws(E) -> T
  ) throws(E) -> T {
    line(head)
    depth += 1
    blockCount += 1
    block = block.inner(blockCount)
    let result = try body()
    block = block.outer
    depth -= 1
    line(tail)
    return result
  }

  /// Puts lines before line `place`, in the block that is open.
  func insert(_ texts: [String], at place: Int) {
    lines.insert(
      contentsOf: texts.map { String(repeating: "  ", count: depth) + $0 }, at: place)
  }

  /// A name that was not used before.
  func fresh(_ prefix: String = "t") -> String {
    temporaryCount += 1
    return "\(prefix)\(temporaryCount)"
  }

}

/// Where a line stands: the numbers of the blocks around it, from the outside.
struct BlockPath: Equatable {

  private var numbers: [Int] = []

  func inner(_ number: Int) -> BlockPath {
    var copy = self
    copy.numbers.append(number)
    return copy
  }

  var outer: BlockPath {
    var copy = self
    copy.numbers.removeLast()
    return copy
  }

  /// Whether names that are declared here can be used in `other`.
  func encloses(_ other: BlockPath) -> Bool { other.numbers.starts(with: numbers) }

}
