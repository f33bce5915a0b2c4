import StencilTypes

/// Evaluates stencils on iterators that remember how they were moved.
///
/// Values carry the reads that they depend on, so what is bound and never used counts for nothing.
struct AccessTracer {

  /// The calls of `if_`, by identity, with branches that regions need.
  var regional: [ObjectIdentifier: StencilAccesses.Branches] = [:]

  func trace(_ e: Expr, _ scope: Scope) -> TracedValue {
    switch e.kind {
    case .reference(let name): return scope[name] ?? .value(TracedReads())
    case .builtin(let b): return .function(.builtin(b))
    case .literal, .typeName, .infinity, .offset, .axis: return .value(TracedReads())
    case .lambda(let parameters, let body):
      return .function(.closure(Closure(parameters, body, scope)))
    case .call(let function, let arguments):
      if let (parameters, values, body) = e.asLet {
        return trace(body, scope.binding(parameters, to: values.map { trace($0, scope) }))
      }
      if case .builtin(let b) = function.kind {
        if b == .if, let branches = regional[e.identity] {
          let parts = arguments.map { trace($0, scope) }
          return chooseByRegion(parts[0].reads(self), parts[1], parts[2], branches)
        }
        if let v = special(b, arguments, scope) { return v }
      }
      return apply(trace(function, scope), arguments.map { trace($0, scope) })
    }
  }

  /// Returns the value of a call whose arguments matter as they are written.
  private func special(_ b: Builtin, _ arguments: [Expr], _ scope: Scope) -> TracedValue? {
    if b == .tupleGet, arguments.count == 2, let i = arguments[0].literalValue?.integer {
      return element(Int(clamping: i), of: trace(arguments[1], scope))
    }
    if b == .shift {
      var reads = TracedReads()
      var shifts: [Shift] = []
      for i in stride(from: 0, to: arguments.count - 1, by: 2) {
        guard case .offset(.tag(let tag)) = arguments[i].kind else { continue }
        if case .offset(.index(let distance)) = arguments[i + 1].kind {
          shifts.append(Shift(tag, .at(distance)))
        } else if let distance = arguments[i + 1].literalValue?.integer {
          shifts.append(Shift(tag, .at(Int(clamping: distance))))
        } else {
          shifts.append(Shift(tag, .dynamic))
          reads = reads.union(trace(arguments[i + 1], scope).reads(self))
        }
      }
      return .function(.shift(shifts, reads))
    }
    if b == .neighbors, arguments.count == 2, case .offset(.tag(let tag)) = arguments[0].kind,
      case .iterator(let it) = trace(arguments[1], scope)
    {
      return .value(deref(it.shifted([Shift(tag, .all)], TracedReads())).reads(self))
    }
    return nil
  }

  /// Applies a function without looking for an earlier call or keeping the result.
  func applyOnce(_ function: TracedValue, _ arguments: [TracedValue]) -> TracedValue {
    guard case .function(.closure(let c)) = function else { return apply(function, arguments) }
    return trace(c.body, c.scope.binding(c.parameters, to: arguments))
  }

  func apply(_ function: TracedValue, _ arguments: [TracedValue]) -> TracedValue {
    guard case .function(let f) = function else { return combine(arguments) }
    return apply(f, arguments)
  }

  private func apply(_ function: TracedFunction, _ arguments: [TracedValue]) -> TracedValue {
    switch function {
    case .builtin(let b): return apply(b, arguments)
    case .closure(let c):
      if let known = c.results[arguments] { return known }
      let result = trace(c.body, c.scope.binding(c.parameters, to: arguments))
      c.results[arguments] = result
      return result
    case .shift(let shifts, let reads):
      guard case .iterator(let it)? = arguments.first else { return combine(arguments) }
      return .iterator(it.shifted(shifts, reads))
    case .lift(let stencil):
      let its = arguments.compactMap { a in
        if case .iterator(let it) = a { it } else { nil }
      }
      return .iterator(.lifted(stencil, its))
    case .scan(let pass, let initial): return apply(pass, [initial] + arguments)
    case .onLists(let operation, let initial):
      let elements = arguments.map { TracedValue.value($0.reads(self)) }
      return apply(operation, (initial.map { [.value($0)] } ?? []) + elements)
    case .asFieldop(let stencil): return apply(stencil, arguments)
    }
  }

