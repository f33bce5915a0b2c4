import Diagnostics
import IteratorIR
import PythonSyntax
import StencilTypes

/// Returns the ITIR program of `closure`, whose arguments are in canonical order.
///
/// - Throws: What is well typed and has no form in ITIR.
public func pastToItir(_ closure: PastClosure) throws(DiagnosticError) -> Program {
  let program = closure.definition
  let operators = program.operators
  let names = functionNames(operators, taken: program.parameters.map(\.name))
  var functions = OperatorLowering(names: names)
  let lowering = PastLowering(gridType: program.gridType, names: names)
  return Program(
    name: program.name, functions: operators.map { functions.function($0) },
    parameters: program.parameters.map {
      Parameter(name: Symbol($0.name), type: $0.type.structural)
    },
    body: program.body.map { lowering.statement($0) }, offsets: functions.offsets)
}

/// Lowers the statements of one program.
private struct PastLowering {

  let gridType: GridType

  /// What the functions of the operators are called.
  let names: [FoastOperatorDefinition: String]

  /// Lowers a call.
  ///
  /// `callee(arguments, out=target, domain=domain)  ⇒  target @ domain ← callee(arguments)`
  func statement(_ call: PastCall) -> IteratorIR.Statement {
    let (target, domain) = destination(call.target, call.domain, call.target.type)
    let value = Expr.ref(names[call.callee] ?? call.callee.name, at: call.span)
      .applied(to: call.arguments.map(expression), at: call.span)
    return .set(target: target, domain: domain, value: value)
  }

  // MARK: Targets and domains

  private func destination(
    _ target: PastTarget, _ domain: PastDomain?, _ type: DataType
  ) -> (Expr, Expr) {
    switch target {
    case .parameter(let p, let slices, let span):
      return leaf(.ref(p.name, at: span), type, slices, domain, at: span)
    case .tuple(let elements, let span):
      let parts = elements.indices.map {
        destination(elements[$0], domain?.element($0), elements[$0].type)
      }
      return (.tuple(parts.map(\.0), at: span), .tuple(parts.map(\.1), at: span))
    }
  }

  /// Lowers the target `out` of `type`: a field, or a parameter that holds several.
  private func leaf(
    _ out: Expr, _ type: DataType, _ slices: [PastSlice], _ domain: PastDomain?,
    at span: SourceSpan
  ) -> (Expr, Expr) {
    if let elements = type.elements {
      let parts = elements.indices.map {
        leaf(out.element($0, at: span), elements[$0], slices, domain?.element($0), at: span)
      }
      return (.tuple(parts.map(\.0), at: span), .tuple(parts.map(\.1), at: span))
    }
    // Lists of neighbors are written whole.
    let all = type.dims ?? []
    let dims = all.filter { $0.kind != .local }
    let slices = zip(all, slices).filter { $0.0.kind != .local }.map(\.1)
    let ranges = dims.enumerated().map { i, dimension in
      let (lower, upper) =
        domain.map { bounds($0, i) }
        ?? bounds(slices.isEmpty ? nil : slices[i], of: out, dimension)
      return Expr.call(.namedRange, .axis(dimension), lower, upper, at: span)
    }
    let builtin: Builtin = gridType == .cartesian ? .cartesianDomain : .unstructuredDomain
    return (out, .call(builtin, arguments: ranges, at: domain?.span ?? span))
  }

  private func bounds(_ domain: PastDomain, _ i: Int) -> (Expr, Expr) {
    guard case .ranges(let ranges, _) = domain else {
      preconditionFailure("a field has one domain")
    }
    return (index(ranges[i].lower), index(ranges[i].upper))
  }

  /// Lowers a bound, an integer of any type, to an index: those are `int32`, which passes count on
  /// when they compute with bounds.
  private func index(_ e: FoastExpression) -> Expr {
    let bound = expression(e)
    if e.type.data?.dtype == .int32 { return bound }
    return .call(.cast, bound, Expr(.typeName(.int32), at: e.span), at: e.span)
  }

  /// Returns the bounds of a slice of `out`, or of all of it.
  private func bounds(
    _ slice: PastSlice?, of out: Expr, _ dimension: Dimension
  ) -> (Expr, Expr) {
    let start = Expr.call(.getDomainRange, out, .axis(dimension)).element(0)
    let stop = Expr.call(.getDomainRange, out, .axis(dimension)).element(1)
    func bound(_ value: Int?, _ whole: Expr) -> Expr {
      guard let value else { return whole }
      return .call(.plus, value < 0 ? stop : start, .int(value))
    }
    return (bound(slice?.lower, start), bound(slice?.upper, stop))
  }

  // MARK: Expressions

  /// Lowers an argument or a bound.
  private func expression(_ e: FoastExpression) -> Expr {
    switch e.kind {
    case .local(let name): return .ref(name, at: e.span)
    case .constant(let v): return .literal(v, at: e.span)
    case .tuple(let elements), .construct(_, let elements):
      return .tuple(elements.map(expression), at: e.span)
    case .element(let value, let i), .member(let value, _, let i):
      return expression(value).element(i, at: e.span)
    case .unary(let op, let operand):
      switch op {
      case .plus: return expression(operand)
      case .minus: return .call(.neg, expression(operand), at: e.span)
      case .not, .invert: return .call(.not, expression(operand), at: e.span)
      }
    case .binary(let op, let l, let r):
      return .call(op.builtin, expression(l), expression(r), at: e.span)
    case .builtin(let b, let operands):
      guard let function = b.elementwise else {
        preconditionFailure("a program has no '\(b.name)'")
      }
      return .call(function, arguments: operands.map(expression), at: e.span)
    case .string, .dimension, .neighbor, .compare, .ternary, .shift, .call,
      .reduction, .broadcast, .cast, .error:
      preconditionFailure("a program has no such expression")
    }
  }

}

extension PastDomain {

  fileprivate var span: SourceSpan {
    switch self {
    case .ranges(_, let span), .tuple(_, let span): span
    }
  }

  /// The domain of element `i` of a tuple: one domain serves all.
  fileprivate func element(_ i: Int) -> PastDomain {
    switch self {
    case .ranges: self
    case .tuple(let e, _): e[i]
    }
  }

}
