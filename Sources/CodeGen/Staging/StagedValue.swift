import Diagnostics
import HashTreeCollections
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

/// Points: what a domain expression means.
indirect enum StagedRegion {

  case box([StagedSide])
  case combination(LogicOperation, StagedRegion, StagedRegion)

}

struct StagedSide {

  let dimension: Dimension
  let lower: LoopOperand?
  let upper: LoopOperand?

}

/// A finite box of points; its bounds are known when a call starts.
struct StagedBox: Hashable {

  struct Side: Hashable {
    let dimension: Dimension
    let lower: LoopOperand
    let upper: LoopOperand
  }

  let sides: [Side]

  subscript(d: Dimension) -> Side? { sides.first { $0.dimension == d } }

}

/// Where a stencil reads.
indirect enum StagedIterator {

  case data(StagedOperand, Place)
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

/// What data is made of.
indirect enum Structure: Hashable {

  case scalar(ScalarKind)
  case tuple([Structure])
  case list(Structure, Dimension?, count: Int?)

  var isList: Bool {
    if case .list = self { true } else { false }
  }

  /// The types of the scalars in it.
  var leaves: [ScalarKind] {
    switch self {
    case .scalar(let k): [k]
    case .tuple(let e): e.flatMap(\.leaves)
    case .list(let e, _, _): e.leaves
    }
  }

}

/// A coordinate: the value of `base` and `offset` more.
struct Coordinate: Hashable {

  var base: LoopOperand
  var offset = 0

  /// Whether the neighbor exists; `nil` if it does.
  var exists: LoopOperand?

  /// Whether the table has the row; `nil` if it does.
  var hasRow: LoopOperand?

}

/// Where something is read: a coordinate along each dimension.
struct Place: Hashable {

  var coordinates: [Dimension: Coordinate]

  /// Why nothing is there; `nil` if something is.
  var poison: LoopOperand?

  /// How it was reached, while stencils are looked at.
  var steps: [PlaceStep] = []

}

/// One shift, as it is written.
struct PlaceStep: Hashable {

  let tag: String

  /// The distance or the number of the neighbor; `nil` if it is computed.
  let index: Int?

}

/// The values of names.
struct StagedEnvironment {

  private var bindings = TreeDictionary<Symbol, StagedThunk>()

  subscript(name: Symbol) -> StagedThunk? { bindings[name] }

  func binding(_ names: [Symbol], to values: [StagedThunk]) -> StagedEnvironment {
    var e = self
    for (n, v) in zip(names, values) { e.bindings[n] = v }
    return e
  }

}

/// Where the functions of a program find each other.
///
/// They and it refer to each other: whoever makes it empties it in the end.
final class StagedFunctions {
  var environment = StagedEnvironment()
}

/// An expression that is compiled when its value is needed.
final class StagedThunk {

  private enum State {
    case pending(Expr, StagedEnvironment)
    case function(FunctionDefinition, StagedFunctions)
    case computed((Stager) throws(DiagnosticError) -> StagedValue)
    case value(StagedValue)
  }

  private let state: State

  /// What it was found to be, and the least knowledge with which that holds.
  private var known: (value: StagedValue, knowledge: Knowledge)?

  init(_ expr: Expr, _ environment: StagedEnvironment) { state = .pending(expr, environment) }

  init(_ value: StagedValue) { state = .value(value) }

  init(computing compute: @escaping (Stager) throws(DiagnosticError) -> StagedValue) {
    state = .computed(compute)
  }

  /// Creates a thunk whose value is `function`, which sees what `scope` has in the end.
  init(_ function: FunctionDefinition, in scope: StagedFunctions) {
    state = .function(function, scope)
  }

  func force(_ s: Stager) throws(DiagnosticError) -> StagedValue {
    switch state {
    case .value(let v): return v
    // Kept, its scope would hold this, and this its scope.
    case .function(let f, let scope):
      return .function(.lambda(f.parameters, f.body, scope.environment))
    case .pending, .computed: break
    }
    if let known, s.knowledge.includes(known.knowledge) {
      s.usedDepth = max(s.usedDepth, known.knowledge.depth)
      return known.value
    }
    let (v, least) = try s.tracked { () throws(DiagnosticError) in
      switch self.state {
      case .value, .function: preconditionFailure("what is known was returned")
      case .pending(let e, let environment): try s.evaluate(e, environment)
      case .computed(let compute): try compute(s)
      }
    }
    known = (v, least)
    return v
  }

}
