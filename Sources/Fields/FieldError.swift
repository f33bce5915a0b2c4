import Diagnostics
import StencilTypes

/// Why a field cannot be made.
public enum FieldError: Error, Hashable, Sendable {

  /// The field would need more bytes than can be had; `nil` if the number overflows.
  case tooLarge(Domain, byteCount: Int?)

  /// Random values would lie between `low` and `high`, where there are none.
  case emptyRange(low: ScalarValue, high: ScalarValue)

  /// The difference of the limits for random values is more than their type holds.
  case tooWideRange(low: ScalarValue, high: ScalarValue)

  /// `bound` is no limit for random values of the given type.
  case unsuitableBound(ScalarValue, ScalarKind)

  /// Values of `kind` cannot be elements, or cannot be made that way.
  case unsuitableType(ScalarKind)

  /// An array has another number of axes than there are dimensions for it.
  case wrongRank(shape: [Int], dims: [Dimension])

  /// The work was stopped before its end.
  case interrupted

  /// Indices along a dimension would not fit in 64 bits.
  case originTooLarge(Dimension, Int)

  /// The points of an array go on beyond the last index.
  case rangeTooLarge(Dimension, Range<Int>)

}

extension FieldError: CustomStringConvertible {

  public var description: String {
    switch self {
    case .tooLarge(let domain, let count?):
      "a field on \(domain) needs \(count) bytes, more memory than can be had"
    case .tooLarge(let domain, nil):
      "a field on \(domain) needs more bytes than can be counted"
    case .emptyRange(let low, let high):
      "no random value lies between low=\(low) and high=\(high)"
    case .tooWideRange(let low, let high):
      "low=\(low) and high=\(high) lie too far apart for random values"
    case .unsuitableBound(let value, let kind):
      "\(value) is no bound for random values of type \(kind)"
    case .unsuitableType(let kind):
      "a field cannot be made this way with elements of type \(kind)"
    case .wrongRank(let shape, let dims):
      "an array with \(shape.count) axes \(shape) does not fit the dimensions "
        + "[\(dims.map(\.name).joined(separator: ", "))]"
    case .interrupted: "the work was stopped"
    case .originTooLarge(let dimension, let origin):
      "\(dimension.name)=\(origin) is too far from 0 for the index of a first element"
    case .rangeTooLarge(let dimension, let range):
      "\(dimension.name)=\(range.lowerBound):\(range.upperBound) goes on beyond the last index"
    }
  }

  /// What to write instead.
  public var hint: String {
    switch self {
    case .interrupted: "start it again"
    case .tooLarge: "make the ranges smaller; or \(Memory.remedy)"
    case .emptyRange: "write low below high; high itself is left out"
    case .tooWideRange: "write bounds whose difference is a finite number"
    case .unsuitableBound(_, .bool): "leave low and high out: bools are False or True"
    case .unsuitableBound(_, let kind):
      kind.isInteger ? "write an integer that \(kind) can hold" : "write a finite number"
    case .unsuitableType: "write dtype=float64, dtype=int32 or dtype=bool"
    case .wrongRank: "name one dimension for each axis, in the order of the axes"
    case .originTooLarge: "write an index nearer to 0"
    case .rangeTooLarge: indicesHint
    }
  }

}
