import Diagnostics
import Fields
import StencilTypes

extension Command {

  static let connect: Command = Command(
    "connect", "gives an offset its neighbor table",
    usage: ["connect OFFSET = load \"table.npy\" [skip=-1]"],
    arguments: [
      .init("OFFSET", "an offset to neighbors, by its own name or the one in scope"),
      .init("skip", "the number that stands where there is no neighbor"),
    ],
    examples: ["connect V2E = load \"v2e.npy\"", "connect E2C = load \"e2c.npy\" skip=-1"],
    listedWith: "field",
    completion: { point in
      if point.key != nil { return ["load"] }
      if point.words.last == "load" { return point.files("npy", "npz") }
      return point.isFirst ? point.offsets : ["skip="]
    }
  ) { line, session throws(DiagnosticError) in
    guard case .option(let name, let kind)? = line.arguments.first, kind.text == "load",
      let file = line.words.first, line.words.count == 1
    else { throw DiagnosticError(.usage(.connect, at: line.span)) }
    let offset = try session.offset(name)
    guard !offset.isCartesian, offset.target.count == 2 else {
      throw DiagnosticError(.cartesianOffset(name))
    }
    var skip: Int?
    for (key, value) in line.options.dropFirst() {
      guard key.text == "skip" else { throw DiagnosticError(.usage(.connect, at: key.span)) }
      skip = try value.integer()
    }
    let table = try session.loadTable(file, offset: offset, skipValue: skip)
    session.tables[offset.name] = table
    session.noteLoading(of: file)
    return Output([
      .init(
        "\(offset.name)  \(table.target.name) -> \(table.source.name)  "
          + "\(table.rowCount) x \(table.columnCount)",
        json: .object([
          "offset": .string(offset.name), "rows": .integer(table.rowCount),
          "columns": .integer(table.columnCount),
        ]))
    ])
  }

}

extension Diagnostic {

  fileprivate static func cartesianOffset(_ name: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "The offset '\(name.text)' needs no neighbor table.",
      at: name.span, hint: "it moves along one dimension")
  }

}
