import Diagnostics
import PythonSyntax
import StencilTypes

extension OperatorTyper {

  /// A branch of an `if` after typing.
  private struct Branch {

    var statements: [FoastStatement]
    let changes: [String: LocalScope.Local?]
    let returns: FoastIf.Returns

  }

  mutating func ifStatement(
    _ condition: Expression, _ then: [Statement], _ otherwise: [Statement], _ span: SourceSpan
  ) -> [FoastStatement] {
    let test = expression(condition)
    checkCondition(test, of: "if")
    var a = branch(then)
    var b = branch(otherwise)
    let join = FoastJoin()
    switch (a.returns, b.returns) {
    case (.always, .always): break
    case (.always, _): continueWith(b, join)
    case (_, .always): continueWith(a, join)
    default: merge(&a, &b, join, span)
    }
    addCommonNames(a.statements, b.statements, to: join)
    let returns: FoastIf.Returns =
      switch (a.returns, b.returns) {
      case (.always, .always): .always
      case (.never, .never): .never
      default: .sometimes
      }
    return [
      .if(
        FoastIf(
          condition: test, then: a.statements, otherwise: b.statements, returns: returns,
          join: join, span: span))
    ]
  }

  /// Reports a condition that is not one truth value.
  mutating func checkCondition(_ test: FoastExpression, of what: String) {
    if let type = dataType(of: test), type != .scalar(.bool) {
      report(notACondition(test.span, type, what))
    }
  }

  private mutating func branch(_ statements: [Statement]) -> Branch {
    let mark = locals.mark
    let typed = block(statements)
    return Branch(
      statements: typed, changes: locals.rollBack(to: mark), returns: FoastIf.Returns.of(typed))
  }

  /// Makes the names of `branch` those behind the `if`, since the other branch returns.
  private mutating func continueWith(_ branch: Branch, _ join: FoastJoin) {
    for (name, binding) in branch.changes {
      var binding = binding
      binding?.joins.append(join)
      locals.set(name, binding?.value == nil ? binding : nil)
    }
  }

  /// Makes both branches end with the same version of each name that both know.
  private mutating func merge(
    _ a: inout Branch, _ b: inout Branch, _ join: FoastJoin, _ span: SourceSpan
  ) {
    for name in Set(a.changes.keys).union(b.changes.keys).sorted(by: isBefore) {
      let inA = a.changes[name] ?? locals[name]
      let inB = b.changes[name] ?? locals[name]
      guard let inA, let inB, inA.value == nil, inB.value == nil else {
        locals.set(name, nil)
        continue
      }
      let version = max(inA.version, inB.version)
      let passed =
        (inA.version == version ? inA.joins : []) + (inB.version == version ? inB.joins : [])
      let merged = LocalScope.Local(
        version: version, name: LocalScope.versioned(name, version),
        type: joinedType(name, inA, inB, at: span), span: inA.span,
        joins: passed.isEmpty ? [] : passed + [join])
      if inA.version < version, let copy = copy(inA, as: merged) {
        a.statements.append(copy)
      } else if inB.version < version, let copy = copy(inB, as: merged) {
        b.statements.append(copy)
      }
      locals.set(name, merged)
    }
  }

  private mutating func joinedType(
    _ name: String, _ a: LocalScope.Local, _ b: LocalScope.Local, at span: SourceSpan
  ) -> FieldViewType {
    if a.type == .error || b.type == .error { return .error }
    if a.type != b.type { report(branchesDiffer(name, a, b, at: span)) }
    return a.type == b.type ? a.type : .error
  }

  private func copy(
    _ source: LocalScope.Local, as target: LocalScope.Local
  ) -> FoastStatement? {
    guard let type = source.type.data else { return nil }
    source.markRead()
    return .assign(
      TypedSymbol(name: target.name, type: type, span: source.span),
      FoastExpression(.local(source.name), source.type, at: source.span))
  }

  /// Adds the names that both sequences of statements bind with one type to `join`.
  private func addCommonNames(
    _ a: [FoastStatement], _ b: [FoastStatement], to join: FoastJoin
  ) {
    let inA = boundNames(a)
    for (name, type) in boundNames(b) where inA[name] == type { join.add(name, type) }
  }

  private func boundNames(_ statements: [FoastStatement]) -> [String: DataType] {
    var result: [String: DataType] = [:]
    for s in statements {
      switch s {
      case .assign(let symbol, _): result[symbol.name] = symbol.type
      case .return: break
      case .if(let i): result.merge(i.join.types) { $1 }
      }
    }
    return result
  }

}

extension LocalScope.Local {

  /// Notes that the name is read, so that it must leave the `if` statements that it came through.
  func markRead() {
    guard let type = type.data else { return }
    for j in joins { j.add(name, type) }
  }

}

// MARK: - Wording

private func notACondition(_ span: SourceSpan, _ type: DataType, _ what: String) -> Diagnostic {
  Diagnostic(
    code: TypeCode.condition, "The condition of '\(what)' must be a 'bool', not '\(type)'.",
    at: span, label: "has type '\(type)'",
    hint: type.isField && type.dtype == .bool
      ? "choose point by point with 'where(condition, a, b)'"
      : (type.isField
        ? "compare scalars here; choose point by point with 'where(condition, a, b)'"
        : "compare it with something: '!= 0', '> 0.0'"))
}

private func branchesDiffer(
  _ name: String, _ a: LocalScope.Local, _ b: LocalScope.Local, at span: SourceSpan
) -> Diagnostic {
  let (x, y) = texts(a.type, b.type)
  return Diagnostic(
    code: TypeCode.branches, "'\(name)' has different types in the two branches.", at: span,
    label: "'\(x)' or '\(y)' behind it",
    notes: [
      Diagnostic.Note("here '\(x)'", at: a.span), Diagnostic.Note("here '\(y)'", at: b.span),
    ],
    hint: a.type.data.flatMap { a in b.type.data.flatMap { difference(a, $0) } }
      ?? "give it one type in both branches, or use two names")
}
