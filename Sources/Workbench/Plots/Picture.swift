import Foundation

/// A plot for a file: panels on two dimensions, or lines on one.
enum Picture {

  case panels([Panel])
  case lines(LinePlot)

  /// The most pixels that the longer side of a panel takes.
  private static let side = 640

  /// The plot in pixels, without texts.
  var image: Image {
    switch self {
    case .panels(let panels):
      let images = panels.map { Self.image(of: $0) }
      let gap = 8
      var result = Image(
        width: images.reduce(gap * (images.count - 1)) { $0 + $1.width },
        height: images.map(\.height).max() ?? 1, filledWith: .init(255, 255, 255))
      var x = 0
      for image in images {
        result.draw(image, x: x, y: 0)
        x += image.width + gap
      }
      return result
    case .lines(let plot):
      let (width, height, margin) = (640.0, 320.0, 8.0)
      var image = Image(
        width: Int(width), height: Int(height), filledWith: .init(255, 255, 255))
      for (i, line) in plot.lines.enumerated() {
        for piece in plot.pieces(of: line, width: width, height: height, margin: margin) {
          for (a, b) in zip(piece, piece.dropFirst() + piece.suffix(1)) {
            image.draw(from: a, to: b, LinePlot.colors[i % LinePlot.colors.count])
          }
        }
      }
      return image
    }
  }

  /// The plot as SVG, with titles, ranges and what is no number.
  var svg: String {
    switch self {
    case .panels(let panels):
      var x = 0
      var parts: [String] = []
      var height = 0
      for p in panels {
        let image = Self.image(of: p)
        let data = Data(image.png).base64EncodedString()
        let notes = [p.rangeText] + [p.figures.oddities(dims: p.part.field.dims)].compactMap { $0 }
        parts.append(Self.text(p.title, x: x, y: 16))
        parts.append(
          "<image x=\"\(x)\" y=\"24\" width=\"\(image.width)\" height=\"\(image.height)\" "
            + "href=\"data:image/png;base64,\(data)\"/>")
        for (i, note) in notes.enumerated() {
          parts.append(Self.text(note, x: x, y: image.height + 42 + 18 * i))
        }
        height = max(height, image.height + 42 + 18 * notes.count)
        x += max(image.width, 260) + 16
      }
      return Self.document(width: x, height: height, parts)
    case .lines(let plot):
      let (width, height, margin) = (640.0, 320.0, 24.0)
      var parts = plot.lines.enumerated().flatMap { i, line in
        let color = LinePlot.colors[i % LinePlot.colors.count].hex
        return plot.pieces(of: line, width: width, height: height, margin: margin).map { piece in
          let points = piece.map { "\(rounded($0.x)),\(rounded($0.y))" }.joined(separator: " ")
          return "<polyline fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\" "
            + "points=\"\(points)\"/>"
        } + [Self.text(line.title, x: 8 + 120 * i, y: 14, fill: color)]
      }
      let range = plot.range.map { "\(shortText($0.lowerBound)) to \(shortText($0.upperBound))" }
      let indices =
        "\(plot.dimension.name)=\(plot.indices.lowerBound):\(plot.indices.upperBound)"
      let notes =
        ["\(indices)  \(range ?? "no finite value")"]
        + plot.lines.compactMap { line in
          line.figures.oddities(dims: line.dims).map { "\(line.title): \($0)" }
        }
      for (i, note) in notes.enumerated() {
        parts.append(Self.text(note, x: 8, y: Int(height) + 16 + 18 * i))
      }
      return Self.document(width: Int(width), height: Int(height) + 24 + 18 * notes.count, parts)
    }
  }

  private static func image(of panel: Panel) -> Image {
    let size = panel.size(columns: side, rows: side, most: 64)
    let raster = panel.raster(columns: size.columns, rows: size.rows)
    let marks = panel.marks(columns: size.columns, rows: size.rows, radius: 5)
    var image = Image(width: size.columns, height: size.rows, filledWith: .nothing)
    for y in 0 ..< size.rows {
      for x in 0 ..< size.columns {
        // A mark is a grid of dots, so that the values stay to be seen; on a mesh it is one itself.
        let isDot = panel.places != nil || (x / 4 + y / 4) % 2 == 0
        let isMarked = isDot && marks[y * size.columns + x] != nil
        image[x, y] = isMarked ? .mark : panel.color(of: raster[x, y])
      }
    }
    return image
  }

  private static func document(width: Int, height: Int, _ parts: [String]) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
    font-family="monospace" font-size="12">
    <rect width="\(width)" height="\(height)" fill="white"/>
    \(parts.joined(separator: "\n"))
    </svg>

    """
  }

  private static func text(_ text: String, x: Int, y: Int, fill: String = "black") -> String {
    let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    return "<text x=\"\(x)\" y=\"\(y)\" fill=\"\(fill)\" xml:space=\"preserve\">\(escaped)</text>"
  }

  private func rounded(_ x: Double) -> String { String(format: "%.2f", x) }

}

extension Panel {

  /// `-2 to 3`: what the first and the last colour stand for.
  fileprivate var rangeText: String {
    figures.range == nil
      ? "no finite value" : "\(shortText(range.lowerBound)) to \(shortText(range.upperBound))"
  }

}

extension LinePlot {

  /// Returns the points of `line` on a picture of that size, in pieces without gaps: where a value
  /// is no finite number there is none.
  fileprivate func pieces(
    of line: Line, width: Double, height: Double, margin: Double
  ) -> [[(x: Double, y: Double)]] {
    var pieces: [[(x: Double, y: Double)]] = [[]]
    let step = (width - 2 * margin) / Double(max(1, indices.count - 1))
    for (i, value) in line.values.enumerated() {
      if value.isFinite {
        let x = margin + Double(line.start + i - indices.lowerBound) * step
        pieces[pieces.count - 1].append(
          (x, margin + (1 - place(of: value)) * (height - 2 * margin)))
      } else {
        pieces.append([])
      }
    }
    return pieces.filter { !$0.isEmpty }
  }

}
