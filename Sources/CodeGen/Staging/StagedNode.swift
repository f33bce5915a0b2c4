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

  let structure: StagedStructure

  /// What it costs to compute one point from what it reads.
  let cost: Int

}
