import Diagnostics
import PythonSyntax
import StencilTypes

/// The meaning of annotations: `gtx.Field[[I, K], float]`, `tuple[int32, bool]`, `"float"`.
public enum TypeAnnotation {

  /// Returns the type that `expression` names; its names are looked up in `scope`.
  ///
  /// - Throws: If it names no type.
  public static func evaluate(
    _ expression: Expression, in scope: any ModuleScope
  ) throws(DiagnosticError) -> DataType {
    try type(of: ModuleEvaluator(scope: scope).evaluateAnnotation(expression), expression)
  }

  /// Returns what `expression` means where a tuple may have any length.
  static func pattern(
    _ expression: Expression, in scope: any ModuleScope
  ) throws(DiagnosticError) -> TypePattern {
    let value = try ModuleEvaluator(scope: scope).evaluateAnnotation(expression)
    if case .openTuple(let pattern) = value { return pattern }
    return .type(try type(of: value, expression))
  }

  private static func type(
    of value: ModuleValue, _ expression: Expression
  ) throws(DiagnosticError) -> DataType {
    switch value {
    case .type(let type): return type
    case .openTuple: throw DiagnosticError(.openTuple(at: expression.span))
    case .genericField(_, let variable):
      throw DiagnosticError(.openField(variable, at: expression.span))
    case .generic(let parameters, _, _):
      throw DiagnosticError(.openField(parameters.joined(separator: ", "), at: expression.span))
    case .scalarFunction:
      throw DiagnosticError(
        .skipped(expression.span.text, value.phrase, nil, at: expression.span))
    case .library(.field): throw DiagnosticError(.bareField(at: expression.span))
    case .library(.tuple): throw DiagnosticError(.bareTuple(at: expression.span))
    case .dimension, .dimensionKind, .offset, .constant, .string, .tuple, .typeVariable, .dims,
      .builtin, .fieldOperator, .program, .namespace, .module, .library:
      throw DiagnosticError(.noType(value.phrase, at: expression.span))
    case .skipped(let what, let place):
      throw DiagnosticError(.skipped(expression.span.text, what, place, at: expression.span))
    }
  }

}

extension Diagnostic {

  fileprivate static func openField(_ variable: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.annotation, "The dtype '\(variable)' of this field type is still open.",
      at: span, hint: "give the dtype: \(span.text)[float]")
  }

  fileprivate static func bareField(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.fieldForm, "A field type needs its dimensions and its dtype.", at: span,
      hint: "write \(span.text)[[I, K], float]")
  }

  fileprivate static func bareTuple(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.annotation, "A tuple type needs the types of its elements.", at: span,
      hint: "write tuple[float, bool]")
  }

  fileprivate static func openTuple(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.annotation, "A tuple type has a fixed number of elements here.", at: span,
      hint: "name the type of each element; only field operators take tuples of any length")
  }

  fileprivate static func noType(_ what: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.annotation, "'\(span.text)' is \(what), no type of data.", at: span,
      hint: "write a scalar type, Field[[I, K], float], tuple[…] or a named collection")
  }

}
