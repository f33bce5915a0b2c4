import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import Toolchain

/// What a program reads of a field for one point of its result.
struct Footprint {

  /// The field that is read, and the one that is written, by the names of the parameters.
  let input, output: String

  /// The box that is read; `nil` if nothing is.
  let box: Domain?

  /// The point of the result.
  let point: [Dimension: Int]

  /// How a point of the input is drawn.
  enum Mark: Character {

    /// It is read.
    case read = "o"

    /// It is read, and it is the point of the result.
    case readPoint = "X"

    /// It is the point of the result, and is not read.
    case point = "+"

  }

  /// Returns how the points are drawn that lie in all of these ranges of indices.
  func mark(at ranges: [Dimension: Range<Int>]) -> Mark? {
    let isPoint = ranges.allSatisfy { d, r in point[d].map { r.contains($0) } ?? false }
    let isRead =
      box.map { box in
        ranges.allSatisfy { d, r in box[d].map { $0.overlaps(r) } ?? true }
      } ?? false
    return isRead ? (isPoint ? .readPoint : .read) : isPoint ? .point : nil
  }

  /// `out at I=5, J=5 reads inp on I=4:7, J=4:7`.
  var text: String {
    let place = point.sorted { $0.key < $1.key }.map { "\($0.key.name)=\($0.value)" }
    let reads = box.map { "reads \(input) on \($0)" } ?? "reads nothing of \(input)"
    return "\(output) at \(place.joined(separator: ", ")) \(reads)"
  }

}

extension Session {

  /// Returns what the last run read of the field `input` for the value of the field `output` at
  /// `point`.
  func footprint(
    of input: Spelled, for output: Spelled, at point: [Dimension: Int], _ span: SourceSpan
  ) throws(DiagnosticError) -> Footprint {
    guard let name = lastRun, let callable = callables[name], let arguments = lastArguments[name]
    else { throw DiagnosticError(.notRun(at: span)) }
    var runner = self.runner
    var given: [String: DataType] = [:]
    if case .fieldOperator(let o) = callable.definition, o.scan != nil {
      let names = try toolchain.parameters(of: callable, &runner).map(\.name)
      for (name, value) in zip(names, arguments) { given[name] = value.type }
    }
    let signature = try toolchain.declaredSignature(of: callable, givenFields: given, &runner)
    let program = try toolchain.lower(
      CompileInfo(callable, signature, settings: passSettings), &runner
    ).program
    let names = program.parameters.map(\.name.name)
    func parameter(_ name: Spelled) throws(DiagnosticError) -> String {
      if names.contains(name.text) { return name.text }
      let field = try self.field(name)
      for (n, value) in zip(names, arguments) {
        if case .field(let f) = value, f.storage === field.storage { return n }
      }
      throw DiagnosticError(.noParameter(name, names, of: callable.name))
    }
    let (read, written) = (try parameter(input), try parameter(output))
    guard let statement = program.body.compactMap({ $0.writing(written, at: point) }).last
    else { throw DiagnosticError(.notWritten(output, by: callable.name)) }
    let needs = try Toolchain.requirements(
      of: program.with(body: [statement]), arguments: arguments.map(ArgumentOutline.init),
      tables: tablesByOffset, checksCoverage: false)
    let box = needs[read].flatMap { $0.domain.isEmpty ? nil : $0.domain }
    return Footprint(input: input.text, output: output.text, box: box, point: point)
  }

}

extension Statement {

  /// Returns the statement in this that writes `name`, made to write one point only.
  fileprivate func writing(_ name: String, at point: [Dimension: Int]) -> Statement? {
    switch self {
    case .set(let target, let domain, let value):
      let isWritten = target.contains {
        if case .reference(let s) = $0.kind { s.name == name } else { false }
      }
      if !isWritten { return nil }
      let kind: Builtin =
        domain.contains {
          if case .builtin(.unstructuredDomain) = $0.kind { true } else { false }
        } ? .unstructuredDomain : .cartesianDomain
      let ranges = point.sorted { $0.key < $1.key }.map { d, i in
        Expr.call(.namedRange, .axis(d), .int(i), .int(i + 1))
      }
      let box = Expr.call(kind, arguments: ranges)
      // Each of several targets has its domain.
      let one =
        domain.arguments(of: .makeTuple).map {
          Expr.call(.makeTuple, arguments: $0.map { _ in box })
        } ?? box
      return .set(target: target, domain: one, value: value)
    case .if(let condition, let then, let otherwise):
      let parts = [then, otherwise].map { $0.compactMap { $0.writing(name, at: point) } }
      if parts.allSatisfy(\.isEmpty) { return nil }
      return .if(condition: condition, then: parts[0], otherwise: parts[1])
    }
  }

}

extension Diagnostic {

  fileprivate static func notRun(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.missingArgument, "Nothing was run yet.", at: span,
      hint: "run a program first: its arguments decide what is read")
  }

  fileprivate static func noParameter(
    _ name: Spelled, _ names: [String], of program: String
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue,
      "The last run of '\(program)' had no argument '\(name.text)'.", at: name.span,
      hint: "its parameters are \(names.joined(separator: ", "))")
  }

  fileprivate static func notWritten(_ name: Spelled, by program: String) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "The program '\(program)' does not write '\(name.text)'.",
      at: name.span, hint: "plot INPUT reads OUTPUT I=INDEX …")
  }

}
