import Diagnostics
import IteratorIR
import StencilTypes

/// A scalar that is computed at a point, and where it goes.
struct PointStore {

  let memory: StagedMemory
  let place: StagedPlace
  let value: StagedScalar

  /// The output that it belongs to; `nil` for what is kept.
  let leaf: Leaf?

  /// The condition under which the point belongs to the output.
  var isIncluded: LoopOperand?

}

extension StatementLowering {

  /// Computes what `s` is at `place`, and returns what has to be stored.
  func compute(_ s: Sweep, at place: StagedPlace) throws(DiagnosticError) -> [PointStore] {
    switch s.content {
    case .node(let node):
      let value = try settled(try stager.inline(node, at: place), node)
      return remember(value, node, s, at: place)
    case .leaves(let leaves):
      var stores: [PointStore] = []
      for l in leaves { stores += try compute(l, at: place) }
      return stores
    }
  }

  /// Notes that `node` is `value` at `place`, and returns what has to be stored for others.
  func remember(
    _ value: StagedTree, _ node: StagedNode, _ s: Sweep, at place: StagedPlace
  ) -> [PointStore] {
    stager.memo[Stager.ReadKey(node: node.number, place: place)] = (
      value.value, stager.knowledge
    )
    guard let stored = node.stored else { return [] }
    return zip(stored.leaves, value.leaves).map {
      PointStore(memory: $0, place: place, value: $1, leaf: nil)
    }
  }

  private func compute(_ l: Leaf, at place: StagedPlace) throws(DiagnosticError) -> [PointStore] {
    stager.spanOfNode = l.span
    let value = try stager.deref(.data(l.value, place), at: l.span)
    guard let target = l.target else { return [] }
    switch value {
    case .scalar(let s):
      guard emitter.kind(of: s.operand) == target.kind else {
        throw stager.inapplicable(.asFieldop, l.span)
      }
      return [PointStore(memory: target, place: place, value: s, leaf: l)]
    case .list(let list):
      guard let side = l.box.sides.first(where: { $0.dimension.kind == .local }),
        let count = list.count ?? stager.columns(ofSparse: l.box.sides.map(\.dimension))
      else { throw stager.inapplicable(.asFieldop, l.span) }
      var stores: [PointStore] = []
      for i in 0 ..< count {
        guard case .scalar(let s) = try list.element(i) else {
          throw stager.inapplicable(.asFieldop, l.span)
        }
        var there = place
        there.coordinates[side.dimension] = Coordinate(base: .index(i))
        let isIncluded = emitter.and(
          emitter.index(.atMost, side.lower, .index(i)),
          emitter.index(.less, .index(i), side.upper))
        stores.append(
          PointStore(memory: target, place: there, value: s, leaf: l, isIncluded: isIncluded))
      }
      return stores
    case .tuple, .function, .field, .iterator, .region, .side, .axis, .infinity, .offset,
      .typeName:
      throw stager.inapplicable(.asFieldop, l.span)
    }
  }

  /// Writes what is stored at a point, after all that is read there.
  func write(_ stores: [PointStore]) {
    for s in stores {
      var guarded = s.isIncluded
      if guarded?.constant?.bool == true { guarded = nil }
      if guarded?.constant?.bool == false { continue }
      let at = stager.address(in: s.memory, of: s.place)
      emitter.append(.store(s.memory.memory, at: at, s.value.operand, guarded: guarded))
      guard let poison = s.value.poison else {
        // What is written again forgets what it lacked.
        if let f = s.memory.failures {
          emitter.append(.store(f, at: at, .index(0), guarded: guarded))
        }
        continue
      }
      if let leaf = s.leaf, !leaf.slot.isTemporary {
        canFail = true
        let index = leaf.slot.type.dims.compactMap { d in
          s.place.coordinates[d].map { emitter.add($0.base, $0.offset) }
        }
        let word = guarded.map { emitter.select($0, poison, .index(0)) } ?? poison
        emitter.append(
          .record(word, leaf: leaf.number, slot: leaf.field, index: index))
      } else {
        let m = s.memory
        if m.failures == nil {
          m.failures = owner.failureMemory(
            of: m, isTemporary: s.leaf.map { $0.target === $0.slot.memory } ?? false, activity)
        }
        if let f = m.failures {
          emitter.append(.store(f, at: at, poison, guarded: guarded))
        }
      }
    }
  }

  /// Evaluates all of `value`, which `node` is at a point.
  func settled(_ value: StagedValue, _ node: StagedNode) throws(DiagnosticError) -> StagedTree {
    switch value {
    case .scalar(let s): return .leaf(s)
    case .tuple(let elements):
      var parts: [StagedTree] = []
      for e in elements { parts.append(try settled(try e.force(stager), node)) }
      return .tuple(parts)
    case .list, .function, .field, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      throw stager.inapplicable(.asFieldop, node.span)
    }
  }

}
