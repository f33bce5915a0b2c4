import Foundation

/// The words that may stand at the cursor.
struct Completions: Hashable {

  /// The number of characters before the cursor that a candidate replaces.
  var replaced: Int

  /// The words, each as it is inserted.
  var candidates: [String]

  /// What is written after the only candidate, unless that is to be continued: it ends in `=`, `/` or
  /// `:`, or has an open bracket.
  var terminator: String

  init(replacing replaced: Int, by candidates: [String], terminator: String = " ") {
    self.replaced = replaced
    self.candidates = candidates
    self.terminator = terminator
  }

}

/// What Tab does to the buffer.
struct TabEdit: Hashable {

  var erased = 0
  var inserted = ""
  var listing: String?

}

/// Returns what Tab does after `text`, the buffer before the cursor.
///
/// It indents where only blanks precede the cursor in a line that goes on. Otherwise the only
/// candidate is inserted; of several the common beginning, or if that is there already, all are
/// listed in their order.
func tabEdit(
  after text: String, columns: Int, completions: (String) -> Completions
) -> TabEdit {
  let line = text.suffix(while: { !$0.isNewline })
  if line.allSatisfy({ $0 == " " }), line.count < text.count {
    return TabEdit(inserted: String(repeating: " ", count: 4 - line.count % 4))
  }
  let found = completions(text)
  let candidates = found.candidates
  guard let first = candidates.first else { return TabEdit() }
  if candidates.count == 1 {
    return TabEdit(
      erased: found.replaced, inserted: first + (first.isContinued ? "" : found.terminator))
  }
  let common = candidates.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
  if common.count > found.replaced { return TabEdit(erased: found.replaced, inserted: common) }
  return TabEdit(listing: inColumns(candidates, width: columns))
}

/// Returns `words` in as many columns as `width` has room for, read downwards.
func inColumns(_ words: [String], width: Int) -> String {
  let cell = (words.map(\.count).max() ?? 0) + 2
  let columnCount = max(1, width / cell)
  let rowCount = (words.count + columnCount - 1) / columnCount
  return (0 ..< rowCount).map { row in
    let cells = stride(from: row, to: words.count, by: rowCount).map { words[$0] }
    return cells.dropLast().map { $0.padding(toLength: cell, withPad: " ", startingAt: 0) }
      .joined() + (cells.last ?? "")
  }.joined(separator: "\r\n")
}

extension String {

  /// `true` iff a word that begins like this goes on.
  fileprivate var isContinued: Bool {
    let open = count { "([".contains($0) } > count { ")]".contains($0) }
    return open || last.map { "=/:".contains($0) } ?? true
  }

}

extension StringProtocol {

  /// Returns the longest end of the text whose characters all satisfy `predicate`.
  fileprivate func suffix(while predicate: (Character) -> Bool) -> SubSequence {
    let start = lastIndex { !predicate($0) }.map { index(after: $0) } ?? startIndex
    return self[start...]
  }

}
