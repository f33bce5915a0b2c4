import Diagnostics
import Fields
import PythonSyntax
import StencilTypes

/// What type the values of an expression of fields have.
///
/// Fields that are computed with each other have one type, which the numbers between them take. A
/// comparison gives truth values, whatever is compared.
extension FieldExpression {

  /// Returns what gives `e` its type; `nil` for an expression of numbers alone.
  func typing(
    of e: PythonSyntax.Expression, in session: Session
  ) throws(DiagnosticError) -> Operand? {
    switch e.kind {
    case .name(let name):
      guard let field = session.fields[name] else { return nil }
      return Operand(text: name, dtype: field.dtype, field: field)
    case .compare(let first, let links):
      _ = try joint([first] + links.map(\.right), in: session)
      return Operand(text: e.span.text, dtype: .bool, field: nil)
    case .call(let function, let arguments): return try typing(of: e, function, arguments, session)
    case .binary(.power, let base, _): return try typing(of: base, in: session)
    default: return try joint(e.kind.children, in: session)
    }
  }

  private func typing(
    of e: PythonSyntax.Expression, _ function: PythonSyntax.Expression,
    _ arguments: [PythonSyntax.Argument], _ session: Session
  ) throws(DiagnosticError) -> Operand? {
    let values = arguments.map(\.value)
    if let reduction = e.reduction {
      guard let inner = try typing(of: values[0], in: session) else { return nil }
      return Operand(text: e.span.text, dtype: reduction.kind(of: inner.dtype), field: nil)
    }
    if function.name == "where", values.count == 3 {
      if let mask = try typing(of: values[0], in: session), mask.dtype != .bool {
        throw DiagnosticError(.noMask(mask.text, mask.dtype, at: place(of: values[0])))
      }
      return try joint(Array(values.dropFirst()), in: session)
    }
    // An exponent may have another type.
    if function.name == "power" { return try joint(Array(values.prefix(1)), in: session) }
    let inner = try joint(values, in: session)
    let isPredicate = FloatPredicate.allCases.contains { $0.name == function.name }
    return isPredicate
      ? inner.map { _ in Operand(text: e.span.text, dtype: .bool, field: nil) } : inner
  }

  /// Returns what gives all of `parts` their type, which has to be one.
  func joint(
    _ parts: [PythonSyntax.Expression], in session: Session
  ) throws(DiagnosticError) -> Operand? {
    var result: Operand?
    for part in parts {
      guard let other = try typing(of: part, in: session) else { continue }
      if let first = result, first.dtype != other.dtype {
        throw DiagnosticError(
          .otherKind((other.text, other.dtype), (first.text, first.dtype), at: span))
      }
      result = result ?? other
    }
    return result
  }

}

extension Diagnostic {

  fileprivate static func otherKind(
    _ a: (text: String, dtype: ScalarKind), _ b: (text: String, dtype: ScalarKind),
    at span: SourceSpan
  ) -> Diagnostic {
    let mask = [a, b].first { $0.dtype == .bool }
    let name = a.text.filter { $0.isLetter || $0.isNumber || $0 == "_" }
    return Diagnostic(
      code: WorkbenchCode.usage, "'\(a.text)' holds \(a.dtype), '\(b.text)' \(b.dtype).", at: span,
      hint: mask.map { "where(\($0.text), A, B) takes values by a mask" }
        ?? "convert one of them: field \(name)2 = \(a.text) dtype=\(b.dtype)")
  }

  fileprivate static func noMask(
    _ text: String, _ kind: ScalarKind, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'\(text)' holds \(kind); a mask holds truth values.", at: span,
      hint: "compare it: where(\(text) > 0, A, B)")
  }

}
