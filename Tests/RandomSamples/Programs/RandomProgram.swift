/// A random module with operators, scans and a program with bindings: the same for the same seed.
///
/// It holds trees, any part of which can be left out: that is how a failing one is made smaller.
public struct RandomProgram: Sendable {

  let grid: SampleGrid

  /// The functions, each before those that call it.
  var functions: [SampleFunction]

  /// The program; `nil` if the last operator is called directly.
  var entry: SampleEntry?

  /// Values for scalar parameters: `p=true`.
  public internal(set) var bindings: [String]

  /// The name of what is called.
  var entryName: String { entry?.name ?? functions.last?.name ?? "" }

  /// The module as Python.
  public var source: String {
    let definitions = functions.map(\.lines) + (entry.map { [$0.lines] } ?? [])
    return (Self.imports + grid.lines + definitions.flatMap { ["", ""] + $0 } + [""])
      .joined(separator: "\n")
  }

  private static let imports = [
    "from gt4py.next import (", "    Dimension, DimensionKind, Field, FieldOffset, abs, astype,",
    "    broadcast, field_operator, float32, float64, int32, int64, isnan, max_over,",
    "    maximum, min_over, minimum, neighbor_sum, program, scan_operator, where)",
    "from gt4py.next.experimental import as_offset, concat_where", "",
  ]

  /// The programs that are a little smaller.
  private var smaller: [RandomProgram] {
    func changing(_ change: (inout RandomProgram) -> Void) -> RandomProgram {
      var program = self
      change(&program)
      return program
    }
    let fewerFunctions = functions.indices.map { i in changing { $0.functions.remove(at: i) } }
    let fewerBindings = bindings.indices.map { i in changing { $0.bindings.remove(at: i) } }
    let entries = (entry?.smaller ?? []).map { e in changing { $0.entry = e } }
    let bodies = functions.indices.flatMap { i in
      functions[i].smaller.map { f in changing { $0.functions[i] = f } }
    }
    return entries + fewerFunctions + fewerBindings + bodies
  }

  /// Returns the smallest program that can be reached from this one and still satisfies `fails`.
  public func shrunk(while fails: (RandomProgram) -> Bool) -> RandomProgram {
    var current = self
    while let next = current.smaller.first(where: fails) { current = next }
    return current
  }

}
