import Diagnostics
import PythonSyntax
import StencilTypes

extension OperatorTyper {

  /// What a name or a dotted name means.
  enum Meaning {
    case local(FoastExpression)
    case module(ModuleValue)
    /// Unknown, which was reported.
    case error
  }

  /// Returns what `name` means at this point of the body.
  mutating func meaning(ofName name: String, at span: SourceSpan) -> Meaning {
    if let binding = locals[name] {
      readNames.insert(name)
      if let value = binding.value { return .local(value) }
      binding.markRead()
      return .local(
        FoastExpression(
          binding.type == .error ? .error : .local(binding.name), binding.type, at: span))
    }
    if let place = assigned[name] {
      report(notAssigned(name, at: span, assigned: place))
      return .error
    }
    if let known = moduleNames[name] { return .module(known) }
    let meaning = lookUp(name, at: span, in: definition.scope, asMember: false)
    if case .module(let value) = meaning { moduleNames[name] = value }
    return meaning
  }

  /// Returns what `e` means: what it names, or else a value.
  mutating func meaning(of e: Expression) -> Meaning {
    switch e.kind {
    case .name(let name): meaning(ofName: name, at: e.span)
    case .attribute(let owner, let name): meaning(ofMember: name, of: owner)
    case .integer, .float, .string, .bool, .none, .ellipsis, .subscript, .slice, .call, .unary,
      .binary, .logical, .compare, .ternary, .tuple, .list, .dict, .starred, .generator,
      .unsupported, .error:
      .local(expression(e))
    }
  }

  /// Returns what `value.name` means, where `value` may be a module or a namespace.
  mutating func meaning(ofMember name: Identifier, of value: Expression) -> Meaning {
    switch meaning(of: value) {
    case .error: return .error
    case .local(let e): return .local(member(name, of: e))
    case .module(let m): return member(name, of: m, at: value.span)
    }
  }

  private mutating func member(_ name: Identifier, of e: FoastExpression) -> FoastExpression {
    let span = e.span.union(name.span)
    guard let type = dataType(of: e) else { return .error(at: span) }
    guard case .named(let n) = type else {
      report(noMembers(name, type))
      return .error(at: span)
    }
    guard let i = n.members.firstIndex(where: { $0.name == name.name }) else {
      report(
        .missingMember(name.name, of: "'\(n.name)'", among: n.members.map(\.name), at: name.span))
      return .error(at: span)
    }
    return FoastExpression(
      .member(e, name: name.name, index: i), .data(n.members[i].type), at: span)
  }

  private mutating func member(
    _ name: Identifier, of value: ModuleValue, at span: SourceSpan
  ) -> Meaning {
    switch value {
    case .module(let scope):
      return lookUp(name.name, at: name.span, in: scope, asMember: true)
    case .namespace(let owner, let members):
      guard let m = members[name.name] else {
        report(
          .missingMember(name.name, of: "'\(owner)'", among: members.keys.sorted(), at: name.span))
        return .error
      }
      return .module(m)
    case .skipped(let what, let place):
      report(.skipped(span.text, what, place, at: span))
      return .error
    case .dimension, .dimensionKind, .offset, .constant, .string, .tuple, .type, .openTuple,
      .genericField, .typeVariable, .dims, .builtin, .fieldOperator, .program, .generic,
      .scalarFunction, .library:
      report(
        Diagnostic(
          code: TypeCode.member, "'\(span.text)', \(value.phrase), has no member '\(name.name)'.",
          at: name.span, label: "unknown member"))
      return .error
    }
  }

  private mutating func lookUp(
    _ name: String, at span: SourceSpan, in scope: any ModuleScope, asMember: Bool
  ) -> Meaning {
    do throws(DiagnosticError) {
      switch try scope.lookup(name) {
      case .skipped(let what, let place):
        report(.skipped(name, what, place, at: span))
        return .error
      case .scalarFunction(let function):
        report(.skipped(name, ModuleValue.scalarFunction(function).phrase, nil, at: span))
        return .error
      case let value?: return .module(value)
      case nil: break
      }
    } catch {
      diagnostics.report(error.diagnostics)
      return .error
    }
    if asMember {
      report(
        .missingMember(name, of: "module '\(scope.name)'", among: scope.boundNames, at: span))
    } else {
      report(undeclared(name, at: span, among: Array(locals.names) + scope.boundNames))
    }
    return .error
  }

}

extension FoastExpression {

  /// Returns what stands for an expression with a mistake, which was reported.
  static func error(at span: SourceSpan) -> FoastExpression {
    FoastExpression(.error, .error, at: span)
  }

}

// MARK: - Wording

func undeclared(_ name: String, at span: SourceSpan, among names: [String]) -> Diagnostic {
  let candidates = names + FieldViewBuiltin.allCases.map(\.name)
  return Diagnostic(
    code: TypeCode.undeclared, "There is no '\(name)'.", at: span, label: "unknown name",
    hint: ["np", "numpy", "math"].contains(name)
      ? "operators call functions by their names alone: sin(u), not \(name).sin(u)"
      : Library.home(of: name).map { "import it: from \($0) import \(name)" }
        ?? nearest(to: name, among: candidates).map { "did you mean '\($0)'?" }
        ?? "define it before it is used, or import it")
}

private func notAssigned(_ name: String, at span: SourceSpan, assigned: SourceSpan) -> Diagnostic {
  let isLater = assigned.bytes.lowerBound > span.bytes.lowerBound
  return Diagnostic(
    code: TypeCode.unassigned,
    isLater
      ? "'\(name)' is used before it is assigned."
      : "'\(name)' is not assigned on every path to here.",
    at: span, label: isLater ? "has no value yet" : "may have no value",
    notes: [Diagnostic.Note("assigned here", at: assigned)],
    hint: isLater ? nil : "assign it in both branches of the 'if', or before it")
}

private func noMembers(_ name: Identifier, _ type: DataType) -> Diagnostic {
  Diagnostic(
    code: TypeCode.member, "A value of type '\(type)' has no member '\(name.name)'.",
    at: name.span, label: "unknown member")
}
