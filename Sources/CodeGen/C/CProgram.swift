import Diagnostics
import IteratorIR
import StencilTypes

/// One self-contained C file, and how its function is called.
public struct CProgram: Sendable, Hashable {

  public let text: String
  public let entry: EntryPoint

  /// The loops that `text` was written from.
  public let loops: LoopProgram

  /// Compiles `program`, after the passes of a pipeline, for `tables` by the names of offsets.
  ///
  /// - Throws: One message that says why if something in it has no form in C.
  public init(
    lowering program: Program, tables: [String: TableType] = [:],
    options: Schedule.Options = Schedule.Options()
  ) throws(DiagnosticError) {
    let loops = try LoopProgram(lowering: program, tables: tables, options: options)
    var checked: LoopProgram?
    if options.includesChecked, loops.tests.contains(where: { $0.code == 4 }) {
      checked = try LoopProgram(
        lowering: program, tables: tables, options: options, checkedBeside: loops)
    }
    self.init(loops, checked: checked)
  }

  /// Writes `loops`, and `checked`, which runs where `loops` would read outside fields.
  public init(_ loops: LoopProgram, checked: LoopProgram? = nil) {
    var writer = CWriter(symbol: loops.entry.symbol)
    let text = writer.text(loops, checked)
    let all = checked?.entry ?? loops.entry
    let digest = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    let name = "\(loops.entry.symbol)_\(String(digest, radix: 16))"
    self.text = text.replacingOccurrences(of: CWriter.symbolMark, with: name)
    self.loops = loops
    // How fields lie best, the code says that is made to be fast.
    let fields = zip(all.fields, loops.entry.fields).map { $0.with(row: $1.row) }
    entry = EntryPoint(
      symbol: name, fields: fields, scalars: all.scalars, tables: all.tables,
      failures: all.failures)
  }

}

extension String {

  /// Returns the text with each `mark`, whose first byte is rare, replaced.
  fileprivate func replacingOccurrences(of mark: String, with other: String) -> String {
    let (bytes, mark) = (Array(utf8), Array(mark.utf8))
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let i = rest.firstIndex(of: mark[0]) {
      result += rest[..<i]
      rest = rest[i...]
      if rest.starts(with: mark) {
        result += Array(other.utf8)
        rest = rest.dropFirst(mark.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return String(decoding: result + rest, as: UTF8.self)
  }

}

extension LoopProgram {

  /// Lowers `program`; with `checkedBeside`, so that each read is checked.
  ///
  /// - Throws: What loops cannot express, with its place.
  public init(
    lowering program: Program, tables: [String: TableType] = [:],
    options: Schedule.Options = Schedule.Options(), checkedBeside other: LoopProgram? = nil
  ) throws(DiagnosticError) {
    self = try withLargeStack { () throws(DiagnosticError) in
      let lowering = try ProgramLowering(
        program, tables: tables, options: options, isChecked: other != nil)
      if let other { try lowering.stager.adopt(other.entry) }
      return try lowering.lower().withoutUnused()
    }
  }

}
