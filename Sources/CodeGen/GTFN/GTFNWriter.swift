import IteratorIR
import StencilTypes

/// Writes the functors of a program and the function that executes them.
final class GTFNWriter {

  let program: Program
  let connectivities: [String: ConnectivityType]
  let tags: CppTags

  /// The functors, and the function that uses them.
  let functors = CppText()
  let body = CppText()

  let scalars = CppScalars()

  /// Writes scalars outside of stencils.
  let host: StencilWriter

  var canFail = false
  var canFailIfTested = false
  var functorCount = 0

  /// The texts of bounds by expression, so that equal domains have equal texts.
  var bounds: [Expr: (text: String, block: BlockPath)] = [:]

  init(_ program: Program, _ connectivities: [String: ConnectivityType]) {
    self.program = program
    self.connectivities = connectivities
    tags = CppTags(program, isUnstructured: program.mentionsUnstructuredDomain)
    host = StencilWriter(
      body, connectivities: connectivities, offsets: program.offsets, tags: tags,
      scalars: scalars, host: CppHost(tags: tags))
  }

  func write() throws(GTFNRefusal) -> (String, EntryPoint) {
    guard program.functions.isEmpty else { throw GTFNRefusal("functions are left in the program") }
    let slots = CppSlots(program, connectivities)
    let symbol = safe("stk", program.name, nil)
    var scope = CppScope()
    for p in slots.parameters { scope[p.name] = .field(p.field) }
    try body.braces(
      """
      template <stk::phase now> std::int32_t \(symbol)_body(stk_call const *call, stk::workspace &memory) {
      """
    ) { () throws(GTFNRefusal) in
      for line in slots.declarations { body.line(line) }
      for line in tableDeclarations(slots) { body.line(line) }
      for t in program.temporaries {
        scope[t.name] = .field(try temporary(t.dtype, try domains(t.domain, scope)))
      }
      for s in program.body { try statement(s, scope) }
      body.line("(void)call; (void)memory;")
      body.line("return 0;")
    }
    canFail = canFail || host.canFail
    let entry = EntryPoint(
      symbol: symbol, fields: slots.fields(written: Set(program.writtenNames.map(\.name))),
      scalars: slots.scalars,
      tables: slots.tables, failures: [])
    return (
      GTFNPrelude.text(helpers: scalars.helpers) + tags.declarations.joined(separator: "\n")
        + "\n\n"
        + functors.lines.joined(separator: "\n") + "\n" + body.lines.joined(separator: "\n")
        + "\n}  // namespace\n"
        + GTFNPrelude.entry(
          symbol, entry.fields, canFail: canFail, canFailIfTested: canFailIfTested),
      entry
    )
  }

  private func tableDeclarations(_ slots: CppSlots) -> [String] {
    slots.tables.enumerated().map { i, t in
      "auto const \(tableName(t.name)) = stk::table<\(t.columns)>{call->tables[\(i)]};"
    }
  }

}
