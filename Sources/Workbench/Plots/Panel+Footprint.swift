import StencilTypes

extension Panel {

  /// Returns what is drawn over the cells, row by row from the top, of so many.
  ///
  /// - Parameter radius: how far the mark of a point reaches that has a place on a mesh.
  func marks(columns: Int, rows: Int, radius: Int = 0) -> [Footprint.Mark?] {
    var marks = [Footprint.Mark?](repeating: nil, count: columns * rows)
    guard let footprint else { return marks }
    for box in footprint.reads?.boxes ?? [] {
      for cell in cells(of: { box[$0] }, columns, rows, radius) { marks[cell] = .read }
    }
    // A mesh of edges has no vertex.
    if part.axes.allSatisfy({ footprint.point[$0] != nil }) {
      let point = { (d: Dimension) in footprint.point[d].map { $0 ..< $0 + 1 } }
      for cell in cells(of: point, columns, rows, radius) {
        marks[cell] = marks[cell] == nil ? .point : .readPoint
      }
    }
    return marks
  }

  /// Returns the cells in which there are points whose indices lie in `ranges`; `nil` is any index.
  private func cells(
    of ranges: (Dimension) -> Range<Int>?, _ columns: Int, _ rows: Int, _ radius: Int
  ) -> [Int] {
    let own = part.axes.map { part.field.domain[$0] ?? 0 ..< 1 }
    if let places {
      let indices = (ranges(places.dimension) ?? own[0]).clamped(to: own[0])
      let reach = -radius ... radius
      return indices.compactMap { places.cell(of: $0, columns: columns, rows: rows) }
        .flatMap { column, row in
          reach.flatMap { y in
            reach.compactMap { x in
              x * x + y * y <= radius * radius && (0 ..< columns).contains(column + x)
                && (0 ..< rows).contains(row + y) ? (row + y) * columns + column + x : nil
            }
          }
        }
    }
    /// Those of `count` cells along an axis that have points in the range.
    func covering(_ axis: Int, _ count: Int) -> [Int] {
      guard axis < own.count else { return Array(0 ..< count) }
      let (start, extent) = (own[axis].lowerBound, own[axis].count)
      guard let range = ranges(part.axes[axis]) else { return Array(0 ..< count) }
      return (0 ..< count).filter { i in
        let low = i * extent / count
        return range.overlaps(start + low ..< start + max(low + 1, (i + 1) * extent / count))
      }
    }
    let across = covering(0, columns)
    return covering(1, rows).flatMap { row in
      across.map { (rows - 1 - row) * columns + $0 }
    }
  }

}
