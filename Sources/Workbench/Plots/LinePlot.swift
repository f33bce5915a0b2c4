import Diagnostics
import Fields
import StencilTypes

/// Fields on one dimension as lines in one picture.
struct LinePlot {

  /// One of the fields: its points, and what is said of them.
  struct Line {
    let title: String
    let figures: FieldFigures
    let start: Int
    let values: [Double]
    let dims: [Dimension]
  }

  let dimension: Dimension
  let lines: [Line]

  /// The least and the greatest finite value of all; `nil` if there is none.
  let range: ClosedRange<Double>?

  /// The indices of all points.
  let indices: Range<Int>

  /// What is drawn below the lines.
  var footprint: Footprint?

  /// Creates the picture of `parts`, which have points along `dimension` only.
  init(
    _ parts: [FieldPart], along dimension: Dimension, _ progress: WorkProgress<DiagnosticError>
  ) throws(DiagnosticError) {
    self.dimension = dimension
    var lines: [Line] = []
    for p in parts {
      lines.append(
        Line(
          title: p.title, figures: try FieldFigures(of: p.field, progress),
          start: p.field.domain[dimension]?.lowerBound ?? 0,
          values: p.field.values.map(\.number), dims: p.field.dims))
    }
    self.lines = lines
    let ranges = lines.compactMap(\.figures.range)
    range =
      ranges.isEmpty
      ? nil
      : (ranges.map(\.lowerBound).min() ?? 0) ... (ranges.map(\.upperBound).max() ?? 0)
    let starts = lines.map(\.start)
    let ends = lines.map { $0.start + $0.values.count }
    indices = (starts.min() ?? 0) ..< (ends.max() ?? 0)
  }

  /// What the points of each line are marked with, and the colours that go with the marks.
  private static let marks: [Character] = ["*", "o", "+", "x", "#", "%"]
  static let colors = [
    Color(0, 114, 178), Color(230, 159, 0), Color(0, 158, 115), Color(204, 121, 167),
    Color(86, 180, 233), Color(213, 94, 0),
  ]

  /// Returns how far up `x` stands, from 0 to 1.
  func place(of x: Double) -> Double {
    guard let range, range.upperBound > range.lowerBound else { return 0.5 }
    return x / 2 / (range.upperBound / 2 - range.lowerBound / 2)
      - range.lowerBound / 2 / (range.upperBound / 2 - range.lowerBound / 2)
  }

  /// Returns the picture as text of at most `width` columns, the lines in so many rows.
  func text(
    width: Int, rows rowCount: Int = 16, inColor: Bool, trueColor: Bool = false
  ) -> String {
    let labels = range.map { [shortText($0.upperBound), shortText($0.lowerBound)] } ?? ["", ""]
    let margin = labels.map(\.columnCount).max() ?? 0
    let columnCount = max(
      1, min(width - margin - 3, max(indices.count, min(60, indices.count * 8))))
    let canvas = drawn(columns: columnCount, rows: rowCount)
    var result = lines.enumerated().map { i, line in
      let mark = String(Self.marks[i % Self.marks.count])
      return (inColor ? Self.colors[i % Self.colors.count].painting(mark, trueColor) : mark)
        + " " + line.title
    }
    for (i, row) in canvas.enumerated() {
      let side = i == 0 ? labels[0] : i == rowCount - 1 ? labels[1] : ""
      let cells = row.map { cell -> String in
        guard let cell else { return " " }
        let text = String(cell.mark)
        return inColor ? Self.colors[cell.line % Self.colors.count].painting(text, trueColor) : text
      }
      result.append(
        (String(repeating: " ", count: margin - side.columnCount) + side + " |" + cells.joined())
          .trimmingTrailingBlanks())
    }
    if let footprint {
      var row = [Character](repeating: " ", count: columnCount)
      for i in indices {
        guard let mark = footprint.mark(at: i, along: dimension)?.rawValue else { continue }
        let c = place(ofPoint: i, amid: columnCount)
        // Where several points share a column, it is that of the result that is to be seen.
        if mark != Footprint.Mark.read.rawValue || row[c] == " " { row[c] = mark }
      }
      result.append(
        (String(repeating: " ", count: margin + 2) + String(row)).trimmingTrailingBlanks())
    }
    let left = "\(dimension.name)=\(indices.lowerBound)"
    let right = "\(dimension.name)=\(indices.upperBound - 1)"
    let space = columnCount - left.columnCount - right.columnCount
    let start = String(repeating: " ", count: margin + 2)
    result.append(
      start + (space < 1 ? left : left + String(repeating: " ", count: space) + right))
    for line in lines {
      guard let oddities = line.figures.oddities(dims: line.dims) else { continue }
      result.append("\(line.title): \(oddities) (? in the plot)".wrapped(to: width))
    }
    return result.joined(separator: "\n")
  }

  private struct Mark {
    var mark: Character
    var line: Int
  }

  /// Returns where point `index` stands in so many columns.
  private func place(ofPoint index: Int, amid columns: Int) -> Int {
    if indices.count < 2 { return 0 }
    let part = Double(index - indices.lowerBound) / Double(indices.count - 1)
    return Int((part * Double(columns - 1)).rounded())
  }

  /// Returns the rows of marks from the top.
  private func drawn(columns: Int, rows: Int) -> [[Mark?]] {
    var canvas = [[Mark?]](repeating: [Mark?](repeating: nil, count: columns), count: rows)
    func column(_ index: Int) -> Int { place(ofPoint: index, amid: columns) }
    func row(_ x: Double) -> Int { Int(((1 - place(of: x)) * Double(rows - 1)).rounded()) }
    for (n, line) in lines.enumerated().reversed() {
      for (i, x) in line.values.enumerated() where i + 1 < line.values.count {
        let y = line.values[i + 1]
        let (from, to) = (column(line.start + i), column(line.start + i + 1))
        guard x.isFinite, y.isFinite, to > from + 1 else { continue }
        for c in from + 1 ..< to {
          let t = Double(c - from) / Double(to - from)
          let r = row(x * (1 - t) + y * t)
          if canvas[r][c] == nil { canvas[r][c] = Mark(mark: ".", line: n) }
        }
      }
      for (i, x) in line.values.enumerated() {
        let c = column(line.start + i)
        if x.isFinite {
          canvas[row(x)][c] = Mark(mark: Self.marks[n % Self.marks.count], line: n)
        } else {
          canvas[rows - 1][c] = Mark(mark: "?", line: n)
        }
      }
    }
    return canvas
  }

}
