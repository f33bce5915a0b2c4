import Diagnostics
import Fields
import IteratorIR
import StencilTypes

/// A field that is computed where it is needed.
final class LazyField {

  enum Kind {

    case slot(NamedField)

    /// A stencil on operands.
    case stencil(Value, [Operand])

    /// A scan on operands, along `column`.
    case scan(ColumnScan, [Operand], column: Dimension)

    /// An element of a field of tuples.
    case element(LazyField, Int)

    /// The first operand inside the region, the second outside.
    case concatWhere(Region, Operand, Operand)

    /// The operand, which may have fewer dimensions.
    case broadcast(Operand)

    /// Each point's coordinate.
    case index(Dimension)

    /// The operand, without a value anywhere.
    case failed(Failure, Operand)

  }

  let kind: Kind

  /// Where the field is defined, if the program says so.
  let domain: Domain?

  let span: SourceSpan?

  /// What tracing found out; `nil` before.
  var trace: NodeTrace?

  /// What the statement needs of the field; `nil` if nothing.
  var demand: FieldDemand?

  /// The values on the demanded box; `nil` if they are computed where they are read.
  var stored: StoredValue?

  init(_ kind: Kind, domain: Domain? = nil, span: SourceSpan?) {
    self.kind = kind
    self.domain = domain
    self.span = span
  }

  /// The operands from left to right.
  var operands: [Operand] {
    switch kind {
    case .slot, .index: []
    case .stencil(_, let o), .scan(_, let o, _): o
    case .element(let n, _): [.field(n)]
    case .concatWhere(_, let a, let b): [a, b]
    case .broadcast(let o), .failed(_, let o): [o]
    }
  }

}

/// What a stencil is applied to.
indirect enum Operand {

  case field(LazyField)
  case scalar(Lanes)
  case tuple([Operand])

  /// The nodes in it, from left to right.
  var nodes: [LazyField] {
    switch self {
    case .field(let n): [n]
    case .scalar: []
    case .tuple(let e): e.flatMap(\.nodes)
    }
  }

}
