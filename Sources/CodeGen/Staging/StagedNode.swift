import Diagnostics
import IteratorIR
import StencilTypes

/// A field that compiled code computes or is given.
final class StagedNode {

  enum Kind {

    /// Memory with a name: an argument, or a temporary of the program.
    case slot(Slot)

    case stencil(StagedValue, [StagedOperand])
    case scan(StagedScan, [StagedOperand], column: Dimension)
    case element(StagedNode, Int)
    case concatWhere(StagedRegion, StagedOperand, StagedOperand)
    case choice(StagedScalar, StagedOperand, StagedOperand)
    case broadcast(StagedOperand)
    case index(Dimension)
    case failed(LoopOperand, StagedOperand)

  }

  let number: Int
  let kind: Kind
  let domain: StagedBox?
  let span: SourceSpan?

  /// What looking at it found; `nil` before.
  var trace: NodeTrace?

  /// Where its values are kept; `nil` if readers compute them.
  var stored: StoredTree?

  init(_ kind: Kind, number: Int, domain: StagedBox?, span: SourceSpan?) {
    self.kind = kind
    self.number = number
    self.domain = domain
    self.span = span
  }

}

/// What is known of a node before it is decided where it is computed.
struct NodeTrace {

  struct Access: Hashable {
    let node: ObjectIdentifier
    let steps: [PlaceStep]
  }

  /// What it reads, in order.
  let accesses: [(node: StagedNode, steps: [PlaceStep])]

  let structure: Structure

  /// What it costs to compute one point from what it reads.
  let cost: Int

}

/// Memory for a tuple of fields.
indirect enum StoredTree {

  case leaf(Memory)
  case tuple([StoredTree])

}

/// Elements in memory by their coordinates.
final class Memory {

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
  let memory: Memory
  let isTemporary: Bool

  init(name: String, type: FieldType, memory: Memory, isTemporary: Bool) {
    self.name = name
    self.type = type
    self.memory = memory
    self.isTemporary = isTemporary
  }

}
