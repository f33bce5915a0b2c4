import Diagnostics
import StencilTypes

/// A field that a node reads, some steps away from its own point.
struct Access {

  let node: LazyField
  let steps: [ShiftStep]

  /// Whether the value depends on it wherever the node is evaluated.
  var isCertain: Bool

  let span: SourceSpan?

  /// How often the node is read there: a stencil may be given it for several parameters.
  var count = 1

}

/// What tracing a node found out.
struct NodeTrace {

  let accesses: [Access]

  /// The dimensions on which the node's value depends.
  let dims: Set<Dimension>

  let structure: Structure

  /// The number of operations that the node's own stencil does.
  let operationCount: Int

}

/// What the elements of a field are made of.
indirect enum Structure: Hashable {

  case scalar(ScalarKind)
  case tuple([Structure])
  case list(Structure, local: Dimension?, count: Int?)

  var isList: Bool {
    guard case .list = self else { return false }
    return true
  }

}

/// Collects what a stencil reads.
final class ReadTracer {

  private(set) var accesses: [Access] = []

  /// Dimensions that matter although no field on them is read.
  var dimensions: Set<Dimension> = []

  /// The number of operations on the way.
  var operationCount = 0

  private var knownCalls: KnownCalls?

  /// Returns what is known of calls in the stencil.
  func known(_ run: RunContext) -> KnownCalls {
    if let knownCalls { return knownCalls }
    let new = KnownCalls(run)
    knownCalls = new
    return new
  }

  private struct Key: Hashable {
    let node: ObjectIdentifier
    let steps: [ShiftStep]
  }

  private var numbers: [Key: Int] = [:]

  /// Takes note that `node` is read `steps` away; not `isCertain` within a choice.
  func record(_ node: LazyField, _ steps: [ShiftStep], isCertain: Bool, at span: SourceSpan?) {
    let key = Key(node: ObjectIdentifier(node), steps: steps)
    if let n = numbers[key] {
      accesses[n].isCertain = accesses[n].isCertain || isCertain
      accesses[n].count += 1
    } else {
      numbers[key] = accesses.count
      accesses.append(Access(node: node, steps: steps, isCertain: isCertain, span: span))
    }
  }

}
