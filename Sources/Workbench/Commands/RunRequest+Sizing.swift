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
        var remark = ""
        var domain: Domain
        if let need = needs[path]?.domain {
          domain = given(type.localDim, in: need, &used)
        } else if type.localDim.map({ session.columns(of: $0) == nil }) ?? false {
          domain = try givenDomain(type, parameter: name, &used)
        } else {
          used.formUnion(type.dims)
          domain = unreadDomain(type, besides: pending, in: session)
          remark = ", which this run does not read"
        }
        remarks.append("\(kept) made \(filling.text) on \(domain)\(remark)")
        return try make(filling, type, domain, kept, parameter: name, session)
      }
    }
  }

  /// Returns `domain` with the range along `local` that is given, if one is.
  private func given(
    _ local: Dimension?, in domain: Domain, _ used: inout Set<Dimension>
  ) -> Domain {
    guard let local, let range = ranges[local]?.range else { return domain }
    used.insert(local)
    return Domain(
      dims: domain.dims,
      ranges: zip(domain.dims, domain.ranges).map { $0 == local ? range : $1 })
  }

  /// Returns where a field is made that the run does not read, since a flag leaves it out: on the
  /// ranges that are given, else on those of the outputs and of the mesh, else at one point.
  private func unreadDomain(
    _ type: FieldType, besides pending: [String: PendingArgument], in session: Session
  ) -> Domain {
    let outputs = program.outputNames.sorted().flatMap { pending[$0]?.domains ?? [] }
    return Domain(
      dims: type.dims,
      ranges: type.dims.map { d in
        if let range = ranges[d]?.range { return range }
        let written = outputs.compactMap { $0[d] }
        if let low = written.map(\.lowerBound).min(), let high = written.map(\.upperBound).max() {
          return low ..< high
        }
        let rows = session.tables.values.first { $0.target == d }.map { 0 ..< $0.rowCount }
        return session.columns(of: d) ?? rows ?? 0 ..< 1
      })
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

extension Session {

  /// Returns the columns of the tables whose neighbors `local` numbers; `nil` if there is no table.
  fileprivate func columns(of local: Dimension) -> Range<Int>? {
    tables.values.filter { $0.local == local }.map(\.columnCount).min().map { 0 ..< $0 }
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
