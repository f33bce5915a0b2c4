import StencilTypes

/// Writes loops as an SDFG: a state finds out what the loops need, and each nest is a state of its own.
///
/// Tasklets hold the C of loops, over pointers to whole arrays.
struct SDFGWriter {

  let interface: SDFGInterface
  let entry: EntryPoint
  var names: SDFGNames

  /// The C of statements; all tasklets share the helpers.
  var c: CWriter

  var symbols: [(name: String, kind: String)] = []
  var arrays: [(name: String, value: SDFGValue)] = []

  /// The extents of arrays by their names, and the types of their elements.
  var shapes: [String: [String]] = [:]
  var kinds: [String: String] = [:]

  var states: [(label: String, work: SDFGTasklet?)] = []
  var edges: [SDFGValue] = []

  /// Creates a writer for a program that is called as `entry` says.
  init(_ name: String, _ entry: EntryPoint) {
    self.entry = entry
    c = CWriter(symbol: name)
    var names = SDFGNames()
    let fields = entry.fields.map { f in
      let array = names.unique(f.name)
      let dims = f.dims.map { "\(array)_\(cName($0))" }
      return SDFGInterface.Array(
        name: array, sizes: dims.map { names.unique($0 + "_size") },
        strides: dims.map { names.unique($0 + "_stride") },
        origins: dims.map { names.unique($0 + "_origin") })
    }
    let scalars = entry.scalars.map { names.unique($0.name) }
    let tables = entry.tables.map { t in
      let array = names.unique(t.name)
      func symbol(_ part: String) -> String { names.unique("\(array)_\(part)") }
      return SDFGInterface.Table(
        name: array, rows: symbol("rows"), columns: symbol("columns"),
        rowStride: symbol("row_stride"), columnStride: symbol("column_stride"),
        skip: symbol("skip"), hasSkip: symbol("has_skip"), lowest: symbol("lowest"),
        highest: symbol("highest"))
    }
    interface = SDFGInterface(
      name: names.unique(name), fields: fields, scalars: scalars, tables: tables,
      failure: names.unique("failure"))
    self.names = names
    declare()
  }

  /// Declares what a caller passes.
  private mutating func declare() {
    for (f, slot) in zip(interface.fields, entry.fields) {
      for s in f.sizes + f.strides + f.origins { symbols.append((s, "int64")) }
      add(
        f.name, slot.kind.sdfgName, f.sizes.isEmpty ? ["1"] : f.sizes,
        strides: f.strides.isEmpty ? ["1"] : f.strides)
    }
    for (s, slot) in zip(interface.scalars, entry.scalars) {
      symbols.append((s, slot.kind.sdfgName))
    }
    for t in interface.tables {
      for s in [t.rows, t.columns, t.rowStride, t.columnStride] { symbols.append((s, "int64")) }
      for s in [t.skip, t.hasSkip, t.lowest, t.highest] { symbols.append((s, "int32")) }
      add(t.name, "int32", [t.rows, t.columns], strides: [t.rowStride, t.columnStride])
    }
    add(interface.failure, "int64", ["12"], strides: ["1"])
  }

  mutating func add(
    _ name: String, _ kind: String, _ shape: [String], strides: [String] = ["1"],
    isTransient: Bool = false
  ) {
    arrays.append(
      (name, SDFGGraph.array(kind, shape: shape, strides: strides, isTransient: isTransient)))
    shapes[name] = shape
    kinds[name] = kind
  }

  /// Returns the SDFG of `loops`, and of `checked` where those would read outside of fields.
  mutating func text(_ loops: LoopProgram, _ checked: LoopProgram?) -> String {
    // Whoever reads state machines wants branches that come together again.
    let first = write(loops, "")
    if let checked {
      let second = write(checked, "checked_")
      let end = addState("end")
      connect(first.last, second.start, if: "\(first.code) == 4")
      connect(first.last, end, if: "\(first.code) != 4")
      connect(second.last, end)
    }
    let start = first.start
    let attributes: [(String, SDFGValue)] = [
      ("name", .string(interface.name)),
      ("_arrays", .object(arrays.map { ($0.name, $0.value) })),
      ("symbols", .object(symbols.map { ($0.name, .string($0.kind)) })),
      ("arg_names", .array([])),
      ("global_code", .object([("frame", SDFGGraph.code(frame, "CPP"))])),
    ]
    return SDFGValue.object([
      ("type", .string("SDFG")), ("attributes", .object(attributes)),
      ("nodes", .array(states.enumerated().map { state($0, $1.label, $1.work) })),
      ("edges", .array(edges)), ("start_block", .int(start)), ("dace_version", .string("1.0.0")),
      ("sdfg_list_id", .int(0)), ("cfg_list_id", .int(0)),
    ]).text()
  }

  /// The types and functions that tasklets use.
  private var frame: String {
    let own = CInterface.helpers.filter { c.helpers.contains($0.name) }.map(\.text)
    return """
      #include <cmath>
      #include <cstdint>
      #include <cstdlib>
      #include <type_traits>
      extern "C" {
      \(CInterface.types)
      \(CInterface.macros)
      \((own + c.scalars.helpers).joined(separator: "\n"))
      }

      """
  }

  /// Adds a state and returns its number.
  mutating func addState(_ label: String, _ work: SDFGTasklet? = nil) -> Int {
    states.append((label, work))
    return states.count - 1
  }

  mutating func connect(
    _ source: Int, _ target: Int, if condition: String = "1",
    _ assignments: [(String, String)] = []
  ) {
    edges.append(SDFGGraph.interstate(source, target, if: condition, assignments))
  }

}
