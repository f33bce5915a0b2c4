import StencilTypes

/// What a cell of a picture shows.
enum Cell: Hashable {

  /// The mean of the points that the cell covers.
  case number(Double)

  /// A NaN, or an infinity, is among them.
  case nan
  case infinity

  /// The cell covers no point.
  case nothing

}

/// A field on two dimensions in rows of cells, the first dimension to the right, the second one
/// upwards.
struct Raster: Hashable {

  let columns, rows: Int

  /// The cells, row by row from the top.
  let cells: [Cell]

  /// The most points along each side of a cell that are looked at: a mean of more looks the same.
  private static let samples = 8

  init(columns: Int, rows: Int, cells: [Cell]) {
    self.columns = columns
    self.rows = rows
    self.cells = cells
  }

  /// Creates the picture of `part`, which has one axis or two and points, in so many cells.
  init(_ part: FieldPart, columns: Int, rows: Int) {
    let (field, axes) = (part.field, part.axes)
    precondition((1 ... 2).contains(axes.count) && !field.domain.isEmpty && columns > 0 && rows > 0)
    let places = axes.compactMap { field.dims.firstIndex(of: $0) }
    let corner = field.domain.ranges.map(\.lowerBound)
    let width = field.domain.ranges[places[0]].count
    let height = places.count == 2 ? field.domain.ranges[places[1]].count : 1
    var cells: [Cell] = []
    cells.reserveCapacity(columns * rows)
    for row in 0 ..< rows {
      let ys = Self.points(of: rows - 1 - row, of: rows, in: height)
      for column in 0 ..< columns {
        var numbers: [Double] = []
        for y in ys {
          for x in Self.points(of: column, of: columns, in: width) {
            var index = corner
            index[places[0]] += x
            if places.count == 2 { index[places[1]] += y }
            numbers.append(field.number(at: index))
          }
        }
        cells.append(Self.cell(of: numbers))
      }
    }
    self.columns = columns
    self.rows = rows
    self.cells = cells
  }

  subscript(column: Int, row: Int) -> Cell { cells[row * columns + column] }

  /// Returns the points, of so many, that cell `i` of `count` covers.
  private static func points(of i: Int, of count: Int, in extent: Int) -> [Int] {
    let low = i * extent / count
    let high = max(low + 1, (i + 1) * extent / count)
    let step = max(1, (high - low) / samples)
    return Array(stride(from: low, to: high, by: step))
  }

  static func cell(of numbers: [Double]) -> Cell {
    if numbers.contains(where: \.isNaN) { return .nan }
    if numbers.contains(where: \.isInfinite) { return .infinity }
    // Halves, since the sum of two large numbers may be none.
    return .number(numbers.reduce(0) { $0 + $1 / Double(numbers.count) })
  }

}

/// How large a picture of a field is, in cells.
struct PictureSize {

  /// Returns the columns and rows of a picture of `width` by `height` points that fits into so many:
  /// as many cells for each point if there is room, and else the same shape in fewer cells.
  static func fitting(
    width: Int, height: Int, columns: Int, rows: Int, most: Int = 6
  ) -> (columns: Int, rows: Int) {
    let scale = min(Double(columns) / Double(width), Double(rows) / Double(height))
    if scale >= 1 {
      // Even, since a row of text is two cells high: each point takes whole rows.
      let largest = min(Int(scale), most)
      let whole = largest == 1 ? 1 : largest / 2 * 2
      return (width * whole, height * whole)
    }
    return (
      min(columns, max(1, Int((Double(width) * scale).rounded()))),
      min(rows, max(1, Int((Double(height) * scale).rounded())))
    )
  }

}
