import Diagnostics
import PythonSyntax
import StencilTypes

/// Puts the arguments of a call into the order of the parameters.
///
/// Each way to get it wrong has its own message.
public struct ArgumentMatching<Value> {

  /// One value for each parameter; `nil` where it is missing.
  public private(set) var values: [Value?]

  public private(set) var diagnostics: [Diagnostic] = []

  /// Matches arguments to `parameters`.
  ///
  /// - Parameters:
  ///   - callee: what is called, for messages: "field operator 'lap'".
  ///   - span: where an argument is missing.
  public init(
    parameters: [String], positional: [(value: Value, span: SourceSpan?)],
    keywords: [(name: String, value: Value, span: SourceSpan?)], callee: String,
    at span: SourceSpan?
  ) {
    values = Array(repeating: nil, count: parameters.count)
    for (i, a) in positional.enumerated() {
      guard i < parameters.count else {
        diagnostics.append(tooMany(callee, parameters, positional.count, at: a.span ?? span))
        break
      }
      values[i] = a.value
    }
    for k in keywords {
      guard let i = parameters.firstIndex(of: k.name) else {
        diagnostics.append(unexpected(k.name, callee, parameters, at: k.span ?? span))
        continue
      }
      if values[i] != nil {
        diagnostics.append(
          duplicate(k.name, callee, isPositional: i < positional.count, at: k.span ?? span))
      } else {
        values[i] = k.value
      }
    }
    if !diagnostics.isEmpty { return }
    let missing = parameters.indices.filter { values[$0] == nil }.map { parameters[$0] }
    if !missing.isEmpty { diagnostics.append(missingArguments(missing, callee, at: span)) }
  }

}

/// `true` iff a parameter of type `parameter` takes an argument of type `argument`.
///
/// A scalar stands for a field without dimensions, not the other way round: what a scalar can do
/// that no field can, such as to decide an `if`, is checked where the operator is defined.
func accepts(_ parameter: DataType, _ argument: DataType) -> Bool {
  if parameter == argument { return true }
  switch (parameter, argument) {
  case (.field(let f), .scalar(let k)):
    return f.dims.isEmpty && f.dtype == k
  case (.tuple(let a), .tuple(let b)):
    return a.count == b.count && zip(a, b).allSatisfy(accepts)
  default: return false
  }
}

/// `true` iff a parameter of a scan takes an argument: fields of the parameter's scalars.
func scanAccepts(_ parameter: DataType, _ argument: DataType) -> Bool {
  switch (parameter, argument) {
  case (.scalar, .scalar), (.scalar, .field): parameter.dtype == argument.dtype
  case (.tuple(let a), .tuple(let b)):
    a.count == b.count && zip(a, b).allSatisfy(scanAccepts)
  case (.named(let a), .named(let b)):
    a.members.map(\.name) == b.members.map(\.name)
      && zip(a.members, b.members).allSatisfy { scanAccepts($0.type, $1.type) }
  default: false
  }
}

extension FoastOperatorDefinition {

  /// What it is, for messages: "field operator 'lap'".
  var words: String { (scan == nil ? "field operator" : "scan operator") + " '\(name)'" }

  /// Returns the type of a call with arguments of `types`.
  public func resultType(of types: [DataType]) -> DataType {
    guard let scan else { return returnType }
    let dims = promote(types.flatMap { $0.leaves.map { $0.dims ?? [] } } + [[scan.axis]])
    return returnType.mapLeaves { .field(dims, $0.dtype ?? .float64) }
  }

  /// `true` iff a parameter of type `parameter` takes an argument of type `argument`.
  func fits(_ parameter: DataType, _ argument: DataType) -> Bool {
    scan == nil ? accepts(parameter, argument) : scanAccepts(parameter, argument)
  }

  /// Returns what is wrong with an argument of `type` for `parameter`; `nil` if it fits.
  func mismatch(
    _ parameter: TypedSymbol, _ type: DataType, at span: SourceSpan?
  ) -> Diagnostic? {
    if fits(parameter.type, type) { return nil }
    return argumentMismatch(
      parameter.name, words, expected: parameter.type, got: type, at: span,
      declared: parameter.span, isScan: scan != nil)
  }

}

// MARK: - Wording

private func tooMany(
  _ callee: String, _ parameters: [String], _ count: Int, at span: SourceSpan?
) -> Diagnostic {
  Diagnostic(
    code: TypeCode.tooMany,
    "The \(callee) takes \(parameters.count) argument\(parameters.count == 1 ? "" : "s"), not \(count).",
    at: span, label: "one too many",
    hint: parameters.isEmpty ? nil : "it takes \(parameters.joined(separator: ", "))")
}

private func unexpected(
  _ name: String, _ callee: String, _ parameters: [String], at span: SourceSpan?
) -> Diagnostic {
  Diagnostic(
    code: TypeCode.keyword, "The \(callee) has no parameter '\(name)'.", at: span,
    label: "unexpected keyword",
    hint: nearest(to: name, among: parameters).map { "did you mean '\($0)'?" }
      ?? (parameters.isEmpty ? nil : "it takes \(parameters.joined(separator: ", "))"))
}

private func duplicate(
  _ name: String, _ callee: String, isPositional: Bool, at span: SourceSpan?
) -> Diagnostic {
  Diagnostic(
    code: TypeCode.duplicate, "The \(callee) gets two values for '\(name)'.", at: span,
    label: isPositional ? "was given by position too" : "was given before",
    hint: "pass it once, by position or by keyword")
}

private func missingArguments(
  _ names: [String], _ callee: String, at span: SourceSpan?
) -> Diagnostic {
  let list = names.map { "'\($0)'" }.joined(separator: ", ")
  return Diagnostic(
    code: TypeCode.missing,
    "The \(callee) needs a value for \(list).", at: span,
    label: names.count == 1 ? "an argument is missing" : "\(names.count) arguments are missing",
    hint: "add \(names.map { "\($0)=…" }.joined(separator: ", "))")
}

func argumentMismatch(
  _ parameter: String, _ callee: String, expected: DataType, got: DataType, at span: SourceSpan?,
  declared: SourceSpan?, isScan: Bool = false
) -> Diagnostic {
  let (wanted, found) = texts(expected, got)
  return Diagnostic(
    code: TypeCode.argument,
    "Parameter '\(parameter)' of \(callee) takes '\(wanted)'\(isScan ? " or a field of it" : ""), not '\(found)'.",
    at: span, label: "has type '\(found)'",
    notes: declared.map { [Diagnostic.Note("'\(parameter)' is declared here", at: $0)] } ?? [],
    hint: isScan ? nil : difference(expected, got))
}
