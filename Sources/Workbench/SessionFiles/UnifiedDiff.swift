/// The difference of two texts in the form that `patch` reads.
struct UnifiedDiff {

  /// The lines of the difference; none if the texts are the same.
  let lines: [String]

  /// The unchanged lines that are shown around a change.
  private static let context = 3

  /// A line of both texts, or of one of them; with its place in each, from 0.
  private struct Edit {
    let mark: Character
    let text: String
    let old: Int
    let new: Int
  }

  /// Compares the texts `old` and `new`, which the header calls by their names.
  ///
  /// - Complexity: as `LineAlignment`'s.
  init(_ old: [UInt8], called oldName: String, _ new: [UInt8], called newName: String) {
    let edits = Self.edits(Self.lines(of: old), Self.lines(of: new))
    var lines: [String] = []
    var next = 0
    while let first = edits[next...].firstIndex(where: { $0.mark != " " }) {
      var end = first + 1
      // Changes belong together if what is between them would be shown twice.
      while let more = edits[end...].firstIndex(where: { $0.mark != " " }),
        more - end <= 2 * Self.context
      {
        end = more + 1
      }
      let hunk = edits[
        max(next, first - Self.context) ..< min(edits.count, end + Self.context)]
      lines.append(Self.header(of: hunk))
      lines += hunk.map { String($0.mark) + $0.text }
      next = hunk.endIndex
    }
    self.lines = lines.isEmpty ? [] : ["--- \(oldName)", "+++ \(newName)"] + lines
  }

  /// Returns the lines of a text; the last one says so if no line break ends it.
  private static func lines(of bytes: [UInt8]) -> [String] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    if lines.last == "" {
      lines.removeLast()
    } else if let last = lines.popLast() {
      lines.append(last + "\n\\ No newline at end of file")
    }
    return lines
  }

  private static func edits(_ old: [String], _ new: [String]) -> [Edit] {
    var edits: [Edit] = []
    var (o, n) = (0, 0)
    /// Takes up what is between two lines that are in both texts: first what went, then what came.
    func change(before oldEnd: Int, _ newEnd: Int) {
      edits += old[o ..< oldEnd].enumerated().map { i, text in
        Edit(mark: "-", text: text, old: o + i, new: n)
      }
      edits += new[n ..< newEnd].enumerated().map { i, text in
        Edit(mark: "+", text: text, old: oldEnd, new: n + i)
      }
      (o, n) = (oldEnd, newEnd)
    }
    for (place, partner) in LineAlignment(old, new).partners.enumerated() {
      guard let partner else { continue }
      change(before: partner, place)
      edits.append(Edit(mark: " ", text: new[n], old: o, new: n))
      (o, n) = (o + 1, n + 1)
    }
    change(before: old.count, new.count)
    return edits
  }

  private static func header(of hunk: ArraySlice<Edit>) -> String {
    let old = hunk.count { $0.mark != "+" }
    let new = hunk.count { $0.mark != "-" }
    let (o, n) = hunk.first.map { ($0.old, $0.new) } ?? (0, 0)
    // An empty side is named by the line before it.
    return "@@ -\(o + (old == 0 ? 0 : 1)),\(old) +\(n + (new == 0 ? 0 : 1)),\(new) @@"
  }

}
