import Diagnostics
import PythonSyntax

/// The arguments of a call, by the names of the parameters that they are for.
struct MatchedArguments {

  private let byName: [String: Expression]

  /// Binds `arguments` of the call of `callee` at `span` to `parameters`, of which the first
  /// `positional` may be given by position and `required` must be given.
  init(
    _ arguments: [Argument], of callee: String, to parameters: [String], positional: Int? = nil,
    required: [String], at span: SourceSpan
  ) throws(DiagnosticError) {
    var byName: [String: Expression] = [:]
    var position = 0
    for argument in arguments {
      let name: String
      if let keyword = argument.name {
        guard parameters.contains(keyword.name) else {
          throw DiagnosticError(.unknownKeyword(keyword, of: callee, among: parameters))
        }
        name = keyword.name
      } else {
        try Self.checkPlain(argument.value, of: callee)
        guard position < positional ?? parameters.count else {
          throw DiagnosticError(.tooMany(of: callee, parameters, at: argument.value.span))
        }
        name = parameters[position]
        position += 1
      }
      if byName[name] != nil {
        throw DiagnosticError(.givenTwice(name, of: callee, at: argument.value.span))
      }
      byName[name] = argument.value
    }
    for name in required where byName[name] == nil {
      throw DiagnosticError(.missingArgument(name, of: callee, at: span))
    }
    self.byName = byName
  }

  /// Returns the argument for `parameter`; `nil` if none is given.
  subscript(parameter: String) -> Expression? { byName[parameter] }

  private static func checkPlain(
    _ value: Expression, of callee: String
  ) throws(DiagnosticError) {
    switch value.kind {
    case .starred, .unsupported("'**' argument"):
      throw DiagnosticError(.unpacked(of: callee, at: value.span))
    case .name, .integer, .float, .string, .bool, .none, .ellipsis, .attribute, .subscript,
      .slice, .call, .unary, .binary, .logical, .compare, .ternary, .tuple, .list, .dict,
      .generator, .unsupported, .error:
      return
    }
  }

}

extension Diagnostic {

  fileprivate static func unknownKeyword(
    _ keyword: Identifier, of callee: String, among parameters: [String]
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.call, "'\(callee)' has no parameter '\(keyword.name)'.", at: keyword.span,
      hint: nearest(to: keyword.name, among: parameters).map { "did you mean '\($0)'?" }
        ?? "it takes \(parameters.joined(separator: ", "))")
  }

  fileprivate static func tooMany(
    of callee: String, _ parameters: [String], at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.call, "'\(callee)' takes no further argument by position.", at: span,
      hint: "it takes \(parameters.joined(separator: ", "))")
  }

  fileprivate static func givenTwice(
    _ name: String, of callee: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.call, "'\(callee)' got several values for '\(name)'.", at: span,
      hint: "give it once")
  }

  fileprivate static func missingArgument(
    _ name: String, of callee: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.call, "'\(callee)' misses its argument '\(name)'.", at: span,
      hint: "add \(name)=…")
  }

  fileprivate static func unpacked(of callee: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.call, "Arguments of '\(callee)' cannot be unpacked here.", at: span,
      hint: "write them one by one")
  }

}
