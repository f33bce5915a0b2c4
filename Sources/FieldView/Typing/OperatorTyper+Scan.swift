import Diagnostics
import PythonSyntax
import StencilTypes

extension OperatorTyper {

  /// Checks that the axis is vertical, and that initial value, carry and result have one type.
  mutating func scan(
    _ scan: FieldOperatorDefinition.Scan, parameters: [TypedSymbol]
  ) -> FoastOperatorDefinition.Scan? {
    let name = definition.syntax.name
    guard scan.axis.kind == .vertical else {
      report(notVertical(scan.axis, name))
      return nil
    }
    guard let carry = definition.syntax.parameters.first else {
      report(noCarry(name))
      return nil
    }
    guard let carryType = parameters.first(where: { $0.span == carry.name.span })?.type else {
      return nil
    }
    for p in parameters where p.type.leaves.contains(where: \.isField) {
      report(fieldInScan(p))
      return nil
    }
    guard let initial = initialValue(scan.initial, carryType, at: scan.initialSpan) else {
      report(wrongInitial(initialTypeText(scan), carryType, carry.name, scan.initialSpan))
      return nil
    }
    if let returned, returned.type != carryType {
      // What differs from the annotation has been reported.
      if annotatedReturn.map({ $0.pattern.matches(returned.type) }) ?? true {
        report(wrongResult(returned.type, carryType, returned.span, carry.name))
      }
      return nil
    }
    return FoastOperatorDefinition.Scan(axis: scan.axis, forward: scan.forward, initial: initial)
  }

  /// Returns the literals of `value`, a constant of `type`; `nil` if it is of another type.
  private func initialValue(
    _ value: ModuleValue, _ type: DataType, at span: SourceSpan
  ) -> FoastExpression? {
    guard let elements = type.elements else {
      guard let e = constant(value, at: span), e.type == .data(type) else { return nil }
      return e
    }
    guard case .tuple(let values) = value, values.count == elements.count else { return nil }
    let typed = zip(values, elements).compactMap { initialValue($0, $1, at: span) }
    return typed.count == elements.count
      ? FoastExpression(.tuple(typed), .data(type), at: span) : nil
  }

  private func initialTypeText(_ scan: FieldOperatorDefinition.Scan) -> String {
    constant(scan.initial, at: scan.initialSpan)?.type.description ?? "not a constant"
  }

}

// MARK: - Wording

private func notVertical(_ axis: Dimension, _ name: Identifier) -> Diagnostic {
  Diagnostic(
    code: TypeCode.scan,
    "A scan runs along a vertical dimension, and '\(axis.name)' is \(axis.kind).",
    at: name.span, label: "scans along '\(axis.name)'",
    hint: "declare the dimension with 'kind=gtx.DimensionKind.VERTICAL'")
}

private func noCarry(_ name: Identifier) -> Diagnostic {
  Diagnostic(
    code: TypeCode.scan, "Scan operator '\(name.name)' has no parameter for the carry.",
    at: name.span, label: "the first parameter is the carry")
}

private func fieldInScan(_ p: TypedSymbol) -> Diagnostic {
  Diagnostic(
    code: TypeCode.scan,
    "Parameter '\(p.name)' of a scan operator must be a scalar, not '\(p.type)'.",
    at: p.span, label: "a scan works on one point at a time",
    hint: p.type.dtype.map { "write '\(p.name): \($0)'; callers pass fields of it" })
}

private func wrongInitial(
  _ got: String, _ carry: DataType, _ name: Identifier, _ initial: SourceSpan
) -> Diagnostic {
  Diagnostic(
    code: TypeCode.scan,
    "The initial value must have the type of the carry, '\(carry)', not '\(got)'.", at: name.span,
    label: "the carry is a '\(carry)'", notes: [Diagnostic.Note("is '\(got)'", at: initial)],
    hint: carry.dtype.map {
      $0 == .float64 ? "write 'init=0.0'" : "write 'init=\($0)(…)'"
    })
}

private func wrongResult(
  _ type: DataType, _ carry: DataType, _ span: SourceSpan, _ name: Identifier
) -> Diagnostic {
  let (wanted, found) = texts(carry, type)
  return Diagnostic(
    code: TypeCode.scan, "A scan must return the type of the carry, '\(wanted)', not '\(found)'.",
    at: span, label: "has type '\(found)'", notes: [Diagnostic.Note("the carry", at: name.span)])
}
