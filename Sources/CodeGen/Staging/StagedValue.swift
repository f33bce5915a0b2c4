import Diagnostics
import IteratorIR
import StencilTypes

/// A scalar that compiled code will compute.
struct StagedScalar {

  let operand: LoopOperand

  /// Why it has no value, a word that is 0 if it has one; `nil` if it always has.
  var poison: LoopOperand?

  init(_ operand: LoopOperand, poison: LoopOperand? = nil) {
    self.operand = operand
    self.poison = poison
  }

}

/// What an expression means where it is compiled.
indirect enum StagedValue {

  case scalar(StagedScalar)
  case tuple([StagedThunk])
  case list(StagedList)
  case function(StagedFunction)
  case field(StagedNode)
  case iterator(StagedIterator)
  case region(StagedRegion)
  case side(Dimension, lower: LoopOperand?, upper: LoopOperand?)
  case axis(Dimension)
  case infinity(negative: Bool)
  case offset(OffsetLiteral)
  case typeName(ScalarKind)

}

/// A function that waits for arguments.
indirect enum StagedFunction {

  case lambda([Symbol], Expr, StagedEnvironment)
  case builtin(Builtin)
  case shift([StagedThunk])
  case lift(StagedValue)
  case fieldOperator(StagedValue, domain: StagedThunk?, span: SourceSpan?)
  case scan(StagedScan)
  case reduce(StagedValue, initial: StagedThunk)
  case map(StagedValue)

}

/// A scan before it is applied.
struct StagedScan {

  let pass: StagedValue
  let isForward: Bool
  let initial: StagedValue

}

/// The values at the neighbors of a point.
struct StagedList {

  typealias Element = (Int) throws(DiagnosticError) -> StagedValue

  /// The number of neighbors; `nil` for a constant list.
  let count: Int?
  let local: Dimension?
  let element: Element

  /// Whether a neighbor exists; `nil` if it does.
  let validity: (Int) throws(DiagnosticError) -> LoopOperand?

}

/// Where a stencil reads.
indirect enum StagedIterator {

  case data(StagedOperand, StagedPlace)
  case lifted(StagedValue, [StagedIterator])

}

/// What a stencil is applied to.
indirect enum StagedOperand {

  case field(StagedNode)
  case scalar(StagedScalar)
  case tuple([StagedOperand])

  var nodes: [StagedNode] {
    switch self {
    case .field(let n): [n]
    case .scalar: []
    case .tuple(let e): e.flatMap(\.nodes)
    }
  }

}
