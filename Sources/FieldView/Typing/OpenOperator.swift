import Diagnostics
import PythonSyntax
import StencilTypes

/// A field operator with parameters that take tuples of any length, `tuple[T, ...]`.
///
/// It is typed once for each list of types that it is called with.
public struct OpenOperator: Sendable {

  public let definition: FieldOperatorDefinition

  /// What the annotations of the parameters mean, in their order.
  public let patterns: [TypePattern]

  /// The names of the parameters, in their order.
  public var names: [String] { definition.syntax.parameters.map(\.name.name) }

  /// What the annotated result means; `nil` if there is none.
  public var result: TypePattern? {
    definition.syntax.returns.flatMap {
      try? TypeAnnotation.pattern($0, in: definition.scope)
    }
  }

  var words: String { "field operator '\(definition.name)'" }

  /// Returns the operator for arguments of `types`, in the order of the parameters.
  ///
  /// - Throws: A message for each argument whose tuples are not those of its parameter.
  public func instance(
    for types: [DataType], at spans: [SourceSpan?] = []
  ) throws(DiagnosticError) -> FieldOperatorDefinition {
    var filled: [DataType] = []
    var problems: [Diagnostic] = []
    for (i, (pattern, type)) in zip(patterns, types).enumerated() {
      if let parameter = pattern.filled(for: type) {
        filled.append(parameter)
      } else {
        let p = definition.syntax.parameters[i].name
        problems.append(
          wrongTuple(
            p, words, pattern, type, at: i < spans.count ? spans[i] ?? p.span : p.span))
      }
    }
    if !problems.isEmpty { throw DiagnosticError(problems) }
    return FieldOperatorDefinition(
      syntax: definition.syntax, scope: definition.scope, scan: nil, parameterTypes: filled)
  }

  /// Returns the operator for a direct call, `out` and `domain` of which may be among the keywords.
  ///
  /// - Throws: Messages about arguments that are missing, too many, or do not fit.
  public func instance(
    positional: [DataType], keywords: [TypedKeyword]
  ) throws(DiagnosticError) -> FieldOperatorDefinition {
    let matching = ArgumentMatching(
      parameters: names, positional: positional.prefix(names.count).map { ($0, nil) },
      keywords: keywords.filter { names.contains($0.name) }.map { ($0.name, $0.type, nil) },
      callee: words, at: definition.syntax.name.span)
    if !matching.diagnostics.isEmpty { throw DiagnosticError(matching.diagnostics) }
    return try instance(for: matching.values.compactMap { $0 })
  }

}

extension FieldOperatorDefinition {

  /// The operator as one that takes tuples of any length; `nil` if it takes none, or was made for
  /// one list of types.
  public var asOpen: OpenOperator? {
    if parameterTypes != nil || scan != nil { return nil }
    let patterns = syntax.parameters.compactMap { p in
      p.annotation.flatMap { try? TypeAnnotation.pattern($0, in: scope) }
    }
    guard patterns.count == syntax.parameters.count, patterns.contains(where: { $0.type == nil })
    else { return nil }
    return OpenOperator(definition: self, patterns: patterns)
  }

}

// MARK: - Wording

private func wrongTuple(
  _ parameter: Identifier, _ callee: String, _ pattern: TypePattern, _ type: DataType,
  at span: SourceSpan
) -> Diagnostic {
  Diagnostic(
    code: TypeCode.argument,
    "Parameter '\(parameter.name)' of \(callee) takes '\(pattern)', not '\(type)'.", at: span,
    label: "has type '\(type)'",
    notes: span == parameter.span
      ? [] : [Diagnostic.Note("'\(parameter.name)' is declared here", at: parameter.span)])
}

/// Returns the message that an operator whose tuples are of any length is needed as it is.
func lengthUnknown(_ o: OpenOperator) -> Diagnostic {
  let name = o.definition.syntax.name
  return Diagnostic(
    code: TypeCode.openTuple,
    "How many elements the tuples of field operator '\(name.name)' have is not known here.",
    at: name.span, label: "takes tuples of any length",
    hint: "call it from an operator or a program, or run it with its arguments")
}
