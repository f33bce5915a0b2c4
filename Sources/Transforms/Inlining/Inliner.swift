import IteratorIR

/// Puts the values of lets where their names are used.
///
/// One walk from the top: at a let it is decided which names go, each of their references becomes
/// the value (one step each), and what is left of the let drops them (one step). A step touches
/// only the nodes at its place, so the work grows with the size of the expression.
struct Inliner {

  /// What may be inlined besides names, literals, and values and functions that are used once.
  struct Options {

    /// Functions, however often they are used.
    var everyFunction = false

    /// Tuples of names and literals, and elements of tuples with names.
    var trivialTuples = false

    /// Whether lets of tuples and of lets are taken apart.
    var splits = false

    /// Further small values (as they were before inlining), at places outside of stencils.
    var isCheap: (Expr) -> Bool = { _ in false }

  }

  private let options: Options

  /// The rules that may fire.
  let rules: Set<Rule>
  var uses = UseCounts()
  var names: BoundNames

  /// Lets whose values were gone through before, and whether all their names stay.
  var halfDone: [ObjectIdentifier: (Expr, stays: Bool)] = [:]

  /// The values of the names that go, with the rule that lets them go.
  private var values: [Symbol: (value: Expr, rule: Rule)] = [:]

  /// The number of names in `values`.
  private var activeCount = 0

  /// The number of stencils around the place.
  private var stencilDepth = 0

  init(_ options: Options = Options(), for program: Program, _ context: PassContext) {
    self.options = options
    rules = Set(Rule.inlining.filter { context.allows($0) })
    names = BoundNames(program)
  }

  /// Returns `e`, an expression that stands directly in the program, with lets inlined.
  mutating func inline(_ e: Expr, _ context: inout PassContext) throws -> Expr {
    uses.count(in: e)
    return try visit(e, &context)
  }

  private mutating func visit(_ e: Expr, _ context: inout PassContext) throws -> Expr {
    if activeCount == 0, !e.containsLet { return e }
    switch e.kind {
    case .reference(let name):
      guard let (value, rule) = values[name] else { return e }
      return context.replace(
        e, with: value, by: rule, because: value.literalValue == nil ? [] : [.literal(value)])
    case .builtin, .literal, .typeName, .infinity, .offset, .axis:
      return e
    case .lambda:
      let e = renamed(e, &context)
      guard case .lambda(let parameters, _) = e.kind else { return e }
      let hidden = hide(parameters)
      let new = try context.mapChildren(e) { try visit($0, &$1) }
      restore(parameters, hidden)
      return new
    case .call(let function, let arguments):
      if e.isLet { return try visitLet(e, &context) }
      if case .reference(let name) = function.kind, let (value, rule) = values[name],
        case .lambda(let parameters, let body) = value.kind, parameters.count == arguments.count
      {
        let applied = context.inChild(0) { $0.replace(function, with: value, by: rule) }
        let call = Expr(.call(applied, arguments), at: e.span)
        // The value was gone through before, so a body without parameters is as it should be.
        return parameters.isEmpty
          ? context.replace(call, with: body, by: .applyNullary) : try visitLet(call, &context)
      }
      let isStencil = isAsFieldop(function)
      stencilDepth += isStencil ? 1 : 0
      defer { stencilDepth -= isStencil ? 1 : 0 }
      return try context.mapChildren(e) { try visit($0, &$1) }
    }
  }

  private func isAsFieldop(_ function: Expr) -> Bool {
    if case .builtin(.asFieldop) = function.kind { true } else { false }
  }

  /// Returns the let `e` without what goes.
  private mutating func visitLet(_ e: Expr, _ context: inout PassContext) throws -> Expr {
    guard case .call(let function, let oldValues) = e.kind else { return e }
    let uses = uses.uses(ofParametersOf: function)
    // From the outside inward: so a chain of lets comes out of a value in one step each.
    if options.splits, halfDone[e.identity] == nil, rules.contains(.flattenLet),
      let flat = flattened(e, uses, isVisited: false)
    {
      return try visitLet(context.replace(e, with: flat, by: .flattenLet), &context)
    }
    let known = halfDone.removeValue(forKey: e.identity)
    let new = known == nil ? try visitValues(of: e, uses, &context) : e
    let stays = known?.stays == true
    if options.splits, !stays, let split = split(new, uses) {
      let outer = context.replace(new, with: split.result, by: split.rule)
      halfDone[outer.identity] = (outer, stays: true)
      return try visitLet(outer, &context)
    }
    return try visitBody(of: new, was: oldValues, uses, stays: stays, &context)
  }

  /// Returns the let `e` with those values visited that are used.
  private mutating func visitValues(
    of e: Expr, _ uses: [Uses], _ context: inout PassContext
  ) throws -> Expr {
    guard case .call(let function, var values) = e.kind else { return e }
    var changed = false
    for (i, value) in values.enumerated() where !drops(uses[i]) {
      let new = try context.inChild(i + 1) { try visit(value, &$0) }
      if new.isIdentical(to: value) { continue }
      values[i] = new
      changed = true
    }
    return changed ? Expr(.call(function, values), at: e.span) : e
  }

