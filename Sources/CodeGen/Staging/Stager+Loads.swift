import Diagnostics
import IteratorIR
import StencilTypes

extension Stager {

  /// Returns what is stored at `place`.
  func load(
    _ stored: StoredTree, at place: StagedPlace, _ span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    switch stored {
    case .leaf(let memory): return try load(memory, at: place, span)
    case .tuple(let parts):
      return .tuple(
        parts.map { part in
          StagedThunk(computing: { (s) throws(DiagnosticError) in
            try s.load(part, at: place, span)
          })
        })
    }
  }

  /// Returns the element of `m` at `place`.
  func load(
    _ m: StagedMemory, at place: StagedPlace, _ span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    var guarding: LoopOperand = .truth(true)
    var poison = place.poison
    for a in m.axes {
      guard let c = place.coordinates[a.dimension] else { throw missing(a.dimension, span) }
      poison = combine(poison, gap(c, span))
      if a.dimension == m.ownColumn { continue }
      let (conditions, inside) = require(
        c, between: a.lower, and: a.upper, slot: m.slot, "'\(m.name)' along \(a.dimension.name)")
      for k in conditions { guarding = emitter.and(guarding, k) }
      if let inside, inside.constant?.bool != true {
        guarding = emitter.and(guarding, inside)
        poison = combine(
          poison,
          unless(
            inside,
            failure(
              .outside, field: m.name, dimension: a.dimension.name,
              coordinate: emitter.add(c.base, c.offset), at: span)))
      }
    }
    let at = address(in: m, of: place)
    let guarded = guarding.constant?.bool == true ? nil : guarding
    let value = emitter.define(
      .load(m.memory, at: at, guarded: guarded, version: m.version), m.kind, least: m.leastLevel)
    if let failures = m.failures {
      let word = emitter.define(
        .load(failures, at: at, guarded: guarded, version: m.version), .int64,
        least: m.leastLevel)
      poison = combine(poison, word)
    }
    return .scalar(StagedScalar(value, poison: poison))
  }

  /// Notes what `stride` is if memory lies as usual.
  func hope(_ stride: LoopOperand, is number: Int, isAlongRow: Bool = false) {
    if stride.constantIndex != nil || isChecked && !isAlongRow { return }
    if let i = hopes.firstIndex(where: { $0.stride == stride }) {
      if hopes[i].isAlongRow || !isAlongRow { return }
      hopes.remove(at: i)
    }
    hopes.append(StrideHope(stride: stride, number: number, isAlongRow: isAlongRow))
  }

  /// Returns the stride of lines, and of rows of neighbors, that lie without gaps.
  private func usualStride(of a: StagedMemory.Axis, in m: StagedMemory) -> Int? {
    if m.axes.count == 1 { return 1 }
    guard let last = m.axes.last, last.dimension.kind == .local, m.axes.count == 2 else {
      return nil
    }
    return a.dimension == last.dimension ? 1 : columns(ofSparse: m.axes.map(\.dimension))
  }

  /// Returns where the element of `m` at `place` lies, counted in elements.
  func address(in m: StagedMemory, of place: StagedPlace) -> LoopOperand {
    var fixed = LoopOperand.index(0)
    var terms: [(operand: LoopOperand, level: Int)] = []
    for a in m.axes {
      guard let c = place.coordinates[a.dimension] else { continue }
      // Along the innermost loop the distance stays with the variable: it becomes a displacement.
      let isInner = c.base == vectorVariable
      if isInner {
        hope(a.stride, is: 1, isAlongRow: true)
      } else if let n = usualStride(of: a, in: m) {
        hope(a.stride, is: n)
      }
      let base = isInner ? emitter.add(c.base, c.offset) : c.base
      let term = emitter.index(.multiply, base, a.stride)
      terms.append((term, emitter.level(of: term)))
      let origin = emitter.index(.multiply, a.lower, a.stride)
      let distance =
        isInner ? LoopOperand.index(0) : emitter.index(.multiply, .index(c.offset), a.stride)
      fixed = emitter.index(.add, fixed, emitter.index(.subtract, distance, origin))
    }
    terms.append((fixed, emitter.level(of: fixed)))
    var sum: LoopOperand?
    for t in terms.enumerated().sorted(by: {
      ($0.element.level, $0.offset) < ($1.element.level, $1.offset)
    }) {
      sum = sum.map { emitter.index(.add, $0, t.element.operand) } ?? t.element.operand
    }
    return sum ?? .index(0)
  }

}
