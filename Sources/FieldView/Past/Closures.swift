import Diagnostics
import StencilTypes

/// A field operator with the types of the arguments that it is called with.
public struct FoastClosure: Hashable, Sendable {

  public let definition: FoastOperatorDefinition

  public let positional: [DataType]

  /// By name, `out` among them.
  public let keywords: [TypedKeyword]

  /// Creates the call of `definition` with arguments of these types.
  public init(
    definition: FoastOperatorDefinition, positional: [DataType], keywords: [TypedKeyword]
  ) {
    self.definition = definition
    self.positional = positional
    self.keywords = keywords
  }

}

/// A program with the types of the arguments that it is called with.
public struct PastClosure: Hashable, Sendable {

  public let definition: PastProgramDefinition
  public let positional: [DataType]
  public let keywords: [TypedKeyword]

  /// Creates the call of `definition` with arguments of these types.
  public init(
    definition: PastProgramDefinition, positional: [DataType], keywords: [TypedKeyword]
  ) {
    self.definition = definition
    self.positional = positional
    self.keywords = keywords
  }

}

/// The type of an argument passed by keyword.
public struct TypedKeyword: Hashable, Sendable {

  public let name: String
  public let type: DataType

  /// Creates the argument that is passed by `name`.
  public init(name: String, type: DataType) {
    self.name = name
    self.type = type
  }

}

/// Returns `closure` with the operator called by a program of its own,
/// `__field_operator_NAME(parameters…, out)`.
///
/// The parameters of a scan take the fields that they are called with, so they have the types of
/// the arguments. With an argument `domain`, a pair of bounds for each dimension of the result, the
/// program has it as a last parameter and writes there only; results of several fields have one
/// for all, or a tuple of such.
///
/// - Throws: If arguments do not fit, or the operator cannot be called from outside.
public func foastToPastClosure(
  _ closure: FoastClosure
) throws(DiagnosticError) -> PastClosure {
  let callee = closure.definition
  let declared = callee.callParameters
  if let clash = declared.first(where: { $0.name == "out" }) {
    throw DiagnosticError(parameterNamedOut(clash, callee))
  }
  let hasDomain =
    closure.keywords.contains { $0.name == "domain" }
    && !declared.contains { $0.name == "domain" }
  let given = try argumentTypes(of: closure, hasDomain: hasDomain)
  // The parameters of a scan have the types of the arguments.
  let types = callee.scan == nil ? declared.map(\.type) : Array(given.prefix(declared.count))
  let parameters = zip(declared, types).map {
    TypedSymbol(name: $0.name, type: $1, span: $0.span)
  }
  let out = try outputParameter(of: callee, for: types)
  var domain: (parameter: TypedSymbol, value: PastDomain)?
  if hasDomain, let type = given.last { domain = try domainParameter(of: callee, type, out.type) }
  let call = PastCall(
    callee: callee,
    arguments: parameters.map { FoastExpression(.local($0.name), .data($0.type), at: $0.span) },
    target: .parameter(out, slices: [], at: callee.span), domain: domain?.value,
    span: callee.span)
  let captures = FoastCaptures(operators: [callee.name: callee])
  let program = PastProgramDefinition(
    name: "__field_operator_\(callee.name)", span: callee.span,
    parameters: parameters + [out] + (domain.map { [$0.parameter] } ?? []),
    body: [call], gridType: captures.isUnstructuredAnywhere ? .unstructured : .cartesian,
    captures: captures, unlowerable: [])
  return PastClosure(
    definition: program, positional: closure.positional, keywords: closure.keywords)
}

/// Returns the types of the arguments in the order of the operator's parameters, that of `out` and
/// then that of `domain` behind them.
private func argumentTypes(
  of closure: FoastClosure, hasDomain: Bool
) throws(DiagnosticError) -> [DataType] {
  let callee = closure.definition
  let declared = callee.callParameters
  let matching = ArgumentMatching(
    parameters: declared.map(\.name) + (hasDomain ? ["out", "domain"] : ["out"]),
    positional: closure.positional.map { ($0, nil) },
    keywords: closure.keywords.map { ($0.name, $0.type, nil) }, callee: callee.words,
    at: callee.span)
  if !matching.diagnostics.isEmpty { throw DiagnosticError(matching.diagnostics) }
  let given = matching.values.compactMap { $0 }
  let problems = zip(declared, given).compactMap { p, type in
    callee.fits(p.type.structural, type.structural)
      ? nil
      : argumentMismatch(
        p.name, callee.words, expected: p.type, got: type, at: p.span, declared: nil,
        isScan: callee.scan != nil)
  }
  if !problems.isEmpty { throw DiagnosticError(problems) }
  return given
}

