import Diagnostics
import IteratorIR
import StencilTypes

/// Follows from the targets of statements back to the inputs which points of each field are
/// needed, and rewrites what makes fields on the way.
///
/// The values of lets come after their bodies, when all that reads them is known. A field that is
/// read at several places is needed on the smallest box that holds them all.
struct DomainWalk {

  /// A call that makes a field, in a statement.
  struct Place {

    /// The points at which the call's result is needed, along its own dimensions.
    let domain: SymbolicDomain

    /// `cartesian_domain` or `unstructured_domain`, as the statement's domain is written.
    let builtin: Builtin

    let types: InferredTypes

    /// The domain as an expression; `nil` if it is not known before the run.
    let expr: Expr?

  }

  /// Returns what a call of `as_fieldop(…)`, `concat_where` or `broadcast` becomes.
  typealias Rewriting = (Expr, Place, inout PassContext) -> Expr

  private let rewrite: Rewriting
  private(set) var types: InferredTypes
  private let offsets: [String: FieldOffset]

  /// The demands on the names that lets around the place bind.
  var demands: [Symbol: NeededPoints] = [:]

  /// The names that bounds in `demands` may mention.
  var mentioned: Set<Symbol> = []

  let free = FreeNames()

  private var builtin = Builtin.cartesianDomain

  /// The expressions of domains: equal ones share a node, which passes then look at once.
  private var domainExprs: [SymbolicDomain: Expr] = [:]

  /// Where stencils read: equal ones do so at the same places.
  private var accesses: [Expr: StencilAccesses] = [:]

  /// Returns `program` with the calls that make fields rewritten.
  static func run(
    on program: Program, _ context: inout PassContext, rewrite: @escaping Rewriting
  ) throws -> Program {
    let program = try context.unshadowDomains(of: program)
    var walk = DomainWalk(
      rewrite: rewrite, types: try context.fieldTypes(of: program), offsets: program.offsets)
    let new = try program.mapValues { s, path in
      try context.at(.value(path)) { try walk.visit(valueOf: s, &$0) }
    }
    context.note(fieldTypes: walk.types, of: new)
    return new
  }

  private init(
    rewrite: @escaping Rewriting, types: InferredTypes, offsets: [String: FieldOffset]
  ) {
    self.rewrite = rewrite
    self.types = types
    self.offsets = offsets
  }

  private mutating func visit(
    valueOf s: Statement.Assignment, _ context: inout PassContext
  ) throws -> Expr {
    guard var demand = NeededPoints(target: s.target, domain: s.domain) else { return s.value }
    mentioned.formUnion(free.names(of: s.domain))
    // All scans of a statement walk along the same levels.
    let column = demand.hull?.domain.verticalRange
    demand = demand.mapPoints { NeededPoints.Points(domain: $0.domain, column: column) }
    builtin = s.domain.domainBuiltin ?? .cartesianDomain
    domainExprs = [:]
    return try visit(s.value, demand, &context)
  }

}

extension DomainWalk {

  /// Returns `e`, which is needed as `demand` says, with what makes fields rewritten.
  mutating func visit(
    _ e: Expr, _ demand: NeededPoints, _ context: inout PassContext
  ) throws -> Expr {
    if demand == .nothing { return e }
    let new = try visitParts(of: e, demand, &context)
    // What is made of a field is one of the same type, which calls around it ask for.
    if !new.isIdentical(to: e), types[new] == nil, let type = types[e] {
      types.record(type, of: new)
    }
    return new
  }

  private mutating func visitParts(
    of e: Expr, _ demand: NeededPoints, _ context: inout PassContext
  ) throws -> Expr {
    switch e.kind {
    case .reference(let name):
      if let known = demands[name] { demands[name] = known.union(demand) }
      return e
    case .builtin, .literal, .typeName, .infinity, .offset, .axis, .lambda: return e
    case .call(let function, _):
      if e.isLet { return try visitLet(e, demand, &context) }
      if function.arguments(of: .asFieldop) != nil {
        return try visitFieldop(e, demand, &context)
      }
      return try visitBuiltin(e, demand, &context)
    }
  }

  /// Returns `e` with the arguments at the given places visited.
  private mutating func visitArguments(
    of e: Expr, _ demands: [Int: NeededPoints], _ context: inout PassContext
  ) throws -> Expr {
    guard case .call(let function, var arguments) = e.kind else { return e }
    var isChanged = false
    for (i, a) in arguments.enumerated() {
      guard let d = demands[i] else { continue }
      let new = try context.inChild(i + 1) { try visit(a, d, &$0) }
      if !new.isIdentical(to: a) {
        isChanged = true
        arguments[i] = new
      }
    }
    return isChanged ? Expr(.call(function, arguments), at: e.span) : e
  }

