import CodeGen
import Diagnostics
import Fields
import Foundation
import StencilTypes

/// The library that DaCe made of an SDFG, called in a process of its own: fields go there and back as files.
struct DaceProgram: CompiledCode {

  let dace: Dace
  let library: Dace.Library
  let entry: EntryPoint
  let interface: SDFGInterface

  func update(
    _ leaves: inout ArgumentLeaves, tables: [NeighborTable],
    in surroundings: Executable.CallContext
  ) throws(DiagnosticError) -> Bool {
    do throws(CompilationProblem) {
      return try call(&leaves, tables, surroundings.isCancelled)
    } catch {
      throw DiagnosticError(error.diagnostic)
    }
  }

  private func call(
    _ leaves: inout ArgumentLeaves, _ tables: [NeighborTable], _ isCancelled: IsCancelled
  ) throws(CompilationProblem) -> Bool {
    let place = try dace.installation(isCancelled: isCancelled)
    let path = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let fields = leaves.fields
    let values = self.values(fields, leaves.scalars, tables)
    let folder = try inFolder { () throws(Folder.Failure) in
      let folder = try Folder.open(path)
      try folder.write(Array(library.object), to: "program.so")
      for (i, f) in fields.enumerated() { try folder.write(f.contiguousBytes(), to: "f\(i)") }
      for (i, t) in tables.enumerated() {
        try folder.write(t.entries.withUnsafeBytes(Array.init), to: "t\(i)")
      }
      try folder.write([UInt8](repeating: 0, count: 96), to: "failure")
      try folder.write(Array(callText(values).utf8), to: "call.json")
      return folder
    }
    let command = ExternalCommand(
      place.python, ["-c", DaceScripts.run], in: path, timeLimit: .seconds(1_000_000))
    try command.runAsDace("The program of DaCe \(place.version)", isCancelled: isCancelled)
    let results = try inFolder { () throws(Folder.Failure) -> [(field: Int, bytes: [UInt8])]? in
      // The first word says how it ended.
      if try folder.read("failure").prefix(8).contains(where: { $0 != 0 }) { return nil }
      var results: [(field: Int, bytes: [UInt8])] = []
      for (i, slot) in entry.fields.enumerated() where slot.isWritten {
        results.append((i, try folder.read("f\(i)", limit: .max)))
      }
      return results
    }
    guard let results else { return false }
    for (i, bytes) in results {
      let dense = Field(zeros: fields[i].dtype, on: fields[i].domain)
      bytes.withUnsafeBytes { dense.storage.bytes.copyMemory(from: UnsafeRawBufferPointer($0)) }
      leaves.fields[i].makeUnique()
      leaves.fields[i].copyElements(from: dense)
    }
    return true
  }

  // MARK: Arguments

  /// The arguments by name: a kind and a text, which for arrays is a file.
  private func values(
    _ fields: [Field], _ scalars: [ScalarValue], _ tables: [NeighborTable]
  ) -> [(name: String, kind: String, text: String)] {
    var values: [(name: String, kind: String, text: String)] = []
    func add(_ name: String, _ number: Int, _ kind: String = "int64") {
      values.append((name, kind, String(number)))
    }
    for (i, (f, names)) in zip(fields, interface.fields).enumerated() {
      values.append((names.name, "file", "f\(i)"))
      var stride = 1
      for axis in f.domain.ranges.indices.reversed() {
        let range = f.domain.ranges[axis]
        add(names.sizes[axis], range.count)
        add(names.strides[axis], stride)
        add(names.origins[axis], range.lowerBound)
        stride *= range.count
      }
    }
    for (value, name) in zip(scalars, interface.scalars) {
      values.append((name, value.kind.rawValue, value.hexadecimalText))
    }
    for (i, (t, names)) in zip(tables, interface.tables).enumerated() {
      values.append((names.name, "file", "t\(i)"))
      add(names.rows, t.rowCount)
      add(names.columns, t.columnCount)
      add(names.rowStride, t.columnCount)
      add(names.columnStride, 1)
      let range = t.entryRange
      add(names.skip, Int(t.skipValue ?? 0), "int32")
      add(names.hasSkip, t.skipValue == nil ? 0 : 1, "int32")
      add(names.lowest, Int(range?.lowerBound ?? 1), "int32")
      add(names.highest, Int(range?.upperBound ?? 0), "int32")
    }
    values.append((interface.failure, "file", "failure"))
    return values
  }

  /// What the script reads: the names of the call, and the values; all names are plain words.
  private func callText(_ values: [(name: String, kind: String, text: String)]) -> String {
    let members = values.map { "\"\($0.name)\": [\"\($0.kind)\", \"\($0.text)\"]" }
    let names = library.arguments.trimmingCharacters(in: .whitespacesAndNewlines).dropLast()
    return "\(names), \"values\": {\(members.joined(separator: ", "))}}"
  }

}

extension ScalarValue {

  /// The value as Python reads it back exactly.
  fileprivate var hexadecimalText: String {
    if let d = float64 ?? float32.map({ Double($0) }) {
      if d.isNaN { return d.sign == .minus ? "-nan" : "nan" }
      if d.isInfinite { return d < 0 ? "-inf" : "inf" }
      // Swift's form, `0x1.8p+3`, is that of C and of Python.
      return String(format: "%a", d)
    }
    if let b = bool { return b ? "1" : "0" }
    return integer.map { "\($0)" } ?? "0"
  }

}