/// Returns the parameter that takes the result of `callee` for arguments of `types`: fields only.
private func outputParameter(
  of callee: FoastOperatorDefinition, for types: [DataType]
) throws(DiagnosticError) -> TypedSymbol {
  let result = callee.resultType(of: types)
  guard result.leaves.allSatisfy(\.isField) else {
    throw DiagnosticError(scalarResult(callee, result))
  }
  return TypedSymbol(name: "out", type: result, span: callee.span)
}

/// Returns the parameter `domain` of `type`, and the domain that its value means for a `result`.
private func domainParameter(
  of callee: FoastOperatorDefinition, _ type: DataType, _ result: DataType
) throws(DiagnosticError) -> (parameter: TypedSymbol, value: PastDomain) {
  let value = FoastExpression(.local("domain"), .data(type), at: callee.span)
  guard let domain = pastDomain(value, type, of: result) else {
    throw DiagnosticError(wrongDomain(callee, type, result))
  }
  return (TypedSymbol(name: "domain", type: type, span: callee.span), domain)
}

/// Returns the domain whose bounds are in `value` of `type`; `nil` if they do not suit a `result`.
private func pastDomain(
  _ value: FoastExpression, _ type: DataType, of result: DataType
) -> PastDomain? {
  guard let parts = type.elements else { return nil }
  func element(_ e: FoastExpression, _ i: Int, _ type: DataType) -> FoastExpression {
    FoastExpression(.element(e, i), .data(type), at: e.span)
  }
  let kinds = Set(result.leaves.map { ($0.dims ?? []).filter { $0.kind != .local } })
  if kinds.count == 1, let dims = kinds.first, dims.count == parts.count,
    parts.allSatisfy(\.isPairOfBounds)
  {
    let ranges = zip(dims, parts).enumerated().map { i, part in
      let pair = element(value, i, part.1)
      let bounds = part.1.elements ?? []
      return PastRange(
        dimension: part.0, lower: element(pair, 0, bounds[0]), upper: element(pair, 1, bounds[1]))
    }
    return .ranges(ranges, at: value.span)
  }
  guard let results = result.elements, results.count == parts.count else { return nil }
  let domains = parts.indices.compactMap { i in
    pastDomain(element(value, i, parts[i]), parts[i], of: results[i])
  }
  return domains.count == parts.count ? .tuple(domains, at: value.span) : nil
}

extension DataType {

  fileprivate var isPairOfBounds: Bool {
    guard let bounds = elements, bounds.count == 2 else { return false }
    return bounds.allSatisfy { if case .scalar(let k) = $0 { k.isInteger } else { false } }
  }

}

/// Returns `closure` with all arguments positional, in the order of the parameters.
///
/// Works on types alone.
///
/// - Throws: What is missing, given twice, unknown, or of another type.
public func pastProcessArgs(_ closure: PastClosure) throws(DiagnosticError) -> PastClosure {
  let program = closure.definition
  let callee = "program '\(program.name)'"
  let matching = ArgumentMatching(
    parameters: program.parameters.map(\.name),
    positional: closure.positional.map { ($0, nil) },
    keywords: closure.keywords.map { ($0.name, $0.type, nil) }, callee: callee,
    at: program.span)
  if !matching.diagnostics.isEmpty { throw DiagnosticError(matching.diagnostics) }
  let types = matching.values.compactMap { $0 }
  let problems = zip(program.parameters, types).compactMap { p, type in
    accepts(p.type.structural, type.structural)
      ? nil
      : argumentMismatch(
        p.name, callee, expected: p.type, got: type, at: p.span, declared: nil)
  }
  if !problems.isEmpty { throw DiagnosticError(problems) }
  return PastClosure(definition: program, positional: types, keywords: [])
}

// MARK: - Wording

private func parameterNamedOut(
  _ p: TypedSymbol, _ callee: FoastOperatorDefinition
) -> Diagnostic {
  Diagnostic(
    code: TypeCode.out,
    "The \(callee.words) cannot be called directly: it has a parameter named 'out'.", at: p.span,
    label: "'out' is where the result goes", hint: "rename the parameter, or write a program")
}

private func wrongDomain(
  _ callee: FoastOperatorDefinition, _ type: DataType, _ result: DataType
) -> Diagnostic {
  Diagnostic(
    code: TypeCode.domain,
    "The domain is '\(type)', which does not suit the result '\(result)' of \(callee.words).",
    at: callee.span, label: "returns '\(result)'",
    hint: "give two integers for each dimension of the result")
}

private func scalarResult(_ callee: FoastOperatorDefinition, _ type: DataType) -> Diagnostic {
  Diagnostic(
    code: TypeCode.out, "The \(callee.words) cannot be called directly: it returns '\(type)'.",
    at: callee.span, label: "returns no field",
    hint: "call it from another operator, or broadcast its result")
}