  /// Returns the let `e`, whose values are visited and were `oldValues` before, without the names
  /// that go.
  private mutating func visitBody(
    of e: Expr, was oldValues: [Expr], _ uses: [Uses], stays: Bool, _ context: inout PassContext
  ) throws -> Expr {
    guard case .call(let function, let values) = e.kind else { return e }
    // A name for a value of the same name goes without a trace.
    let same = stays ? [] : namesOfThemselves(function, values)
    let decisions = values.indices.map {
      stays || drops(uses[$0]) || same.contains($0)
        ? nil : rule(for: values[$0], was: oldValues[$0], uses[$0])
    }
    let going = decisions.count { $0 != nil }
    let named = context.inChild(0) { renamed(function, takingUp: going, except: same, &$0) }
    guard case .lambda(let parameters, _) = named.kind else { return e }

    let others = parameters.indices.filter { !same.contains($0) }.map { parameters[$0] }
    let hidden = hide(others)
    for (i, p) in parameters.enumerated() {
      if let rule = decisions[i] { self.values[p] = (values[i], rule) }
    }
    activeCount += going
    let newFunction = try context.inChild(0) { context in
      try context.mapChildren(named) { try visit($0, &$1) }
    }
    activeCount -= going
    restore(others, hidden)

    let new =
      newFunction.isIdentical(to: function) ? e : Expr(.call(newFunction, values), at: e.span)
    let kept = parameters.indices.filter {
      decisions[$0] == nil && !drops(uses[$0]) && !same.contains($0)
    }
    return keeping(kept, of: new, &context)
  }

  /// Returns the let `e` with the names alone whose numbers are `kept`.
  private func keeping(_ kept: [Int], of e: Expr, _ context: inout PassContext) -> Expr {
    guard let (parameters, values, body) = e.asLet, case .call(let function, _) = e.kind else {
      return e
    }
    if parameters.isEmpty { return context.replace(e, with: body, by: .applyNullary) }
    if kept.count == parameters.count { return e }
    if kept.isEmpty { return context.replace(e, with: body, by: .dropLet) }
    let rest = Expr(.lambda(kept.map { parameters[$0] }, body), at: function.span)
    return context.replace(
      e, with: rest.applied(to: kept.map { values[$0] }, at: e.span), by: .dropLet)
  }

  /// Returns the numbers of those parameters of `lambda` whose values are names like theirs.
  private func namesOfThemselves(_ lambda: Expr, _ values: [Expr]) -> Set<Int> {
    guard rules.contains(.inlineName), case .lambda(let parameters, _) = lambda.kind else {
      return []
    }
    return Set(
      parameters.indices.filter {
        if case .reference(parameters[$0]) = values[$0].kind { true } else { false }
      })
  }

  private func drops(_ uses: Uses) -> Bool {
    uses.count == 0 && rules.contains(.dropUnused)
  }

  /// Returns the rule by which a name with `value` goes; `nil` if it stays.
  private func rule(for value: Expr, was old: Expr, _ uses: Uses) -> Rule? {
    var rule: Rule?
    switch value.kind {
    case .reference, .builtin: rule = .inlineName
    case .literal, .infinity, .offset, .axis, .typeName: rule = .inlineLiteral
    case .lambda where uses.count == 1 || options.everyFunction: rule = .inlineFunction
    case .lambda: break
    case .call:
      if uses.count == 1, !uses.isInFunction {
        rule = .inlineSingleUse
      } else if options.trivialTuples, value.isTrivialTuple {
        rule = .inlineTrivialTuple
      } else if stencilDepth == 0, value.nodeCount <= 32, options.isCheap(old) {
        rule = .inlineScalar
      }
    }
    return rule.flatMap { rules.contains($0) ? $0 : nil }
  }

  /// Hides what was known of names before a binder binds them again.
  private mutating func hide(_ parameters: [Symbol]) -> [(value: Expr, rule: Rule)?] {
    names.bind(parameters, mark: activeCount)
    return parameters.map { values.removeValue(forKey: $0) }
  }

  private mutating func restore(
    _ parameters: [Symbol], _ hidden: [(value: Expr, rule: Rule)?]
  ) {
    for (p, h) in zip(parameters, hidden) { values[p] = h }
    names.unbind(parameters)
  }

  /// Returns `lambda` with those parameters renamed that could capture a name in a value on its way
  /// inward: the name is bound outside already, and values were taken up since, or will be, as many
  /// as `count`, by `lambda` itself.
  private func renamed(
    _ lambda: Expr, takingUp count: Int = 0, except same: Set<Int> = [],
    _ context: inout PassContext
  ) -> Expr {
    let activeCount = activeCount + count
    guard activeCount > 0, case .lambda(let parameters, _) = lambda.kind else { return lambda }
    let clashing = parameters.indices.filter { i in
      !same.contains(i) && (names.mark(of: parameters[i]).map { $0 < activeCount } ?? false)
    }.map { parameters[$0] }
    if clashing.isEmpty { return lambda }
    return context.replace(
      lambda, with: lambda.renamingParameters(Set(clashing), avoiding: names), by: .rename)
  }

}

extension Expr {

  /// `true` iff `self` is a tuple of names, literals and such tuples, or an element of one.
  var isTrivialTuple: Bool {
    if let elements = arguments(of: .makeTuple) {
      return elements.allSatisfy { $0.isName || $0.literalValue != nil || $0.isTrivialTuple }
    }
    if let arguments = arguments(of: .tupleGet), arguments.count == 2 {
      return arguments[1].isName || arguments[1].isTrivialTuple
    }
    return false
  }

  /// `true` iff `self` is a reference.
  var isName: Bool {
    if case .reference = kind { true } else { false }
  }

}
