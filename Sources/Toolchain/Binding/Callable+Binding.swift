import Diagnostics
import Fields
import StencilTypes

/// The codes of messages about bound arguments.
public enum BindingCode: String, DiagnosticCode {

  case unknown = "E-BIND-UNKNOWN"
  case nonScalar = "E-BIND-NONSCALAR"
  case type = "E-BIND-TYPE"
  case again = "E-BIND-AGAIN"

  /// A bound of a domain is no index.
  case index = "E-BIND-INDEX"

}

/// A parameter of a definition, for messages.
public struct DeclaredParameter: Hashable, Sendable {

  public let name: String
  public let type: DataType

  /// Where it is declared.
  public let span: SourceSpan

  /// Whether bounds of domains are computed from it, which are indices: `int32`.
  public let isInBounds: Bool

  /// Creates the parameter declared at `span`; `isInBounds` says that a domain depends on it.
  public init(name: String, type: DataType, span: SourceSpan, isInBounds: Bool = false) {
    self.name = name
    self.type = type
    self.span = span
    self.isInBounds = isInBounds
  }

  /// `true` iff the parameter can be bound: a scalar, or a tuple of scalars.
  public var isBindable: Bool {
    type.leaves.allSatisfy { if case .scalar = $0 { true } else { false } }
  }

}

extension Callable {

  /// Returns a callable that passes `new` itself; `self` stays as it is.
  ///
  /// - Parameters:
  ///   - parameters: those of the definition, bound ones included.
  ///   - span: the place of each name in a message; `nil` if there is none.
  /// - Throws: if a name is unknown or bound already, its parameter is no scalar, or the value has
  ///   another type or is a bound of a domain and no index.
  public func withBoundArguments(
    _ new: [BoundArgument], parameters: [DeclaredParameter],
    at span: (String) -> SourceSpan? = { _ in nil }
  ) throws(DiagnosticError) -> Callable {
    var problems: [Diagnostic] = []
    var bindings = self.bindings
    for b in new {
      let place = span(b.name)
      let valuePlace = b.span ?? place
      guard let p = parameters.first(where: { $0.name == b.name }) else {
        problems.append(.unknown(b.name, of: self, parameters, at: place))
        continue
      }
      if let old = bindings.first(where: { $0.name == b.name }) {
        problems.append(.again(old, of: self, p, at: place))
      } else if !p.isBindable {
        problems.append(.nonScalar(p, at: place))
      } else if b.value.type != p.type.structural {
        problems.append(.wrongType(b, p, at: valuePlace))
      } else if case .scalar(let v) = b.value, p.isBeyondIndices(v) {
        problems.append(.noIndex(v, p, code: BindingCode.index, at: valuePlace))
      } else {
        bindings.append(b)
      }
    }
    if !problems.isEmpty { throw DiagnosticError(problems) }
    return Callable(definition, bindings: bindings)
  }

  /// Returns the values that `arguments` give the parameters `names`; none for those that get none.
  ///
  /// - Throws: if a name is unknown, or its parameter is no scalar.
  func bindings(
    of names: [String], to arguments: CallArguments<ArgumentValue>,
    parameters: [DeclaredParameter]
  ) throws(DiagnosticError) -> [BoundArgument] {
    let free = parameters.filter { p in !bindings.contains { $0.name == p.name } }
    var problems: [Diagnostic] = []
    var result: [BoundArgument] = []
    for name in names {
      guard let number = free.firstIndex(where: { $0.name == name }) else {
        problems.append(.unknown(name, of: self, free, at: nil))
        continue
      }
      guard let argument = arguments.value(of: name, at: number) else { continue }
      if let value = BoundValue(argument) {
        result.append(BoundArgument(name: name, value: value))
      } else {
        problems.append(.nonScalar(free[number], at: nil))
      }
    }
    if !problems.isEmpty { throw DiagnosticError(problems) }
    return result
  }

  /// Returns the callable with the arguments `names` free again; all of them if `names` is `nil`.
  public func withoutBoundArguments(_ names: [String]? = nil) -> Callable {
    Callable(
      definition,
      bindings: names.map { names in bindings.filter { !names.contains($0.name) } } ?? [])
  }

}

extension DeclaredParameter {

  /// `true` iff bounds of domains are computed from `value`, and no index is like it: the bound would
  /// be another one.
  func isBeyondIndices(_ value: ScalarValue) -> Bool {
    guard isInBounds, let i = value.integer else { return false }
    return Int32(exactly: i) == nil
  }

}

extension Diagnostic {

  private static func declaration(_ p: DeclaredParameter) -> [Note] {
    [.init("'\(p.name)' is declared here as '\(p.type)'", at: p.span)]
  }

  fileprivate static func unknown(
    _ name: String, of callable: Callable, _ parameters: [DeclaredParameter], at span: SourceSpan?
  ) -> Diagnostic {
    let names = parameters.filter(\.isBindable).map(\.name)
    return Diagnostic(
      code: BindingCode.unknown,
      "'\(callable.definitionName)' has no parameter '\(name)'.", at: span,
      hint: nearest(to: name, among: names).map { "did you mean '\($0)'?" }
        ?? (names.isEmpty
          ? "it has no parameter that can be bound"
          : "parameters that can be bound are \(names.joined(separator: ", "))"))
  }

  fileprivate static func nonScalar(_ p: DeclaredParameter, at span: SourceSpan?) -> Diagnostic {
    Diagnostic(
      code: BindingCode.nonScalar,
      "'\(p.name)' is a '\(p.type)'; only scalars can be bound.", at: span,
      notes: declaration(p), hint: "pass it to run: run \(p.name)=FIELD")
  }

  fileprivate static func wrongType(
    _ b: BoundArgument, _ p: DeclaredParameter, at span: SourceSpan?
  ) -> Diagnostic {
    Diagnostic(
      code: BindingCode.type,
      "'\(b.name)' has type '\(p.type)'; '\(b.value)' has type '\(b.value.type)'.", at: span,
      notes: declaration(p), hint: "bind a value of type '\(p.type)'")
  }

  /// A bound of a domain lies outside of all indices.
  static func noIndex(
    _ bound: ScalarValue, _ p: DeclaredParameter, code: some DiagnosticCode, at span: SourceSpan?
  ) -> Diagnostic {
    Diagnostic(
      code: code, "'\(p.name)' is in the bound of a domain; \(bound) is no index.", at: span,
      notes: declaration(p), hint: indicesHint)
  }

  /// A bound name is bound, or passed, once more.
  static func again(
    _ old: BoundArgument, of callable: Callable, _ p: DeclaredParameter?, at span: SourceSpan?
  ) -> Diagnostic {
    Diagnostic(
      code: BindingCode.again, "'\(old.name)' is bound already: \(old).", at: span,
      notes: p.map(declaration) ?? [], hint: "leave it out, or unbind \(old.name) first")
  }

}
