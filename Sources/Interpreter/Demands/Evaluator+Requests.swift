import Diagnostics
import Fields
import IteratorIR
import StencilTypes

extension Evaluator {

  /// Returns what a reader asks of `access.node` when `request` is asked of itself.
  func request(
    _ access: Access, from request: Request
  ) throws(DiagnosticError) -> Request {
    var r = request
    r.isCertain = r.isCertain && access.isCertain
    for s in access.steps { try follow(s, &r, at: access.span) }
    let dims = try trace(access.node).dims
    for d in dims.sorted() where r.box[d] == nil && !r.unbounded.contains(d) {
      throw noDimension(d, access.span)
    }
    r.box = r.box.restricted(to: dims)
    r.unbounded.formIntersection(dims)
    return r
  }

  private func follow(
    _ step: ShiftStep, _ r: inout Request, at span: SourceSpan?
  ) throws(DiagnosticError) {
    let offset = try offset(step.tag, at: span)
    if offset.isCartesian {
      let range = r.box[offset.target[0]]
      let isUnbounded = r.unbounded.contains(offset.target[0])
      // Without the dimension the value is the same everywhere, or the read itself is refused.
      if range == nil, !isUnbounded { return }
      r.box[offset.target[0]] = nil
      r.unbounded.remove(offset.target[0])
      if case .fixed(let n) = step.index, let range {
        r.box[offset.source] = range.shifted(by: n)
      } else {
        r.unbounded.insert(offset.source)
      }
      return
    }
    let table = try table(step.tag, at: span)
    guard let rows = r.box[table.target] else {
      if !r.unbounded.contains(table.target) { throw noDimension(table.target, span) }
      r.unbounded.remove(table.target)
      r.unbounded.insert(table.source)
      r.box[table.source] = nil
      return
    }
    if r.isCertain, !rows.isEmpty, rows.lowerBound < 0 || rows.upperBound > table.rowCount {
      throw missingRows(step.tag, table, rows, span)
    }
    let column: Int? =
      switch step.index {
      case .fixed(let n): n
      case .every, .dynamic: nil
      }
    let range = run.tableRanges.range(step.tag, table, rows: rows, column: column)
    r.box[table.target] = nil
    r.box[table.source] = range
    // The ends of the new range are read for certain only if all rows are, and all columns.
    r.isCertain = r.isCertain && r.isExact && step.index != .dynamic
    r.isExact = false
  }

  private func missingRows(
    _ tag: String, _ table: NeighborTable, _ rows: Range<Int>, _ span: SourceSpan?
  ) -> DiagnosticError {
    let d = table.target.name
    return DiagnosticError(
      Diagnostic(
        code: RunCode.table,
        "The table of '\(tag)' needs rows \(d)=\(rows.lowerBound):\(rows.upperBound), has 0:\(table.rowCount).",
        at: span ?? spanOfNode, label: "reads neighbors of \(d)",
        hint: "connect a larger table, or compute on a smaller domain"))
  }

}
