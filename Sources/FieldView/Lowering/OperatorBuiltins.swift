import IteratorIR
import PythonSyntax

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
  var builtin: Builtin {
    switch self {
    case .equal: .eq
    case .notEqual: .notEq
    case .less: .less
    case .lessEqual: .lessEqual
    case .greater: .greater
    case .greaterEqual: .greaterEqual
    case .is, .isNot, .in, .notIn: preconditionFailure("'\(rawValue)' is refused by typing")
    }
  }

}
