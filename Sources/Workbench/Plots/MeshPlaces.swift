import Diagnostics
import Fields
import StencilTypes

/// Where the points of an unstructured mesh lie on a plane: two fields hold their coordinates.
struct MeshPlaces {

  /// The names of the coordinates, to the right and upwards.
  let names: (x: String, y: String)

  /// The dimension whose points have places.
  let dimension: Dimension

  /// The finite coordinates of the points that are drawn.
  let xRange, yRange: ClosedRange<Double>

  private let x, y: Field

  /// Takes the coordinates of `parts`, each of which has one axis.
  ///
  /// Throws if a coordinate is no field on that axis alone, or lacks points that are drawn.
  init(
    _ x: Spelled, _ y: Spelled, of parts: [FieldPart], in session: Session
  ) throws(DiagnosticError) {
    names = (x.text, y.text)
    (self.x, self.y) = (try session.field(x), try session.field(y))
    dimension = parts[0].axes[0]
    for (name, field) in [(x, self.x), (y, self.y)] {
      guard field.dims == [dimension] else {
        throw DiagnosticError(.noCoordinate(name, along: dimension, field.dims))
      }
      for part in parts {
        guard let needed = part.field.domain[dimension], let there = field.domain[dimension],
          there.lowerBound <= needed.lowerBound, needed.upperBound <= there.upperBound
        else { throw DiagnosticError(.fewCoordinates(name, for: part)) }
      }
    }
    var (xs, ys): ([Double], [Double]) = ([], [])
    for part in parts {
      for i in part.field.domain[dimension] ?? 0 ..< 0 {
        let (a, b) = (self.x.number(at: [i]), self.y.number(at: [i]))
        if a.isFinite, b.isFinite {
          xs.append(a)
          ys.append(b)
        }
      }
    }
    guard let left = xs.min(), let right = xs.max(), let low = ys.min(), let high = ys.max() else {
      throw DiagnosticError(.nowhere(x))
    }
    (xRange, yRange) = (left ... right, low ... high)
  }

  /// The shape of the picture, in units that are as wide as high.
  var shape: (width: Int, height: Int) {
    let width = xRange.upperBound / 2 - xRange.lowerBound / 2
    let height = yRange.upperBound / 2 - yRange.lowerBound / 2
    let most = max(width, height)
    // No mesh is drawn thinner than a fifth of its length.
    func units(_ length: Double) -> Int { most == 0 ? 1000 : max(200, Int(length / most * 1000)) }
    return (units(width), units(height))
  }

  /// Returns the cell, of so many columns and rows from the top, that point `index` lies in; `nil` if
  /// a coordinate is no finite number.
  func cell(of index: Int, columns: Int, rows: Int) -> (column: Int, row: Int)? {
    let (a, b) = (x.number(at: [index]), y.number(at: [index]))
    guard a.isFinite, b.isFinite else { return nil }
    func place(_ value: Double, in range: ClosedRange<Double>, of count: Int) -> Int {
      let span = range.upperBound / 2 - range.lowerBound / 2
      if span == 0 { return count / 2 }
      let part = (value / 2 - range.lowerBound / 2) / span
      return min(count - 1, Int(part * Double(count)))
    }
    return (place(a, in: xRange, of: columns), rows - 1 - place(b, in: yRange, of: rows))
  }

}

extension Raster {

  /// Creates the picture of `part`, whose points lie at `places`, in so many cells.
  ///
  /// A cell shows the mean of the points in it, and one without points what is next to it, no further
  /// away than points lie from each other.
  init(_ part: FieldPart, at places: MeshPlaces, columns: Int, rows: Int) {
    var numbers = [[Double]](repeating: [], count: columns * rows)
    let domain = part.field.domain
    let axis = part.field.dims.firstIndex(of: places.dimension) ?? 0
    var index = domain.ranges.map(\.lowerBound)
    for i in domain.ranges[axis] {
      guard let (column, row) = places.cell(of: i, columns: columns, rows: rows) else { continue }
      index[axis] = i
      let number = part.field.number(at: index)
      // A mean of more looks the same.
      if numbers[row * columns + column].count < 64 || !number.isFinite {
        numbers[row * columns + column].append(number)
      }
    }
    var cells = numbers.map { $0.isEmpty ? Cell.nothing : Self.cell(of: $0) }
    var reached = cells.indices.filter { cells[$0] != .nothing }
    var origins = Array(cells.indices)
    let reach = 0.8 * (Double(columns * rows) / Double(max(1, reached.count))).squareRoot() + 1
    var next = 0
    while next < reached.count {
      let at = reached[next]
      next += 1
      let (column, row) = (at % columns, at / columns)
      for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1)] {
        let (c, r) = (column + dx, row + dy)
        guard 0 <= c, c < columns, 0 <= r, r < rows, cells[r * columns + c] == .nothing else {
          continue
        }
        let (x, y) = (c - origins[at] % columns, r - origins[at] / columns)
        if Double(x * x + y * y) > reach * reach { continue }
        cells[r * columns + c] = cells[at]
        origins[r * columns + c] = origins[at]
        reached.append(r * columns + c)
      }
    }
    self.init(columns: columns, rows: rows, cells: cells)
  }

}

extension Diagnostic {

  fileprivate static func noCoordinate(
    _ name: Spelled, along dimension: Dimension, _ dims: [Dimension]
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue,
      "'\(name.text)' lies on [\(dims.map(\.name).joined(separator: ", "))]; a coordinate has one "
        + "value for each '\(dimension.name)'.", at: name.span,
      hint: "field \(name.text)[\(dimension.name)] = load \"FILE.npy\"")
  }

  fileprivate static func fewCoordinates(_ name: Spelled, for part: FieldPart) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue,
      "'\(name.text)' has no value for some points of '\(part.name)'.", at: name.span,
      hint: "give it the range of '\(part.name)', or draw a part: DIM=lo:hi")
  }

  fileprivate static func nowhere(_ name: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "No point has finite coordinates.", at: name.span,
      hint: "print \(name.text) shows them")
  }

}
