import IteratorIR
import PythonSyntax
import StencilTypes

extension BinaryOperator {

  /// The function that the operator means.
  var builtin: Builtin {
    switch self {
    case .add: .plus
    case .subtract: .minus
    case .multiply: .multiplies
    case .divide: .divides
    case .floorDivide: .floordiv
    case .modulo: .mod
    case .power: .power
    case .bitAnd: .and
    case .bitOr: .or
    case .bitXor: .xor
    case .shiftLeft, .shiftRight, .matrixMultiply:
      preconditionFailure("'\(rawValue)' is refused by typing")
    }
  }

}

extension ComparisonOperator {

  /// The function that the operator means.
  ///
  /// Requires: it compares values; typing refuses the others.
  var builtin: Builtin {
    guard let comparison else { preconditionFailure("'\(rawValue)' is refused by typing") }
    return .scalar(.comparison(comparison))
  }

  /// The comparison of values that it is; `nil` for the others.
  var comparison: StencilTypes.Comparison? {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessEqual: .lessEqual
    case .greater: .greater
    case .greaterEqual: .greaterEqual
    case .is, .isNot, .in, .notIn: nil
    }
  }

}
