import CodeGen
import Diagnostics
import Fields
import Foundation
import Interpreter
import IteratorIR
import StencilTypes

/// Small arguments of a frozen program with the results that they must give.
struct GoldenVectors: Codable, Hashable {

  struct FieldValue: Codable, Hashable {

    /// The name for callers.
    let name: String

    /// The index of the first element, and the number of elements, in each dimension.
    let origin: [Int], shape: [Int]

    /// The elements before the call, and after it if it is written: in C order, little-endian.
    let values: Data, expected: Data?

  }

  struct ScalarBytes: Codable, Hashable {
    let name: String
    let value: Data
  }

  struct Table: Codable, Hashable {
    let name: String
    let rows: Int, columns: Int
    let entries: [Int32]
    let skip: Int32?
  }

  let fields: [FieldValue]
  let scalars: [ScalarBytes]
  let tables: [Table]

  /// Why the call fails, if it does; the fields stay as they were then.
  let failure: String?

  /// More than this is no small example.
  private static let limit = 1 << 20

  /// Computes the results of the sample of `request`; `nil` if it is too large to be written.
  init?(_ request: Freezer.Request, _ interface: FrozenInterface) throws(DiagnosticError) {
    var arguments = request.sample
    let before = ArgumentLeaves(taking: &arguments)
    let tables = interface.tables.compactMap { t in request.tables[t.source].map { (t, $0) } }
    let size =
      before.fields.reduce(0) { $0 + $1.domain.count * $1.dtype.byteCount }
      + tables.reduce(0) { $0 + $1.1.entries.count * 4 }
    guard size <= Self.limit, before.fields.count == interface.fields.count,
      tables.count == interface.tables.count
    else { return nil }
    var results = request.sample
    do throws(DiagnosticError) {
      results = try Interpreter.run(
        request.lowered.program, arguments: request.sample, tables: request.tables)
      failure = nil
    } catch {
      guard error.isOfPoint else { throw error }
      failure = error.diagnostics[0].message
    }
    let after = ArgumentLeaves(taking: &results)
    fields = interface.fields.indices.map { i in
      let field = before.fields[i]
      return FieldValue(
        name: interface.fields[i].name, origin: field.domain.ranges.map(\.lowerBound),
        shape: field.domain.shape, values: field.denseBytes,
        expected: interface.fields[i].intent == "in" ? nil : after.fields[i].denseBytes)
    }
    scalars = zip(interface.scalars, before.scalars).map { slot, value in
      var bytes = [UInt8](repeating: 0, count: 8)
      bytes.withUnsafeMutableBytes { if let a = $0.baseAddress { value.store(to: a) } }
      return ScalarBytes(name: slot.name, value: Data(bytes))
    }
    self.tables = tables.map { t, table in
      Table(
        name: t.name, rows: table.rowCount, columns: table.columnCount, entries: table.entries,
        skip: table.skipValue)
    }
  }

  var bytes: [UInt8] { canonicalJSON(self) + [UInt8(ascii: "\n")] }

  /// Calls `program` with the arguments; returns the name of the first field that is other than it
  /// must be, or what went wrong.
  func difference(
    of program: NativeProgram, _ interface: FrozenInterface
  ) -> String? {
    guard fields.count == interface.fields.count, scalars.count == interface.scalars.count,
      tables.count == interface.tables.count
    else { return "the arguments" }
    var given: [Field] = []
    for (v, f) in zip(fields, interface.fields) {
      guard let field = Field(v.values, v, f) else { return v.name }
      given.append(field)
    }
    let values = zip(scalars, interface.scalars).map { bytes, slot in
      bytes.value.withUnsafeBytes { raw -> ScalarValue in
        guard let address = raw.baseAddress, raw.count == 8 else { return ScalarValue(false) }
        return ScalarValue(loading: address, as: ScalarKind(rawValue: slot.dtype) ?? .float64)
      }
    }
    for (v, t) in zip(tables, interface.tables)
    where v.columns != t.columns || v.rows < 0 || v.entries.count != v.rows * v.columns {
      return v.name
    }
    let tables = zip(tables, interface.tables).map { v, t in
      NeighborTable(
        target: Dimension(t.target), local: Dimension(t.source, .local),
        source: Dimension(t.neighbors), rowCount: v.rows, columnCount: v.columns,
        entries: v.entries, skipValue: v.skip)
    }
    let ending = program.call(&given, values, tables: tables, threads: .single)
    let hasEndedWell =
      if case .failed = ending { failure != nil } else { ending == .done && failure == nil }
    guard hasEndedWell else { return "the call" }
    for ((v, f), result) in zip(zip(fields, interface.fields), given) {
      guard let expected = v.expected else { continue }
      guard let field = Field(expected, v, f), field.digest == result.digest else { return v.name }
    }
    return nil
  }

}

extension Field {

  /// The elements in C order, little-endian.
  fileprivate var denseBytes: Data {
    let dense = converted(to: .dense(dims))
    return Data(dense.storage.bytes[..<(domain.count * dtype.byteCount)])
  }

  /// Creates the field with these elements; `nil` if there are not as many.
  fileprivate init?(
    _ bytes: Data, _ v: GoldenVectors.FieldValue, _ f: FrozenInterface.Field
  ) {
    guard let kind = ScalarKind(rawValue: f.dtype), v.shape.count == f.dims.count,
      v.origin.count == f.dims.count, v.shape.allSatisfy({ (0 ..< 1 << 24).contains($0) }),
      v.origin.allSatisfy({ abs($0) < 1 << 31 })
    else { return nil }
    let count = v.shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
    guard bytes.count == count * kind.byteCount else { return nil }
    self.init(
      zeros: kind,
      on: Domain(
        dims: f.dims.map { Dimension($0) }, ranges: zip(v.origin, v.shape).map { $0 ..< $0 + $1 }))
    bytes.withUnsafeBytes { storage.bytes.copyMemory(from: $0) }
  }

}
