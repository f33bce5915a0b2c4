import StencilTypes

/// Memory for a tuple of fields.
indirect enum StoredTree {

  case leaf(StagedMemory)
  case tuple([StoredTree])

}

/// Elements in memory by their coordinates.
final class StagedMemory {

  struct Axis {
    let dimension: Dimension
    let lower: LoopOperand
    let upper: LoopOperand
    let stride: LoopOperand
  }

  let memory: LoopMemory
  let kind: ScalarKind
  let axes: [Axis]

  /// The failures of the points; `nil` if all have values.
  var failures: LoopMemory?

  /// The dimension along which it is read where it is written only, so that nothing is tested.
  var ownColumn: Dimension?

  /// How often it was written.
  var version = 0

  /// The scope outside of which loads do not move.
  var leastLevel = 0

  /// What a test that fails is about: the number of the field; -1 for what is computed.
  let slot: Int

  let name: String

  init(
    _ memory: LoopMemory, kind: ScalarKind, axes: [Axis], slot: Int, name: String
  ) {
    self.memory = memory
    self.kind = kind
    self.axes = axes
    self.slot = slot
    self.name = name
  }

}

/// A field with a name.
final class Slot {

  let name: String
  let type: FieldType
  let memory: StagedMemory
  let isTemporary: Bool

  init(name: String, type: FieldType, memory: StagedMemory, isTemporary: Bool) {
    self.name = name
    self.type = type
    self.memory = memory
    self.isTemporary = isTemporary
  }

}
