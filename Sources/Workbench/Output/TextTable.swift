import Diagnostics

/// Rows of text in columns, aligned.
struct TextTable {

  enum Alignment {
    case left, right
  }

  private let header: [String]
  private let alignment: [Alignment]
  private var rows: [[String]] = []

  /// Creates a table with `header`, whose columns are aligned as `alignment` says.
  init(_ header: [String], _ alignment: [Alignment]) {
    precondition(header.count == alignment.count)
    self.header = header
    self.alignment = alignment
  }

  mutating func add(_ row: [String]) {
    precondition(row.count == header.count)
    rows.append(row)
  }

  /// The table as lines, without blanks at their ends; the header first unless it is empty.
  var text: String {
    let widths = self.widths
    return lines.map { row in
      row.indices.map { c in
        let pad = String(repeating: " ", count: widths[c] - row[c].columnCount)
        return alignment[c] == .left ? row[c] + pad : pad + row[c]
      }.joined(separator: "  ").trimmingTrailingBlanks()
    }.joined(separator: "\n")
  }

  /// Returns the table in lines of at most `width` columns: the cells of the widest columns of it take
  /// several lines, between words as long as that is possible.
  func text(width: Int) -> String {
    let limits = limits(within: width)
    if limits == widths { return text }
    var table = TextTable(header.map { _ in "" }, alignment)
    for row in lines {
      let cells = row.indices.map { row[$0].cut(to: limits[$0]) }
      for i in 0 ..< (cells.map(\.count).max() ?? 0) {
        table.add(cells.map { i < $0.count ? $0[i] : "" })
      }
    }
    return table.text
  }

  /// Returns how wide the columns may be so that all of them take `width`.
  ///
  /// The widest gives way first, down to its longest word, and below that only if nothing else helps.
  private func limits(within width: Int) -> [Int] {
    var limits = widths
    let words = header.indices.map { c in lines.map { $0[c].longestWord }.max() ?? 0 }
    var excess = limits.reduce(2 * (limits.count - 1), +) - width
    for least in [words, words.map { min($0, 12) }] {
      while excess > 0 {
        let open = limits.indices.filter { limits[$0] > least[$0] }
        guard let c = open.max(by: { limits[$0] < limits[$1] }) else { break }
        limits[c] -= 1
        excess -= 1
      }
    }
    return limits
  }

  private var lines: [[String]] { (header.allSatisfy(\.isEmpty) ? [] : [header]) + rows }

  /// The columns of the terminal that each column of the table takes.
  private var widths: [Int] {
    header.indices.map { c in lines.map { $0[c].columnCount }.max() ?? 0 }
  }

}

extension String {

  /// The columns of the longest part between blanks.
  fileprivate var longestWord: Int { split(separator: " ").map(\.columnCount).max() ?? 0 }

  /// Returns the text in lines of at most `width` columns.
  fileprivate func cut(to width: Int) -> [String] {
    if columnCount <= width { return [self] }
    let lines = wrapped(to: width, indent: "").split(
      separator: "\n", omittingEmptySubsequences: false)
    return lines.flatMap { line -> [String] in
      var pieces = [""]
      for c in line {
        if (pieces[pieces.count - 1] + String(c)).columnCount > width { pieces.append("") }
        pieces[pieces.count - 1].append(c)
      }
      return pieces
    }
  }

}
