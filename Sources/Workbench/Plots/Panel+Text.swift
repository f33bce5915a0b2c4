import Diagnostics
import StencilTypes

extension Panel {

  /// Characters for numbers from the least to the greatest.
  private static let ramp = Array(" .:-=+*#%@")

  /// Returns the panels as text of at most `width` columns, each picture in at most so many rows.
  ///
  /// They stand beside each other if they fit, else below each other. In colour a character shows
  /// two cells, one above the other.
  static func text(
    of panels: [Panel], width: Int, rows: Int = 20, inColor: Bool, trueColor: Bool = false
  ) -> String {
    let gap = 2
    let each = (width - gap * (panels.count - 1)) / panels.count
    let isBeside = panels.count > 1 && each >= 24
    let blocks = panels.map {
      $0.lines(
        width: isBeside ? each : width, rows: rows, inColor: inColor, trueColor: trueColor)
    }
    if !isBeside { return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n") }
    let count = blocks.map(\.count).max() ?? 0
    return (0 ..< count).map { i in
      blocks.enumerated().map { n, block in
        let line = i < block.count ? block[i] : ""
        let isLast = n == blocks.count - 1
        let pad = isLast ? 0 : max(0, each + gap - line.visibleColumnCount)
        return line + String(repeating: " ", count: pad)
      }.joined().trimmingTrailingBlanks()
    }.joined(separator: "\n")
  }

  /// The lines of the panel: title, picture with its corners' indices, what the colours mean.
  private func lines(width: Int, rows most: Int, inColor: Bool, trueColor: Bool) -> [String] {
    let (tops, (left, right)) = labels
    let margin = tops.map(\.columnCount).max() ?? 0
    let size = size(columns: max(1, width - margin - 3), rows: 2 * most)
    let rowCount = (size.rows + 1) / 2
    let rows =
      inColor
      ? coloredRows(columns: size.columns, rows: 2 * rowCount, trueColor)
      : plainRows(columns: size.columns, rows: rowCount)
    var lines = [title]
    for (i, row) in rows.enumerated() {
      let side = i == 0 ? tops[0] : i == rows.count - 1 ? tops[1] : ""
      lines.append(
        String(repeating: " ", count: margin - side.columnCount) + side + " |" + row + "|")
    }
    let space = max(1, size.columns - left.columnCount - right.columnCount)
    let start = String(repeating: " ", count: margin + 2)
    lines.append(
      start
        + (left == right || left.columnCount + right.columnCount >= width - margin - 2
          ? left : left + String(repeating: " ", count: space) + right))
    var notes = [legend(width: width, inColor: inColor, trueColor: trueColor)]
    if let oddities = figures.oddities(dims: part.field.dims) {
      notes.append(oddities + (inColor ? "" : " (? and ! in the plot)"))
    }
    for note in notes {
      lines +=
        note.visibleColumnCount <= width
        ? [note] : note.wrapped(to: width).split(separator: "\n").map(String.init)
    }
    return lines
  }

  /// The indices, or the coordinates, at the top and the bottom, and at the left and the right.
  private var labels: (tops: [String], sides: (left: String, right: String)) {
    if let places {
      let (x, y) = (places.xRange, places.yRange)
      func label(_ name: String, _ value: Double) -> String { "\(name)=\(shortText(value))" }
      return (
        [label(places.names.y, y.upperBound), label(places.names.y, y.lowerBound)],
        (label(places.names.x, x.lowerBound), label(places.names.x, x.upperBound))
      )
    }
    let axes = part.axes
    let ranges = axes.compactMap { part.field.domain[$0] }
    func label(_ i: Int, _ index: Int) -> String { "\(axes[i].name)=\(index)" }
    return (
      axes.count == 2
        ? [label(1, ranges[1].upperBound - 1), label(1, ranges[1].lowerBound)] : ["", ""],
      (label(0, ranges[0].lowerBound), label(0, ranges[0].upperBound - 1))
    )
  }

  /// The characters of the panel: a blank means a number only where every cell has one.
  private var ramp: ArraySlice<Character> { places == nil ? Self.ramp[...] : Self.ramp.dropFirst() }

  /// What the first and the last colour mean.
  private func legend(width: Int, inColor: Bool, trueColor: Bool) -> String {
    guard figures.range != nil else { return "no finite value" }
    let (low, high) = (shortText(range.lowerBound), shortText(range.upperBound))
    if range.lowerBound == range.upperBound { return "all finite values are \(low)" }
    let steps = 10
    let bar =
      inColor
      ? (0 ..< steps).map { i in
        map.color(at: Double(i) / Double(steps - 1)).painting(
          " ", isBackground: true, trueColor)
      }.joined()
      : String(ramp)
    let isWide = low.columnCount + high.columnCount + steps + 4 <= width
    return isWide ? "\(low) [\(bar)] \(high)" : "\(low) to \(high)"
  }

  private func plainRows(columns: Int, rows: Int) -> [String] {
    let raster = raster(columns: columns, rows: rows)
    let marks = marks(columns: columns, rows: rows)
    return (0 ..< rows).map { row in
      String(
        (0 ..< columns).map {
          marks[row * columns + $0]?.rawValue ?? character(of: raster[$0, row])
        })
    }
  }

  private func character(of cell: Cell) -> Character {
    switch cell {
    case .number(let x):
      ramp[ramp.startIndex + min(ramp.count - 1, max(0, Int(place(of: x) * Double(ramp.count))))]
    case .nan: "?"
    case .infinity: "!"
    case .nothing: " "
    }
  }

  /// Rows of half blocks: the upper cell is painted, the lower one lies behind it.
  private func coloredRows(columns: Int, rows: Int, _ trueColor: Bool) -> [String] {
    let raster = raster(columns: columns, rows: rows)
    let marks = marks(columns: columns, rows: rows / 2)
    return stride(from: 0, to: rows, by: 2).map { row in
      var line = ""
      var last: (Color, Color)?
      for column in 0 ..< columns {
        var pair = (color(of: raster[column, row]), color(of: raster[column, row + 1]))
        let mark = marks[row / 2 * columns + column]
        if mark != nil { pair.0 = .mark }
        if last.map({ $0 != pair }) ?? true {
          line +=
            pair.0.code(isBackground: false, trueColor) + pair.1.code(isBackground: true, trueColor)
          last = pair
        }
        line += mark.map { String($0.rawValue) } ?? "▀"
      }
      return line + "\u{1B}[0m"
    }
  }

}

extension Color {

  /// Returns what makes a terminal go on in this colour.
  func code(isBackground: Bool, _ trueColor: Bool) -> String {
    let layer = isBackground ? 48 : 38
    return trueColor
      ? "\u{1B}[\(layer);2;\(red);\(green);\(blue)m" : "\u{1B}[\(layer);5;\(index)m"
  }

  /// Returns `text` in this colour, or on it.
  func painting(_ text: String, isBackground: Bool = false, _ trueColor: Bool) -> String {
    code(isBackground: isBackground, trueColor) + text + "\u{1B}[0m"
  }

}

extension String {

  /// The columns that the text takes, those of colour codes left out.
  var visibleColumnCount: Int {
    replacing(/\u{1B}\[[0-9;]*m/, with: "").columnCount
  }

}