  private func apply(_ b: Builtin, _ arguments: [TracedValue]) -> TracedValue {
    let function: TracedFunction? =
      if case .function(let f)? = arguments.first { f } else { nil }
    guard let structural = b.structural else { return combine(arguments) }
    switch structural {
    case .deref:
      guard case .iterator(let it)? = arguments.first else { return combine(arguments) }
      return deref(it)
    case .canDeref:
      guard case .iterator(let it)? = arguments.first else { return combine(arguments) }
      return .value(place(of: it))
    case .makeTuple: return .tuple(arguments)
    case .if:
      guard arguments.count == 3 else { return combine(arguments) }
      return choose(arguments[0].reads(self), arguments[1], arguments[2])
    case .lift: return function.map { .function(.lift($0)) } ?? combine(arguments)
    case .asFieldop: return function.map { .function(.asFieldop($0)) } ?? combine(arguments)
    case .scan:
      guard let function, arguments.count == 3 else { return combine(arguments) }
      return .function(.scan(function, initial: arguments[2]))
    case .reduce, .map:
      guard let function else { return combine(arguments) }
      let initial = arguments.count > 1 ? arguments[1].reads(self) : nil
      return .function(.onLists(function, initial: initial))
    case .shift, .neighbors, .makeConstList, .listGet, .tupleGet, .cast, .concatWhere, .broadcast,
      .index, .cartesianDomain, .unstructuredDomain, .namedRange, .getDomainRange, .neighborRange:
      return combine(arguments)
    }
  }

  func deref(_ it: TracedIterator) -> TracedValue {
    switch it {
    case .parameter(let p, let shifts, let reads):
      let read = TracedReads.Read(parameter: p, shifts: shifts)
      return .value(reads.union(TracedReads(certain: [read])))
    case .lifted(let stencil, let its): return apply(stencil, its.map { .iterator($0) })
    case .either(let condition, let a, let b): return choose(condition, deref(a), deref(b))
    }
  }

  /// Returns what the position of `it` depends on.
  private func place(of it: TracedIterator) -> TracedReads {
    switch it {
    case .parameter(_, _, let reads): reads
    case .lifted(_, let its): its.reduce(TracedReads()) { $0.union(place(of: $1)) }
    case .either(let condition, let a, let b):
      condition.union(place(of: a).either(place(of: b)))
    }
  }

  private func choose(_ condition: TracedReads, _ a: TracedValue, _ b: TracedValue) -> TracedValue {
    switch (a, b) {
    case (.iterator(let a), .iterator(let b)):
      return .iterator(.either(condition: condition, a, b))
    case (.tuple(let elements), _), (_, .tuple(let elements)):
      return .tuple(
        elements.indices.map { choose(condition, element($0, of: a), element($0, of: b)) })
    default:
      return .value(condition.union(a.reads(self).either(b.reads(self))))
    }
  }

  /// Returns a choice of whose branches those in `branches` are needed by regions.
  private func chooseByRegion(
    _ condition: TracedReads, _ a: TracedValue, _ b: TracedValue,
    _ branches: StencilAccesses.Branches
  ) -> TracedValue {
    switch (a, b) {
    case (.iterator, .iterator): return choose(condition, a, b)
    case (.tuple(let elements), _), (_, .tuple(let elements)):
      return .tuple(
        elements.indices.map {
          chooseByRegion(condition, element($0, of: a), element($0, of: b), branches)
        })
    default:
      func reads(_ value: TracedValue, _ branch: StencilAccesses.Branches) -> TracedReads {
        let all = value.reads(self)
        return branches.contains(branch) ? all.inRegion : all.either(TracedReads())
      }
      return .value(condition.union(reads(a, .then)).union(reads(b, .otherwise)))
    }
  }

  private func element(_ index: Int, of value: TracedValue) -> TracedValue {
    if case .tuple(let elements) = value, elements.indices.contains(index) {
      return elements[index]
    }
    return .value(value.reads(self))
  }

  private func combine(_ values: [TracedValue]) -> TracedValue {
    .value(values.reduce(TracedReads()) { $0.union($1.reads(self)) })
  }

}
