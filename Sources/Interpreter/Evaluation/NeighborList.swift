import Diagnostics
import StencilTypes

/// The values at the neighbors of each lane, computed by need.
struct NeighborList {

  enum Column: Hashable {

    case one(Int)

    /// Any neighbor: used when tracing.
    case every

  }

  typealias Element = (Column, Evaluator) throws(DiagnosticError) -> Value

  /// The number of neighbors; `nil` for a constant list, which fits any.
  let count: Int?

  let local: Dimension?

  let element: Element

  /// Gives the lanes on which a neighbor exists; `nil` if it does on all.
  let validity: (Int, Evaluator) throws(DiagnosticError) -> Lanes?

}
