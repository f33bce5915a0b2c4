import Diagnostics
import StencilTypes

extension Stager {

  /// Returns the truth of `condition` if it is known where evaluation stands.
  func resolve(_ condition: LoopOperand) -> Bool? {
    if let b = condition.constant?.bool { return b }
    if let (truth, depth) = knowledge.truth(of: condition) {
      usedDepth = max(usedDepth, depth)
      return truth
    }
    switch emitter.instruction(of: condition) {
    case .scalar(.not, let o)?: return resolve(o[0]).map { !$0 }
    case .scalar(.logic(.and), let o)?:
      let (a, b) = (resolve(o[0]), resolve(o[1]))
      if a == false || b == false { return false }
      return a == true && b == true ? true : nil
    case .scalar(.logic(.or), let o)?:
      let (a, b) = (resolve(o[0]), resolve(o[1]))
      if a == true || b == true { return true }
      return a == false && b == false ? false : nil
    case .fact, .scalar, .cast, .select, .index, .load, .skew, .neighborEnd,
      .neighborsInside, nil:
      return nil
    }
  }

  /// Calls `body` where `condition` is known to be `truth`.
  func assuming<R>(
    _ condition: LoopOperand, is truth: Bool, _ body: () throws(DiagnosticError) -> R
  ) throws(DiagnosticError) -> R {
    let k = Knowledge(
      parent: knowledge, condition: truth ? condition : emitter.not(condition))
    learn(condition, truth, k)
    let outer = knowledge
    knowledge = k
    defer {
      knowledge = outer
      usedDepth = min(usedDepth, outer.depth)
    }
    return try body()
  }

  /// Adds to `k` what follows if `condition` is `truth`.
  func learn(_ condition: LoopOperand, _ truth: Bool, _ k: Knowledge) {
    if condition.constant != nil { return }
    k.add(condition, is: truth)
    switch emitter.instruction(of: condition) {
    case .scalar(.not, let o)?: learn(o[0], !truth, k)
    case .scalar(.logic(.and), let o)? where truth: for c in o { learn(c, true, k) }
    case .scalar(.logic(.or), let o)? where !truth: for c in o { learn(c, false, k) }
    case .scalar(.comparison(.equal), let o)?:
      k.add(emitter.scalar(.comparison(.notEqual), o, .bool), is: !truth)
    case .scalar(.comparison(.notEqual), let o)?:
      k.add(emitter.scalar(.comparison(.equal), o, .bool), is: !truth)
    case .index(.less, let variable, let bound)? where ranges[variable] != nil:
      k.narrow(variable, lower: truth ? nil : bound, upper: truth ? bound : nil)
    case .fact, .scalar, .cast, .select, .index, .load, .skew, .neighborEnd,
      .neighborsInside, nil:
      break
    }
  }

  /// Returns whether `base` is less than `bound`, or with `negated` whether it is not.
  func test(
    _ base: LoopOperand, isLessThan bound: LoopOperand, negated: Bool
  ) -> LoopOperand {
    if ranges[base] != nil, emitter.level(of: bound) == 0 { breaks.append((base, bound)) }
    let o = emitter.index(.less, base, bound)
    if let t = resolve(o) { return .truth(t != negated) }
    return negated ? emitter.not(o) : o
  }

  /// Returns the variable of a loop and the bound that a comparison of an index compares, and
  /// whether the variable has to be less, or must not be; `nil` for a question of equality.
  func ordering(
    _ c: Comparison, _ a: LoopOperand, _ b: LoopOperand
  ) -> (variable: LoopOperand, bound: LoopOperand, isLess: Bool?)? {
    var (c, a, b) = (c, a, b)
    if coordinates[a] == nil, coordinates[b] != nil {
      (a, b) = (b, a)
      switch c {
      case .equal, .notEqual: break
      case .less: c = .greater
      case .lessEqual: c = .greaterEqual
      case .greater: c = .less
      case .greaterEqual: c = .lessEqual
      }
    }
    guard let k = coordinates[a], ranges[k.base] != nil, emitter.level(of: b) == 0 else {
      return nil
    }
    let bound = emitter.add(emitter.cast(b, to: .int64), -k.offset)
    switch c {
    case .equal, .notEqual: return (k.base, bound, nil)
    case .less: return (k.base, bound, true)
    case .lessEqual: return (k.base, emitter.add(bound, 1), true)
    case .greater: return (k.base, emitter.add(bound, 1), false)
    case .greaterEqual: return (k.base, bound, false)
    }
  }

