import IteratorIR
import StencilTypes

/// The functions that field view has without a definition.
public enum FieldViewBuiltin: Hashable, Sendable {

  case neighborSum, maxOver, minOver
  case `where`, concatWhere, asOffset, broadcast, astype

  /// A function on scalars that people write by its name.
  case scalar(ScalarOperation)

}

extension FieldViewBuiltin: CaseIterable {

  public static let allCases: [FieldViewBuiltin] =
    [.neighborSum, .maxOver, .minOver, .where, .concatWhere, .asOffset, .broadcast, .astype]
    + ScalarOperation.allCases.filter { $0.fieldViewName != nil }.map { .scalar($0) }

}

extension FieldViewBuiltin {

  /// GT4Py's name.
  public var name: String {
    switch self {
    case .neighborSum: "neighbor_sum"
    case .maxOver: "max_over"
    case .minOver: "min_over"
    case .where: "where"
    case .concatWhere: "concat_where"
    case .asOffset: "as_offset"
    case .broadcast: "broadcast"
    case .astype: "astype"
    case .scalar(let operation): operation.fieldViewName ?? operation.name
    }
  }

  /// The function of ITIR that computes it, element by element; `nil` if there is no single one.
  var elementwise: Builtin? {
    switch self {
    case .where: .if
    case .scalar(let operation): .scalar(operation)
    case .neighborSum, .maxOver, .minOver, .concatWhere, .asOffset, .broadcast, .astype: nil
    }
  }

}
