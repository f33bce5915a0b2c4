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

  /// Returns the table in lines of at most `width` columns, if its words let it: the cells of the
  /// widest column take several lines.
  func text(width: Int) -> String {
    let widths = self.widths
    let excess = widths.reduce(2 * (widths.count - 1), +) - width
    guard excess > 0, let c = widths.indices.max(by: { widths[$0] < widths[$1] }) else {
      return text
    }
    var table = TextTable(header.map { _ in "" }, alignment)
    for row in lines {
      let parts = row[c].wrapped(to: widths[c] - excess, indent: "").split(
        separator: "\n", omittingEmptySubsequences: false)
      for (i, part) in parts.enumerated() {
        var line = i == 0 ? row : row.map { _ in "" }
        line[c] = String(part)
        table.add(line)
      }
    }
    return table.text
  }

  private var lines: [[String]] { (header.allSatisfy(\.isEmpty) ? [] : [header]) + rows }

  /// The columns of the terminal that each column of the table takes.
  private var widths: [Int] {
    header.indices.map { c in lines.map { $0[c].columnCount }.max() ?? 0 }
  }

}
