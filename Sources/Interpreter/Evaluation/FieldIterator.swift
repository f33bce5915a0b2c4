import IteratorIR
import StencilTypes

/// What a stencil reads: data seen from a position.
indirect enum FieldIterator {

  case data(Operand, Position)

  /// A stencil on iterators, evaluated where it is dereferenced.
  case lifted(Value, [FieldIterator])

}

/// Where an iterator stands.
enum Position {

  /// On the lanes of a block.
  case place(Place)

  /// So many steps from the point for which a stencil is traced.
  case steps([ShiftStep])

}

/// One offset of a shift.
struct ShiftStep: Hashable {

  enum Index: Hashable {

    /// A distance, or the number of a neighbor.
    case fixed(Int)

    /// All neighbors.
    case every

    /// What the data says.
    case dynamic

  }

  let tag: String
  let index: Index

}
