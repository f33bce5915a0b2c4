import CodeGen
import Diagnostics
import Fields
import Interpreter
import IteratorIR
import StencilTypes
import Synchronization

/// Code that takes fields, scalars and tables in the order of an entry point.
protocol CompiledCode: Sendable {

  var entry: EntryPoint { get }

  /// Updates the fields of `leaves` and returns `true`; returns `false`, and has changed nothing, if
  /// the code does not do what these arguments need.
  ///
  /// - Throws: that the call was cancelled, or that the code cannot be run at all.
  func update(
    _ leaves: inout ArgumentLeaves, tables: [NeighborTable],
    in surroundings: Executable.CallContext
  ) throws(DiagnosticError) -> Bool

}

/// Compiled code with the interpreter beside it, which answers where the code does not: it knows the
/// words for what went wrong, and the cases that no code was made for.
final class NativeExecutable: Sendable {

  private let program: any CompiledCode
  private let interface: CallInterface
  private let text: String
  private let parsed = Mutex<Program?>(nil)

  /// What the code takes, so that no call has to spell it out.
  private let fieldTypes: [(kind: ScalarKind, dims: [String])]
  private let scalarKinds: [ScalarKind]

  init(_ program: any CompiledCode, _ interface: CallInterface, text: String) {
    self.program = program
    self.interface = interface
    self.text = text
    fieldTypes = program.entry.fields.map { ($0.kind, $0.dims) }
    scalarKinds = program.entry.scalars.map(\.kind)
  }

  /// Updates `arguments`, in place where nobody else has the same memory.
  func update(
    _ arguments: inout [ArgumentValue], _ around: Executable.CallContext
  ) throws(DiagnosticError) {
    var leaves = ArgumentLeaves(taking: &arguments)
    var isDone = false
    if let tables = tables(around.tables), suits(leaves) {
      do throws(DiagnosticError) {
        isDone = try program.update(&leaves, tables: tables, in: around)
      } catch {
        leaves.putBack(into: &arguments)
        throw error
      }
    }
    leaves.putBack(into: &arguments)
    if isDone { return }
    arguments = try Interpreter.run(
      try interpreted(), arguments: arguments, tables: around.tables,
      isCancelled: around.isCancelled)
  }

  /// `true` iff the code takes such arguments.
  private func suits(_ leaves: ArgumentLeaves) -> Bool {
    guard leaves.fields.count == fieldTypes.count, leaves.scalars.count == scalarKinds.count
    else { return false }
    for (field, type) in zip(leaves.fields, fieldTypes) {
      let dims = field.domain.dims
      guard field.dtype == type.kind, dims.count == type.dims.count else { return false }
      for (d, name) in zip(dims, type.dims) where d.name != name { return false }
    }
    for (value, kind) in zip(leaves.scalars, scalarKinds) where value.kind != kind { return false }
    return true
  }

  /// The tables that the code takes; `nil` if one is missing or is not as the code was made for.
  private func tables(_ given: [String: NeighborTable]) -> [NeighborTable]? {
    if program.entry.tables.isEmpty { return [] }
    var result: [NeighborTable] = []
    for slot in program.entry.tables {
      guard let table = given[slot.name], table.columnCount == slot.columns,
        table.target.name == slot.target, table.source.name == slot.source,
        slot.hasSkipValues || !table.type.hasSkipValues
      else { return nil }
      result.append(table)
    }
    return result
  }

  private func interpreted() throws(DiagnosticError) -> Program {
    if let known = parsed.withLock({ $0 }) { return known }
    let file = SourceFile(name: interface.name + ".itir", text: text)
    let program = try Program(parsing: file).with(sites: interface.sites)
    parsed.withLock { $0 = program }
    return program
  }

}
