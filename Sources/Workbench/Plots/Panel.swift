import Diagnostics
import Fields
import StencilTypes

/// A field on two dimensions as it is drawn: where its colours begin and end.
struct Panel {

  let part: FieldPart
  let title: String
  let figures: FieldFigures

  /// The numbers that the first and the last colour stand for.
  let range: ClosedRange<Double>

  let map: ColorMap

  /// What is drawn over the values.
  var footprint: Footprint?

  /// Where the points lie, if not in rows.
  var places: MeshPlaces?

  /// The number of points to the right and upwards.
  var width: Int { part.field.domain[part.axes[0]]?.count ?? 1 }
  var height: Int { part.axes.count == 2 ? part.field.domain[part.axes[1]]?.count ?? 1 : 1 }

  /// Returns the colour of `cell`.
  func color(of cell: Cell) -> Color {
    switch cell {
    case .number(let x): map.color(at: place(of: x))
    case .nan: .nan
    case .infinity: .infinity
    case .nothing: .nothing
    }
  }

  /// Returns the panel in so many cells.
  func raster(columns: Int, rows: Int) -> Raster {
    places.map { Raster(part, at: $0, columns: columns, rows: rows) }
      ?? Raster(part, columns: columns, rows: rows)
  }

  /// Returns the size of the picture in cells, where so many can be.
  func size(columns: Int, rows: Int, most: Int = 6) -> (columns: Int, rows: Int) {
    let shape: (width: Int, height: Int) = places?.shape ?? (width, height)
    return PictureSize.fitting(
      width: shape.width, height: shape.height, columns: columns, rows: rows, most: most)
  }

  /// Returns where `x` stands between the ends of the range, from 0 to 1.
  func place(of x: Double) -> Double {
    let span = range.upperBound - range.lowerBound
    if span == 0 { return 0.5 }
    // The span of the largest numbers is none itself.
    if !span.isFinite { return x / 2 / (range.upperBound / 2 - range.lowerBound / 2) + 0.5 }
    return (x - range.lowerBound) / span
  }

  /// Returns the panels of `parts`, all in the colours of one range; of two, their difference
  /// behind them.
  static func panels(
    of parts: [FieldPart], _ progress: WorkProgress<DiagnosticError>
  ) throws(DiagnosticError) -> [Panel] {
    var figures: [FieldFigures] = []
    for p in parts { figures.append(try FieldFigures(of: p.field, progress)) }
    let ranges = figures.compactMap(\.range)
    let low = ranges.map(\.lowerBound).min() ?? 0
    let high = ranges.map(\.upperBound).max() ?? 0
    var panels = zip(parts, figures).map {
      Panel(part: $0, title: $0.title, figures: $1, range: low ... high, map: .values)
    }
    if parts.count == 2, let difference = Self.difference(parts[0], parts[1]) {
      let figures = try FieldFigures(of: difference.field, progress)
      let most = figures.range.map { max(abs($0.lowerBound), abs($0.upperBound)) } ?? 0
      panels.append(
        Panel(
          part: difference, title: difference.name, figures: figures, range: -most ... most,
          map: .differences))
    }
    return panels
  }

  /// Returns `a - b` where both have points; `nil` if that is nowhere, or they have other axes.
  private static func difference(_ a: FieldPart, _ b: FieldPart) -> FieldPart? {
    let (p, q) = (a.field, b.field)
    guard p.dims == q.dims, a.fixed == b.fixed else { return nil }
    let ranges = zip(p.dims.indices, zip(p.domain.ranges, q.domain.ranges)).map { i, r in
      a.fixed.contains(p.dims[i]) ? r.0 : r.0.clamped(to: r.1)
    }
    let domain = Domain(dims: p.dims, ranges: ranges)
    if domain.isEmpty { return nil }
    var values: [Double] = []
    values.reserveCapacity(domain.count)
    let first = p.part(on: domain).values
    let shifted = Domain(
      dims: q.dims,
      ranges: zip(q.dims.indices, q.domain.ranges).map { i, r in
        a.fixed.contains(q.dims[i]) ? r : ranges[i]
      })
    for (x, y) in zip(first, q.part(on: shifted).values) { values.append(x.number - y.number) }
    let whole = FieldPart("\(a.name) - \(b.name)", Field(values, on: domain))
    return FieldPart(whole, atFirstOf: a.fixed)
  }

}
