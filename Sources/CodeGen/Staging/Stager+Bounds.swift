import IteratorIR
import StencilTypes

// Where a domain ends is computed from scalars when a call starts. Integers wrap; an end that did
// so is one that nobody meant, and the interpreter has the words for it.
extension Stager {

  /// Requires that no integer wraps on the way to `end`, a bound of a domain.
  func requireNoWrapping(in end: LoopOperand) {
    var pending = [end]
    var seen: Set<LoopOperand> = []
    while let o = pending.popLast() {
      guard emitter.kind(of: o).isInteger, seen.insert(o).inserted,
        let instruction = emitter.instruction(of: o)
      else { continue }
      switch instruction {
      case .scalar(let operation, let operands):
        pending += operands
        require(fits(operation, operands, emitter.kind(of: o)))
      case .cast(let a, let kind):
        pending.append(a)
        require(fits(a, kind))
      case .select(_, let a, let b): pending += [a, b]
      case .fact, .index, .load, .skew, .neighborEnd, .neighborsInside: break
      }
    }
  }

  private func require(_ isMet: LoopOperand) {
    if isMet.constant?.bool == true { return }
    requirements.append(
      Requirement(condition: activity, isMet: isMet, slot: -1, comment: "a bound that is an index"))
  }

  /// Returns whether `kind` holds the integer `a`.
  private func fits(_ a: LoopOperand, _ kind: ScalarKind) -> LoopOperand {
    guard let from = emitter.kind(of: a).integerRange, let to = kind.integerRange,
      !(to.lowerBound <= from.lowerBound && from.upperBound <= to.upperBound)
    else { return .truth(true) }
    // A `uint64` that no `int64` holds is negative here, and no index.
    let lower = max(from.lowerBound, to.lowerBound)
    return lies(
      emitter.cast(a, to: .int64),
      in: Int(clamping: lower) ... Int(clamping: min(from.upperBound, to.upperBound)))
  }

  /// Returns whether `operation` gives on integers of `kind` what it does on those without limits.
  private func fits(
    _ operation: ScalarOperation, _ operands: [LoopOperand], _ kind: ScalarKind
  ) -> LoopOperand {
    let wide = operands.map { emitter.cast($0, to: .int64) }
    let result: LoopOperand
    switch operation {
    case .binary(.plus): result = emitter.index(.add, wide[0], wide[1])
    case .binary(.minus): result = emitter.index(.subtract, wide[0], wide[1])
    case .binary(.multiplies): result = emitter.index(.multiply, wide[0], wide[1])
    case .unary(let u) where u.definition.takesIntegers:
      result = emitter.index(.subtract, .index(0), wide[0])
    // Step by step is more than is worth writing: the interpreter takes such a call.
    case .power: return .truth(false)
    case .binary, .unary, .predicate, .comparison, .logic, .not: return .truth(true)
    }
    // Indices have room in 64 bits, also for their products.
    var isMet = LoopOperand.truth(true)
    if kind.byteCount == 8 {
      for w in wide { isMet = emitter.and(isMet, lies(w, in: indices)) }
    }
    guard let range = kind.integerRange else { return isMet }
    return emitter.and(
      isMet, lies(result, in: Int(clamping: range.lowerBound) ... Int(clamping: range.upperBound)))
  }

  private func lies(_ o: LoopOperand, in range: ClosedRange<Int>) -> LoopOperand {
    emitter.and(
      range.lowerBound == .min ? .truth(true) : emitter.index(.atMost, .index(range.lowerBound), o),
      range.upperBound == .max ? .truth(true) : emitter.index(.atMost, o, .index(range.upperBound)))
  }

}
