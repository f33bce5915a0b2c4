import Diagnostics
import Fields
import IteratorIR
import StencilTypes

/// What holds for a whole run: what it was called with, and what it finds out on its way.
final class RunContext {

  /// The offsets by their names; each dimension has one of its own.
  let offsets: [String: FieldOffset]

  /// The neighbor tables by the names of their offsets.
  let tables: [String: NeighborTable]

  /// Whether a field that is too small for what is read or written is an error.
  ///
  /// If not, what such a field has to cover is asked for.
  let checksCoverage: Bool

  /// Throws if the run was cancelled.
  let checkCancellation: () throws(DiagnosticError) -> Void

  /// What can fail where, as far as it was met.
  let failures = FailureSites()

  /// The ranges of tables' entries that were asked for.
  let tableRanges = TableRanges()

  /// The names that expressions use.
  let freeNames = SortedFreeNames()

  /// The one lane of a scalar between fields.
  let scalarShape = LaneShape(count: 1, pool: LanePool(capacity: 1))

  /// Creates the context of a run of `program` with these tables.
  init(
    _ program: Program, tables: [String: NeighborTable], checksCoverage: Bool,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    offsets = program.offsets(
      knowing: tables.reduce(into: [:]) { result, entry in
        let (name, t) = entry
        result[name] = FieldOffset(name, source: t.source, target: [t.target, t.local])
      })
    self.tables = tables
    self.checksCoverage = checksCoverage
    checkCancellation = { () throws(DiagnosticError) in
      if isCancelled() { throw DiagnosticError(.interrupted) }
    }
  }

  /// Returns the columns of the tables whose neighbors `local` numbers; `nil` if there is no table.
  func columns(of local: Dimension) -> Range<Int>? {
    tables.values.filter { $0.local == local }.map(\.columnCount).min().map { 0 ..< $0 }
  }

}
