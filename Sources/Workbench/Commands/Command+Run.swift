import Diagnostics
import Fields
import Foundation
import IteratorIR
import OrderedCollections
import StencilTypes
import Toolchain

extension Command {

  static let run: Command = Command(
    "run", "runs a program on fields",
    usage: ["run [PROGRAM] [PARAM=VALUE] … [DIM=lo:hi] … [seed=n] [backend=NAME]"],
    arguments: [
      .program,
      .init("PARAM", "a parameter; those left out are the fields of their names"),
      .init(
        "VALUE",
        "a field, a number (of which a field can be made), (v,(v,v)), random, zeros, ones or \"file.npy\""
      ),
      .init(
        "DIM", "the range of the outputs: lo:hi, or n for 0:n; as far as inputs reach if left out"),
      .init("NAME", "what runs it: \(Backend.all.map(\.name).joined(separator: ", "))"),
    ],
    examples: [
      "run laplacian u=u out=zeros", "run u=random lap=zeros i0=0 i1=8 j0=0 j1=8 I=0:8 J=0:8",
      "run diffuse u=u lap=out",
      "run u=\"u.npy\" t=(a,(b,c)) use_lam=true",
    ],
    redirection: .none(instead: "save NAME \"out.npy\" writes a field"),
    completion: { point in
      guard let key = point.key else {
        return point.parameters(where: { _ in true }).map { $0 + "=" } + point.dimensionOptions
          + ["seed=", "backend="] + (point.isFirst ? point.programs : [])
      }
      return point.arguments(for: key)
    }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, options: true, of: .run)
    var runner = session.runner
    let run = try session.preparedRun(line, &runner)
    let result: Session.CallResult
    do throws(DiagnosticError) {
      result = try session.call(run, &runner)
    } catch {
      throw error.completed(for: run, tables: session.tablesByOffset)
    }
    let program = run.program
    var items = (run.arguments.remarks + result.remarks).map { Output.Item.message($0) }
    for (name, value) in result.values {
      items += try session.store(
        value, of: name, as: run.arguments.names[name], program.outputNames)
    }
    items += session.unwritten(by: program, run.arguments.values.map(\.value))
    items.append(
      Output.Item(
        text: { "time \($0.text(of: result.duration))" },
        json: { .object(["seconds": $0.json(of: result.duration)]) }))
    session.lastArguments[run.info.callable.name] = run.declaredValues.map(\.value)
    for value in run.request.given.values { session.noteLoading(ofFilesIn: value) }
    let written = program.parameters.map(\.name.name).filter(program.outputNames.contains)
      .flatMap { run.arguments.names[$0]?.fields(of: $0) ?? [] }
    session.lastRun = LastRun(
      name: run.info.callable.name, program: program,
      arguments: run.arguments.values.map(\.value),
      written: Dictionary(written.map { ($0.field, $0.path) }) { a, _ in a })
    return Output(items, next: written.first.map { session.looks(at: $0.field) } ?? [])
  }

}

extension Session {

  /// Says of which outputs nothing was written, since the domains are empty.
  fileprivate func unwritten(by program: Program, _ values: [ArgumentValue]) -> [Output.Item] {
    let written = try? Toolchain.requirements(
      of: program, arguments: values.map { ArgumentOutline($0) },
      tables: tablesByOffset)
    return program.parameters.map(\.name.name).filter {
      program.outputNames.contains($0) && written?[$0]?.domain.isEmpty ?? false
    }.map { .message("nothing was written to \($0): the domain is empty") }
  }

  /// Returns the types of the fields that a scan operator called by itself is given for scalars.
  ///
  /// A field that is to be made extends along the dimensions whose ranges are given.
  func fieldsForScan(
    _ callable: Callable, _ line: CommandInput, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> [String: DataType] {
    guard case .fieldOperator(let o) = callable.definition, o.scan != nil else { return [:] }
    let parameters = try toolchain.parameters(of: callable, &runner)
    let dims = Set(line.options.compactMap { knownDimension($0.key.text) }).sorted()
    var result: [String: DataType] = [:]
    for p in parameters {
      let given = line.options.first { $0.key.text == p.name }?.value
      result[p.name] = given.map { scanType(of: $0, for: p.type, dims) }
      if given == nil, case .scalar = p.type, let field = fields[p.name] {
        result[p.name] = .field(field.type)
      }
    }
    return result
  }

  /// Returns the type of `value` as an argument of a scan whose parameter has `type`.
  private func scanType(
    of value: Spelled, for type: DataType, _ dims: [StencilTypes.Dimension]
  ) -> DataType {
    switch type {
    case .scalar(let kind):
      if !value.isQuoted, let field = fields[value.text] { return .field(field.type) }
      return value.isQuoted || FieldFilling(value.text) != nil
        ? .field(dims, kind) : type
    case .tuple(let types):
      guard let parts = value.tupleParts, parts.count == types.count else { return type }
      return .tuple(zip(parts, types).map { scanType(of: $0, for: $1, dims) })
    case .named: return scanType(of: value, for: type.structural, dims)
    case .field: return type
    }
  }

  /// Keeps what came back for parameter `parameter` as fields; returns the lines about outputs.
  fileprivate mutating func store(
    _ value: ArgumentValue, of parameter: String, as name: ArgumentName?,
    _ outputs: Set<String>
  ) throws(DiagnosticError) -> [Output.Item] {
    switch (value, name) {
    case (.field(let field), .field(let name)):
      fields[name] = field
      return outputs.contains(parameter)
        ? [try summary(of: field, named: name)] : []
    case (.tuple(let values), .tuple(let names)):
      var items: [Output.Item] = []
      for (value, name) in zip(values, names) {
        items += try store(value, of: parameter, as: name, outputs)
      }
      return items
    case (.scalar, _), (.field, .tuple), (.field, .scalar), (.field, nil), (.tuple, .field),
      (.tuple, .scalar), (.tuple, nil):
      return []
    }
  }

}

extension Duration {

  /// The duration with three digits and a fitting unit: `1.25 ms`.
  var shortText: String {
    let seconds = self / .seconds(1)
    return switch seconds {
    case ..<1e-3: "\(shortest(seconds * 1e6)) us"
    case ..<1: "\(shortest(seconds * 1e3)) ms"
    default: "\(shortest(seconds)) s"
    }
  }

  private func shortest(_ value: Double) -> String { String(format: "%.3g", value) }

}
