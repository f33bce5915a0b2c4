import Diagnostics
import IteratorIR
import StencilTypes

/// A program as an SDFG that DaCe loads from a file.
public struct SDFGProgram: Sendable, Hashable {

  /// The JSON text of the file.
  public let text: String

  public let entry: EntryPoint

  /// The names of the arguments.
  public let interface: SDFGInterface

  /// Writes `program`, after the passes of a pipeline, for `tables` by the names of offsets.
  ///
  /// - Throws: One message that says why if something in it has no form in C, which its tasklets hold.
  public init(
    lowering program: Program, tables: [String: TableType] = [:]
  ) throws(DiagnosticError) {
    // DaCe brings threads of its own; plain loops are what people read.
    var options = Schedule.Options()
    options.tiling = .off
    options.streamedBytes = nil
    let loops = try LoopProgram(lowering: program, tables: tables, options: options)
    var checked: LoopProgram?
    if loops.tests.contains(where: { $0.code == 4 }) {
      checked = try LoopProgram(
        lowering: program, tables: tables, options: options, checkedBeside: loops)
    }
    let all = checked?.entry ?? loops.entry
    var writer = SDFGWriter(program.name, all)
    text = writer.text(loops, checked)
    interface = writer.interface
    entry = EntryPoint(
      symbol: writer.interface.name, fields: all.fields, scalars: all.scalars,
      tables: all.tables, failures: all.failures)
  }

}
