import Diagnostics
import StencilTypes

extension Typer {

  /// Infers the types of a whole program.
  func check(_ program: Program) throws(DiagnosticError) {
    let names = ProgramNames()
    defer { names.removeAll() }
    for p in program.parameters { names.define(p.name, .data(IRType(p.type))) }
    for f in program.functions {
      let closure = TypedClosure(f.parameters, f.body, TypeScope(below: names))
      names.define(f.name, .function(.closure(closure)))
    }
    for t in program.temporaries {
      let type = try data(t.domain, TypeScope(below: names))
      guard case .domain(let dims) = type else {
        throw DiagnosticError(noDomain(type, for: nil, t.domain))
      }
      names.define(t.name, .data(IRType(t.dtype).mapLeaves { .field(dims: dims, element: $0) }))
    }
    let scope = TypeScope(below: names)
    for s in program.statements {
      switch s {
      case .set(let target, let domain, let value):
        let domain = (try data(domain, scope), domain)
        column = domain.0.leaves.lazy.compactMap(\.verticalDimension).first
        let value = (try data(value, scope), value)
        try check(try data(target, scope), target, domain, value)
      case .if(let condition, _, _):
        let type = try data(condition, scope)
        if type != .scalar(.bool) { throw DiagnosticError(noCondition(type, condition)) }
      }
    }
  }

  /// Checks that `value` can be stored in `target` on `domain`; what a tuple has more is dropped.
  private func check(
    _ type: IRType, _ target: Expr, _ domain: (type: IRType, expr: Expr),
    _ value: (type: IRType, expr: Expr)
  ) throws(DiagnosticError) {
    switch type {
    case .tuple(let elements):
      guard case .tuple(let values) = value.type, values.count >= elements.count else {
        throw DiagnosticError(notStorable(value.type, type, value.expr))
      }
      let domains: [IRType]
      switch domain.type {
      case .tuple(let d) where d.count == elements.count: domains = d
      case .domain: domains = elements.map { _ in domain.type }
      default: throw DiagnosticError(noDomain(domain.type, for: type, domain.expr))
      }
      for ((element, d), v) in zip(zip(elements, domains), values) {
        try check(element, target, (d, domain.expr), (v, value.expr))
      }
    case .field(let dims, let element):
      guard case .domain(let domainDims) = domain.type, Set(domainDims) == Set(dims) else {
        throw DiagnosticError(noDomain(domain.type, for: type, domain.expr))
      }
      guard value.type.element == element, Set(value.type.dims).isSubset(of: dims) else {
        throw DiagnosticError(notStorable(value.type, type, value.expr))
      }
    case .scalar, .list, .iterator, .domain, .namedRange, .axis, .offset, .function:
      throw DiagnosticError(noTarget(type, target))
    }
  }

}

extension IRType {

  /// The vertical dimension of a domain; `nil` if it has none.
  fileprivate var verticalDimension: Dimension? {
    guard case .domain(let dims) = self else { return nil }
    return dims.first { $0.kind == .vertical }
  }

}

private func noDomain(_ type: IRType, for target: IRType?, _ e: Expr) -> Diagnostic {
  let ranges = (target?.dims ?? []).map { "\($0.name)\($0.kind.axisSuffix): [low, high[" }
  return Diagnostic(
    code: IRCode.target, "The domain does not fit what is written on it: it is \(type).",
    at: e.span, label: target.map { "the target is \($0)" },
    hint: ranges.isEmpty
      ? "a domain is written c⟨ \(Form.range.rawValue) ⟩"
      : "write ranges \(ranges.joined(separator: ", "))")
}

private func noCondition(_ type: IRType, _ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.type, "A condition is a bool, not \(type).", at: e.span,
    hint: "compare it, as in \(e.text(style: .gt4py).prefix { !$0.isNewline }) == 0")
}

private func notStorable(_ value: IRType, _ target: IRType, _ e: Expr) -> Diagnostic {
  let more = Set(value.dims).subtracting(target.dims).map(\.name).sorted()
  let hint =
    if !more.isEmpty {
      "the target has no dimension \(more.joined(separator: ", "))"
    } else if case .scalar(let kind) = target.element, case .scalar = value.element {
      "convert it with cast_(x, \(kind)), for fields in (⇑(λ(x) → …))(field)"
    } else {
      "give what the target holds"
    }
  return Diagnostic(
    code: IRCode.target, "\(value) cannot be stored in \(target).", at: e.span, hint: hint)
}

private func noTarget(_ type: IRType, _ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.target, "\(type) cannot be written to.", at: e.span,
    hint: "write to a field, or to a tuple of fields")
}
