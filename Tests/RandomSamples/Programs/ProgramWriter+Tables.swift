import StencilTypes

/// Expressions that read through neighbor tables.
extension ProgramWriter {

  /// Returns a field on `dims` that is read through a table to its horizontal dimension; `nil` if
  /// there is none.
  mutating func throughTable(
    _ dims: [String], _ kind: ScalarKind, _ depth: Int
  ) -> SampleExpression? {
    guard let table = grid.tables.first(where: { $0.target == dims.first }) else { return nil }
    let type = SampleType.field(dims, kind)
    if kind == .bool || !table.hasSkipValues && isOne(in: 3) {
      // A neighbor that is missing cannot be read alone.
      if table.hasSkipValues { return nil }
      let value = leaf(.field(source(table, dims), kind))
      return SampleExpression(type, "\(value)(\(table.name)[\(random.below(table.columnCount))])")
    }
    let reduction = pick(["neighbor_sum", "max_over", "min_over"])
    let value = neighbors(table, dims, kind, depth - 1)
    return SampleExpression(type, "\(reduction)(\(value), axis=\(table.name)Dim)")
  }

  /// Returns the dimensions `dims` with the source of `table` in the place of its target.
  private func source(_ table: SampleGrid.Table, _ dims: [String]) -> [String] {
    [table.source] + dims.dropFirst()
  }

  /// Returns a value for each neighbor of each point of `dims`.
  private mutating func neighbors(
    _ table: SampleGrid.Table, _ dims: [String], _ kind: ScalarKind, _ depth: Int
  ) -> SampleExpression {
    let local = [table.target, "\(table.name)Dim"] + dims.dropFirst()
    let type = SampleType.field(local, kind)
    let read = SampleExpression(
      type, "\(leaf(.field(source(table, dims), kind)))(\(table.name))")
    if depth <= 0 || isOne(in: 3) { return read }
    let sign = pick(["+", "-", "*"])
    switch random.below(4) {
    case 0:
      return SampleExpression(type, "(\(read) \(sign) \(expression(.scalar(kind), depth - 1)))")
    case 1:
      return SampleExpression(
        type, "(\(expression(.field(dims, kind), depth - 1)) \(sign) \(read))")
    case 2: return SampleExpression(type, "abs(\(read))")
    default:
      return SampleExpression(
        type, "(\(read) \(sign) \(neighbors(table, dims, kind, depth - 1)))")
    }
  }

}
