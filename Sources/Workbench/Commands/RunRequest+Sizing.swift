import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import Toolchain

extension RunRequest {

  /// Makes the fields that are to be made: outputs on the given ranges, inputs as large as needed.
  func size(
    _ pending: inout [String: PendingArgument], in session: Session, _ remarks: inout [String],
    _ used: inout Set<Dimension>
  ) throws(DiagnosticError) {
    let outputs = program.outputNames
    let reached = ReachedRanges(program: program, tables: session.tablesByOffset)
    var boxes: [String: Domain]?
    for name in program.parameters.map(\.name.name) where outputs.contains(name) {
      pending[name] = try pending[name]?.filled(at: name) {
        (type, filling, kept, path) throws(DiagnosticError) in
        if boxes == nil, type.dims.contains(where: { ranges[$0] == nil }) {
          boxes = try reached.boxes(for: pending, given: ranges.mapValues(\.range)) ?? [:]
        }
        var domain: Domain
        if let box = boxes?[path] {
          domain = box
          used.formUnion(type.dims)
          remarks.append("\(kept) made \(filling.text) on \(box)")
        } else {
          domain = try givenDomain(type, parameter: name, &used)
        }
        return try make(filling, type, domain, kept, parameter: name, session)
      }
    }
    let unsized = program.parameters.map(\.name.name).filter { pending[$0]?.isReady == false }
    if unsized.isEmpty { return }
    let needs = try Toolchain.requirements(
      of: program,
      arguments: program.parameters.map { pending[$0.name.name]?.outline ?? .field(nil) },
      tables: session.tablesByOffset)
    for name in unsized {
      pending[name] = try pending[name]?.filled(at: name) {
        (type, filling, kept, path) throws(DiagnosticError) in
        let domain =
          if let need = needs[path] { need.domain } else {
            try givenDomain(type, parameter: name, &used)
          }
        remarks.append("\(kept) made \(filling.text) on \(domain)")
        return try make(filling, type, domain, kept, parameter: name, session)
      }
    }
  }

  private func givenDomain(
    _ type: FieldType, parameter: String, _ used: inout Set<Dimension>
  ) throws(DiagnosticError) -> Domain {
    var result: [Range<Int>] = []
    used.formUnion(type.dims)
    let missing = type.dims.filter { ranges[$0] == nil }
    if !missing.isEmpty {
      throw DiagnosticError(
        .missingOutputRange(missing, parameter: parameter, at: given[parameter]?.span ?? line.span))
    }
    for d in type.dims { result += ranges[d].map { [$0.range] } ?? [] }
    return Domain(dims: type.dims, ranges: result)
  }

  private func make(
    _ filling: FieldFilling, _ type: FieldType, _ domain: Domain, _ name: String,
    parameter: String, _ session: Session
  ) throws(DiagnosticError) -> Field {
    do throws(FieldError) {
      switch filling {
      case .random:
        return try backend.placed(
          try Field.random(
            seed: seed ?? session.settings.seed, name: name, on: domain, dtype: type.dtype,
            progress: session.surroundings.progress(stoppingWith: .interrupted)))
      case .zeros: return try backend.allocate(type.dtype, domain)
      case .ones:
        return try backend.placed(
          try Field.ones(
            type.dtype, on: domain,
            progress: session.surroundings.progress(stoppingWith: .interrupted)))
      case .number(let value, _):
        return try backend.placed(
          try Field.constant(
            value, on: domain,
            progress: session.surroundings.progress(stoppingWith: .interrupted)))
      }
    } catch {
      throw DiagnosticError(.impossibleField(error, at: given[parameter]?.span ?? line.span))
    }
  }

}

// MARK: - Messages

extension Diagnostic {

  fileprivate static func missingOutputRange(
    _ dims: [Dimension], parameter: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.missingArgument,
      "The range of '\(parameter)' along \(dims.map { "'\($0.name)'" }.joined(separator: " and ")) "
        + "is not known.", at: span,
      hint: "add \(dims.map { "\($0.name)=lo:hi" }.joined(separator: " "))")
  }

}
