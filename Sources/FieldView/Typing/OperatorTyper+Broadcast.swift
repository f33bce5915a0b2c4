import Diagnostics
import PythonSyntax
import StencilTypes

extension OperatorTyper {

  /// Types `broadcast(value, dims)`.
  mutating func broadcast(_ arguments: [Argument], at span: SourceSpan) -> FoastExpression {
    guard let values = positional(.broadcast, arguments, ["value", "dims"], at: span) else {
      return .error(at: span)
    }
    let e = expression(values[0])
    guard let dims = dimensions(values[1]), let type = dataType(of: e) else {
      return .error(at: span)
    }
    guard let own = type.dims, let kind = type.dtype else {
      report(wrongArgument(.broadcast, e, needs: "a field or a scalar"))
      return .error(at: span)
    }
    guard dims == Set(dims).sorted() else {
      report(wrongOrder(dims, at: values[1].span))
      return .error(at: span)
    }
    let missing = own.filter { !dims.contains($0) }
    guard missing.isEmpty else {
      report(missingDims(missing, type, at: values[1].span, all: promote([own, dims])))
      return .error(at: span)
    }
    var offset: FieldOffset?
    if let local = dims.first(where: { $0.kind == .local && !own.contains($0) }) {
      offset = self.offset(along: local, from: dims)
      guard let offset else {
        report(noNeighbors(local, at: values[1].span))
        return .error(at: span)
      }
      captures.add(offset)
    }
    return FoastExpression(
      .broadcast(e, dims, neighbors: offset), .data(.field(dims, kind)), at: span)
  }

  /// Returns the offset of the module that leads from one of `dims` along `local`.
  private func offset(along local: Dimension, from dims: [Dimension]) -> FieldOffset? {
    for name in definition.scope.boundNames.sorted() {
      if case .offset(let o)? = try? definition.scope.lookup(name), o.target.last == local,
        dims.contains(o.target[0])
      {
        return o
      }
    }
    return nil
  }

  /// The dimensions that a tuple lists; `nil`, with a report, if it is none.
  private mutating func dimensions(_ e: Expression) -> [Dimension]? {
    if case .tuple(let elements) = e.kind {
      let dims = elements.map { element -> Dimension? in
        if let d = dimension(element) { return d }
        let typed = expression(element)
        if typed.type != .error { report(dimensionNeeded(element.span)) }
        return nil
      }
      let found = dims.compactMap { $0 }
      return found.count == elements.count ? found : nil
    }
    if case .name(let name) = e.kind {
      switch meaning(ofName: name, at: e.span) {
      case .module(.dims(let d)): return d
      case .module(.tuple(let elements)):
        let dims = elements.compactMap { if case .dimension(let d) = $0 { d } else { nil } }
        if dims.count == elements.count { return dims }
      case .error: return nil
      case .module, .local: break
      }
    }
    report(
      Diagnostic(
        code: TypeCode.dims, "The second argument of 'broadcast' must be a tuple of dimensions.",
        at: e.span, label: "is no such tuple", hint: "for example '(I, K)' or '(K,)'"))
    return nil
  }

}

// MARK: - Wording

private func dimensionNeeded(_ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.dims, "'broadcast' takes a tuple of dimensions.", at: span,
    label: "is no dimension")
}

private func wrongOrder(_ dims: [Dimension], at span: SourceSpan) -> Diagnostic {
  let sorted = Set(dims).sorted().map(\.name).joined(separator: ", ")
  return Diagnostic(
    code: TypeCode.dims, "The dimensions are not in canonical order.", at: span,
    label: "horizontal ones by name, then local, then vertical",
    hint: "write '(\(sorted)\(dims.count == 1 ? "," : ""))'")
}

private func missingDims(
  _ missing: [Dimension], _ type: DataType, at span: SourceSpan, all: [Dimension]
) -> Diagnostic {
  Diagnostic(
    code: TypeCode.dims,
    "'broadcast' must keep the dimension\(missing.count == 1 ? "" : "s") "
      + "\(missing.map { "'\($0.name)'" }.joined(separator: ", ")) of '\(type)'.",
    at: span, label: "a dimension is missing",
    hint: "write '(\(all.map(\.name).joined(separator: ", ")))'")
}

private func noNeighbors(_ local: Dimension, at span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.dims, "No offset leads from these dimensions along '\(local.name)'.", at: span,
    label: "how many neighbors there are is not known",
    hint: "define or import the FieldOffset whose target ends in this dimension")
}
