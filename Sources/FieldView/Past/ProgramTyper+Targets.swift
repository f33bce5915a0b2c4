import Diagnostics
import PythonSyntax
import StencilTypes

extension ProgramTyper {

  /// Types what stands behind `out=`: a parameter, a part of one, or a tuple of those.
  mutating func target(_ e: Expression) -> PastTarget? {
    switch e.kind {
    case .name(let name):
      guard let p = targetParameter(name, at: e.span) else { return nil }
      return .parameter(p, slices: [], at: e.span)
    case .subscript(let value, let index):
      guard case .name(let name) = value.kind else {
        report(noTarget(e))
        return nil
      }
      guard let p = targetParameter(name, at: value.span) else { return nil }
      return slices(index, of: p).map { .parameter(p, slices: $0, at: e.span) }
    case .tuple(let elements):
      let typed = elements.map { target($0) }
      return typed.contains { $0 == nil }
        ? nil : .tuple(typed.compactMap { $0 }, at: e.span)
    case .integer, .float, .string, .bool, .none, .ellipsis, .attribute, .slice, .call, .unary,
      .binary, .logical, .compare, .ternary, .list, .dict, .starred, .generator, .unsupported,
      .error:
      let before = expressions.diagnostics.diagnostics.count
      _ = argument(e)
      if expressions.diagnostics.diagnostics.count == before { report(noTarget(e)) }
      return nil
    }
  }

  /// Returns the parameter that is written to; one that holds scalars cannot be lowered.
  private mutating func targetParameter(_ name: String, at span: SourceSpan) -> TypedSymbol? {
    guard let p = parameters.first(where: { $0.name == name }) else {
      switch expressions.meaning(ofName: name, at: span) {
      case .error: break
      case .local(let e) where e.type == .error: break
      case .local, .module: report(notAParameter(name, at: span))
      }
      return nil
    }
    if !p.type.leaves.allSatisfy(\.isField) { unlowerable.append(scalarTarget(p, at: span)) }
    return p
  }

  private mutating func slices(_ index: Expression, of p: TypedSymbol) -> [PastSlice]? {
    guard case .field(let type) = p.type else {
      report(slicedTuple(p, at: index.span))
      return nil
    }
    let parts: [Expression] = if case .tuple(let e) = index.kind { e } else { [index] }
    var result: [PastSlice] = []
    for part in parts {
      guard case .slice(let lower, let upper, let step) = part.kind else {
        guard case .integer = part.kind else {
          report(noSlice(part.span))
          return nil
        }
        unlowerable.append(noSlice(part.span))
        result.append(PastSlice(lower: nil, upper: nil))
        continue
      }
      if let step {
        report(steppedSlice(step.span))
        return nil
      }
      var bounds: [Int?] = []
      for e in [lower, upper] {
        let value = e.map { bound($0) }
        if case .some(nil) = value { return nil }
        bounds.append(value ?? nil)
      }
      result.append(PastSlice(lower: bounds[0], upper: bounds[1]))
    }
    if result.count != type.dims.count {
      unlowerable.append(wrongSliceCount(p, type, result.count, at: index.span))
    } else if let i = type.dims.indices.first(where: {
      type.dims[$0].kind == .local && !result[$0].isWhole
    }) {
      unlowerable.append(slicedNeighbors(p, type.dims[i], at: parts[i].span))
    }
    return result
  }

  /// Returns the value of a slice's bound, a literal or a constant.
  private mutating func bound(_ e: Expression) -> Int? {
    let typed = expressions.expression(e)
    if typed.type == .error { return nil }
    guard let value = typed.integerValue else {
      if let value = typed.beyondIndices {
        report(boundBeyondIndices(value, at: e.span))
      } else {
        report(variableBound(e.span))
      }
      return nil
    }
    if let value = typed.beyondIndices {
      report(boundBeyondIndices(value, at: e.span))
      return nil
    }
    return value
  }