  private mutating func visitBuiltin(
    _ e: Expr, _ demand: NeededPoints, _ context: inout PassContext
  ) throws -> Expr {
    guard let (b, arguments) = e.builtinCall, let structural = b.structural else { return e }
    switch structural {
    case .makeTuple:
      let parts = arguments.indices.map { ($0, demand.element($0)) }
      return try visitArguments(of: e, Dictionary(uniqueKeysWithValues: parts), &context)
    case .tupleGet:
      guard let i = arguments[0].literalValue?.integer else { return e }
      return try visitArguments(of: e, [1: demand.asElement(Int(i))], &context)
    case .if: return try visitArguments(of: e, [1: demand, 2: demand], &context)
    case .concatWhere:
      mentioned.formUnion(free.names(of: arguments[0]))
      let new = try visitArguments(
        of: e,
        [
          1: demand.mapPoints { $0.part(inside: arguments[0]) },
          2: demand.mapPoints { $0.part(outside: arguments[0]) },
        ], &context)
      return try rewriting(new, as: e, demand, &context)
    case .broadcast:
      return try rewriting(
        try visitArguments(of: e, [0: demand], &context), as: e, demand, &context)
    case .deref, .canDeref, .shift, .lift, .asFieldop, .scan, .neighbors, .reduce, .map,
      .makeConstList, .listGet, .cast, .index, .cartesianDomain, .unstructuredDomain,
      .namedRange, .getDomainRange, .neighborRange:
      return e
    }
  }

  private mutating func rewriting(
    _ e: Expr, as typed: Expr, _ demand: NeededPoints, _ context: inout PassContext
  ) throws -> Expr {
    guard let type = types[typed], let box = demand.hull else { return e }
    guard let dims = type.leaves.first?.dims else { return e }
    types.record(type, of: e)
    let domain = box.domain.restricted(to: dims)
    return domain.dims == dims ? rewrite(e, place(on: domain), &context) : e
  }

  private mutating func visitFieldop(
    _ e: Expr, _ demand: NeededPoints, _ context: inout PassContext
  ) throws -> Expr {
    guard case .call(let function, let arguments) = e.kind,
      let parts = function.arguments(of: .asFieldop), let stencil = parts.first,
      let points = demand.hull,
      var domain = parts.count > 1 ? SymbolicDomain(parts[1]) : points.domain
    else { return e }
    if parts.count > 1 { mentioned.formUnion(free.names(of: parts[1])) }
    let dims = types[e]?.leaves.first?.dims
    if parts.count == 1 {
      if let dims { domain = domain.restricted(to: dims) }
      if let scan = stencil.arguments(of: .scan) { domain.extend(over: scan, points.column) }
    }
    let reads = accesses(of: stencil, arity: arguments.count)
    var needed: [Int: NeededPoints] = [:]
    for (i, r) in reads.parameters.enumerated() {
      let boxes = r.all.ordered.map { domain.moved(by: $0, offsets) }
      let hull = boxes.reduce(nil) { (a: SymbolicDomain?, b) in a?.hull(b) ?? b }
      needed[i] = hull.map { .points(NeededPoints.Points(domain: $0, column: points.column)) }
    }
    let new = try visitArguments(of: e, needed, &context)
    guard parts.count == 1, let dims, domain.dims == dims else { return new }
    return rewrite(new, place(on: domain), &context)
  }

  private mutating func place(on domain: SymbolicDomain) -> Place {
    var expr: Expr?
    if domain.isFinite {
      expr = domainExprs[domain] ?? domain.expr(builtin)
      domainExprs[domain] = expr
    }
    return Place(domain: domain, builtin: builtin, types: types, expr: expr)
  }

  private mutating func accesses(of stencil: Expr, arity: Int) -> StencilAccesses {
    if let known = accesses[stencil], known.parameters.count == arity { return known }
    let new = StencilAccesses(of: stencil, arity: arity)
    accesses[stencil] = new
    return new
  }

}

extension SymbolicDomain {

  /// The range along the vertical dimension, if there is one.
  fileprivate var verticalRange: SymbolicRange? {
    dims.first { $0.kind == .vertical }.flatMap { self[$0] }
  }

  /// Extends the box to the levels that a scan has to compute: from where its `column` starts.
  fileprivate mutating func extend(over scan: [Expr], _ column: SymbolicRange?) {
    guard scan.count == 3, let column, let isForward = scan[1].literalValue?.bool,
      let d = dims.first(where: { $0.kind == .vertical }), let range = self[d]
    else { return }
    self[d] =
      isForward
      ? SymbolicRange(column.lower, range.upper) : SymbolicRange(range.lower, column.upper)
  }

}