  /// Returns whether `variable` is `bound`, or is not.
  func equality(_ c: Comparison, _ variable: LoopOperand, _ bound: LoopOperand) -> LoopOperand {
    let isIt = emitter.and(
      test(variable, isLessThan: bound, negated: true),
      test(variable, isLessThan: emitter.add(bound, 1), negated: false))
    return c == .equal ? isIt : emitter.not(isIt)
  }

  /// Returns the range of a variable where evaluation stands, and the conditions that it needs.
  func range(
    of variable: LoopOperand
  ) -> (lower: LoopOperand, upper: LoopOperand, conditions: [LoopOperand])? {
    guard var (lower, upper) = ranges[variable] else { return nil }
    var conditions: [LoopOperand] = []
    for b in knowledge.bounds(of: variable) {
      usedDepth = max(usedDepth, b.knowledge.depth)
      if let l = b.lower { lower = emitter.index(.maximum, lower, l) }
      if let u = b.upper { upper = emitter.index(.minimum, upper, u) }
      if let c = b.knowledge.condition { conditions.append(c) }
    }
    return (lower, upper, conditions)
  }

  /// Sees to it that `c` lies between `lower` and `upper`, by a test at the start if it can be.
  ///
  /// Returns the conditions under which the test holds, which a read needs too; `inside` is whether
  /// the point does if that is not known before.
  func require(
    _ c: Coordinate, between lower: LoopOperand, and upper: LoopOperand, slot: Int, _ what: String
  ) -> (conditions: [LoopOperand], inside: LoopOperand?) {
    func pointwise() -> (conditions: [LoopOperand], inside: LoopOperand?) {
      let at = emitter.add(c.base, c.offset)
      let inside = emitter.and(
        emitter.index(.atMost, lower, at), emitter.index(.less, at, upper))
      return ([], inside)
    }
    if tracer != nil { return ([], nil) }
    // A column of a sparse field.
    if c.base.constantIndex != nil {
      let (_, inside) = pointwise()
      guard let inside else { return ([], nil) }
      if inside.constant?.bool == true { return ([], nil) }
      guard !isChecked, emitter.level(of: inside) == 0 else { return ([], inside) }
      add(inside, slot, what)
      return ([], nil)
    }
    if isChecked { return pointwise() }
    if let r = range(of: c.base) {
      let isEmpty = emitter.index(.atMost, r.upper, r.lower)
      let fits = emitter.and(
        emitter.index(.atMost, lower, emitter.add(r.lower, c.offset)),
        emitter.index(.atMost, emitter.add(r.upper, c.offset), upper))
      add(emitter.or(isEmpty, fits), slot, what)
      return (r.conditions, nil)
    }
    if let e = entries[c.base] {
      let n = LoopOperand.index(c.offset)
      let all = emitter.define(
        .neighborsInside(
          table: e.table, rows: e.rows.lower, e.rows.upper, least: n, most: n, range: lower, upper),
        .bool)
      add(all, slot, what)
      return ([], nil)
    }
    return pointwise()
  }

  private func add(_ isMet: LoopOperand, _ slot: Int, _ what: String) {
    if isMet.constant?.bool == true { return }
    requirements.append(
      Requirement(condition: activity, isMet: isMet, slot: slot, comment: what))
  }

  /// Returns an interval that the values of `c` lie in, if one is known at the start.
  func interval(of c: Coordinate) -> (lower: LoopOperand, upper: LoopOperand)? {
    if let r = range(of: c.base) {
      return (emitter.add(r.lower, c.offset), emitter.add(r.upper, c.offset))
    }
    if let e = entries[c.base] {
      let low = emitter.fact(.lowest(table: e.table))
      let high = emitter.add(emitter.fact(.highest(table: e.table)), 1)
      return (emitter.add(low, c.offset), emitter.add(high, c.offset))
    }
    if c.base.constantIndex != nil {
      return (emitter.add(c.base, c.offset), emitter.add(c.base, c.offset + 1))
    }
    return nil
  }

}