  /// Reports a target that is written twice.
  mutating func checkOverlap(_ target: PastTarget) {
    let parameters = target.parameters
    for (i, p) in parameters.enumerated() {
      let earlier = parameters[..<i].first {
        $0.symbol.name == p.symbol.name && canOverlap($0.slices, p.slices)
      }
      if let earlier { report(overlap(p.symbol.name, at: p.span, earlier.span)) }
    }
  }

  /// `false` iff slices of one field have no point in common, whatever its size.
  private func canOverlap(_ a: [PastSlice], _ b: [PastSlice]) -> Bool {
    a.isEmpty || b.isEmpty || zip(a, b).allSatisfy { !$0.endsBefore($1) && !$1.endsBefore($0) }
  }

}

// MARK: - Wording

private func out(_ message: String, at span: SourceSpan, _ label: String, hint: String?)
  -> Diagnostic
{
  Diagnostic(code: TypeCode.out, message, at: span, label: label, hint: hint)
}

private func noTarget(_ e: Expression) -> Diagnostic {
  out(
    "'\(e.span.text)' cannot be written to.", at: e.span, "is not a parameter of the program",
    hint: "write 'out=' with a parameter, a slice of one, or a tuple of those")
}

private func notAParameter(_ name: String, at span: SourceSpan) -> Diagnostic {
  out(
    "'\(name)' cannot be written to: it is not a parameter of the program.", at: span,
    "not a parameter", hint: "add a parameter for it")
}

private func scalarTarget(_ p: TypedSymbol, at span: SourceSpan) -> Diagnostic {
  out(
    "'\(p.name)' of type '\(p.type)' cannot be written to.", at: span, "is not a field",
    hint: "targets are fields")
}

private func overlap(_ name: String, at span: SourceSpan, _ earlier: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.overlap, "The call writes to '\(name)' twice.", at: span,
    label: "second time", notes: [Diagnostic.Note("first time", at: earlier)],
    hint: "give each result a field of its own")
}

private func slice(_ message: String, at span: SourceSpan, _ label: String, hint: String?)
  -> Diagnostic
{
  Diagnostic(code: TypeCode.slice, message, at: span, label: label, hint: hint)
}

private func slicedNeighbors(
  _ p: TypedSymbol, _ local: Dimension, at span: SourceSpan
) -> Diagnostic {
  slice(
    "The neighbors \(local.name) of a point of '\(p.name)' are written together.", at: span,
    "a part of them", hint: "write ':' for \(local.name)")
}

private func slicedTuple(_ p: TypedSymbol, at span: SourceSpan) -> Diagnostic {
  slice(
    "'\(p.name)' of type '\(p.type)' cannot be sliced.", at: span, "is not a field",
    hint: "slice its fields")
}

private func noSlice(_ span: SourceSpan) -> Diagnostic {
  slice(
    "A target is sliced by ranges.", at: span, "is not a range", hint: "write 'lower:upper'")
}

private func steppedSlice(_ span: SourceSpan) -> Diagnostic {
  slice("A slice of a target has no step.", at: span, "step", hint: "write 'lower:upper'")
}

private func variableBound(_ span: SourceSpan) -> Diagnostic {
  slice(
    "Bounds of slices are integer literals.", at: span, "is not a literal",
    hint: "for a bound that is a parameter, write 'domain={I: (lower, upper)}'")
}

private func wrongSliceCount(
  _ p: TypedSymbol, _ type: FieldType, _ count: Int, at span: SourceSpan
) -> Diagnostic {
  slice(
    "'\(p.name)' has \(type.dims.count) dimensions; \(count) are sliced.", at: span,
    "\(count) slices",
    hint: "write one slice for each of \(type.dims.map(\.name).joined(separator: ", "))")
}

func domainAndSlice(_ span: SourceSpan, _ target: PastTarget) -> Diagnostic {
  Diagnostic(
    code: TypeCode.domain, "A call has either a domain or a sliced target.", at: span,
    label: "the target is sliced", notes: [Diagnostic.Note("here", at: target.span)],
    hint: "leave one of them out")
}
