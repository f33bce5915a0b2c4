import Diagnostics
import Fields
import Interpreter
import IteratorIR
import StencilTypes
import TestSupport
import Testing

let dimI = Dimension("I")
let dimJ = Dimension("J")
let dimK = Dimension("K", .vertical)

/// Returns a float64 field along `dimension`, with `values` from index `start` on.
func line(_ dimension: Dimension, _ values: [Double], from start: Int = 0) -> ArgumentValue {
  .field(Field(values, on: Domain(dims: [dimension], ranges: [start ..< start + values.count])))
}

/// Returns an int32 field along `dimension`.
func integers(_ dimension: Dimension, _ values: [Int32], from start: Int = 0) -> ArgumentValue {
  .field(Field(values, on: Domain(dims: [dimension], ranges: [start ..< start + values.count])))
}

/// Returns a float64 field on two dimensions, row after row.
func plane(_ dims: [Dimension], _ rows: [[Double]]) -> ArgumentValue {
  .field(
    Field(
      Array(rows.joined()), on: Domain(dims: dims, ranges: [0 ..< rows.count, 0 ..< rows[0].count]))
  )
}

/// Runs the program that `text` holds.
func run(
  _ text: String, _ arguments: [ArgumentValue], tables: [String: NeighborTable] = [:]
) throws -> [ArgumentValue] {
  let program = try Program(parsing: SourceFile(name: "test.itir", text: text))
  return try Interpreter.run(program, arguments: arguments, tables: tables)
}

/// Runs the program, and returns the values of the last argument.
func lastField(
  _ text: String, _ arguments: ArgumentValue..., tables: [String: NeighborTable] = [:]
) throws -> [Double] {
  try lastField(of: run(text, arguments, tables: tables)).values.map(number)
}

/// Returns the last of `results`, which has to be a field.
func lastField(of results: [ArgumentValue]) throws -> Field {
  guard case .field(let field)? = results.last else { throw NoField() }
  return field
}

private struct NoField: Error {}

/// Returns the value as a float64.
private func number(_ value: ScalarValue) -> Double {
  value.cast(to: .float64)?.float64 ?? .nan
}

/// Runs the program of `marked` text, which has to fail with `code` at `mark`.
func expectFailure(
  _ code: String, at mark: Int? = 1, saying fragment: String, in text: String,
  _ arguments: [ArgumentValue],
  tables: [String: NeighborTable] = [:], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let marked = MarkedText(text, name: "test.itir")
  let program = try Program(parsing: marked.file)
  do {
    _ = try Interpreter.run(program, arguments: arguments, tables: tables)
    Issue.record("nothing was reported", sourceLocation: sourceLocation)
  } catch {
    let d = error.diagnostics[0]
    let shown = Comment(rawValue: d.rendered())
    #expect(d.code == code, shown, sourceLocation: sourceLocation)
    #expect(d.rendered().contains(fragment), shown, sourceLocation: sourceLocation)
    #expect(isHeadline(d.message) && isHint(d.hint), shown, sourceLocation: sourceLocation)
    expectPlace(d, at: mark, in: marked, shown, sourceLocation: sourceLocation)
  }
}
