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
    let all = (header.allSatisfy(\.isEmpty) ? [] : [header]) + rows
    let widths = header.indices.map { c in all.map { $0[c].count }.max() ?? 0 }
    return all.map { row in
      row.indices.map { c in
        let pad = String(repeating: " ", count: widths[c] - row[c].count)
        return alignment[c] == .left ? row[c] + pad : pad + row[c]
      }.joined(separator: "  ").trimmingTrailingBlanks()
    }.joined(separator: "\n")
  }

}
