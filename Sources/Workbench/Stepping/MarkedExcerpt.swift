import IteratorIR

/// An expression inside its surroundings on one line, with carets below it.
struct MarkedExcerpt {

  private let text: String
  private let marked: Range<Int>

  /// Shows `own`, which stands at `path` in `program`, with two levels of what is around it.
  init(_ own: String, at path: Path, in program: Program, width: Int) {
    var around = path
    for _ in 0 ..< 2 { around = around.parent ?? around }
    let inside = path.slots.dropFirst(around.depth)
    let whole = program[around]
    let hole = "\u{2E28}hole\u{2E29}"
    let text = whole.replacing(inside, with: .ref(hole)).text().onOneLine
    let pieces = [hole, "`\(hole)`"].compactMap { text.range(of: $0) }.first
    let quoted = text.range(of: "`\(hole)`") ?? pieces
    guard let place = quoted else {
      self.text = String(own.prefix(width))
      marked = 0 ..< min(own.count, width)
      return
    }
    let before = String(text[..<place.lowerBound])
    let after = String(text[place.upperBound...])
    let room = max(0, width - own.count)
    let left = before.count > room / 2 ? "…" + before.suffix(max(0, room / 2 - 1)) : before[...]
    let rest = max(0, room - left.count)
    let right = after.count > rest ? after.prefix(max(0, rest - 1)) + "…" : after[...]
    self.text = String(left) + own + right
    marked = left.count ..< left.count + own.count
  }

  func lines(head: String) -> [String] {
    let indent = String(repeating: " ", count: head.count + marked.lowerBound)
    return [head + text, indent + String(repeating: "^", count: max(1, marked.count))]
  }

}

extension String {

  /// The text of an expression with its lines joined as if it had been laid out on one.
  var onOneLine: String {
    split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
      .reduce(into: "") { joined, line in
        let isInside = joined.isEmpty || "([{⟪".contains(joined.last ?? " ")
        let closes = line.first.map { ")]}⟫".contains($0) } ?? true
        joined += (isInside || closes ? "" : " ") + line
      }
  }

}
