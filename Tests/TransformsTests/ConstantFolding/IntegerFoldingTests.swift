import IteratorIR
import StencilTypes
import Testing

@testable import Transforms

/// What an operation on integers gives, in arithmetic on wider ones; `nil` is an error.
struct IntegerOperation: CustomTestStringConvertible, Sendable {

  let builtin: Builtin
  let meaning: @Sendable (Int, Int) -> Int?

  var testDescription: String { builtin.name }

  static let all: [IntegerOperation] = [
    IntegerOperation(builtin: .plus) { $0 + $1 },
    IntegerOperation(builtin: .minus) { $0 - $1 },
    IntegerOperation(builtin: .multiplies) { $0 * $1 },
    IntegerOperation(builtin: .divides) { $1 == 0 ? nil : $0 / $1 },
    IntegerOperation(builtin: .floordiv) { $1 == 0 ? nil : floorDivision($0, $1) },
    IntegerOperation(builtin: .mod) { $1 == 0 ? nil : $0 - floorDivision($0, $1) * $1 },
    IntegerOperation(builtin: .fmod) { $1 == 0 ? nil : $0 % $1 },
    IntegerOperation(builtin: .minimum) { min($0, $1) },
    IntegerOperation(builtin: .maximum) { max($0, $1) },
    IntegerOperation(builtin: .power) { base, exponent in
      exponent < 0 ? nil : (0 ..< exponent).reduce(1) { p, _ in (p * base) & 0xFF }
    },
    IntegerOperation(builtin: .eq) { $0 == $1 ? 1 : 0 },
    IntegerOperation(builtin: .notEq) { $0 != $1 ? 1 : 0 },
    IntegerOperation(builtin: .less) { $0 < $1 ? 1 : 0 },
    IntegerOperation(builtin: .lessEqual) { $0 <= $1 ? 1 : 0 },
    IntegerOperation(builtin: .greater) { $0 > $1 ? 1 : 0 },
    IntegerOperation(builtin: .greaterEqual) { $0 >= $1 ? 1 : 0 },
  ]

  private static func floorDivision(_ a: Int, _ b: Int) -> Int {
    a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0)
  }

}

@Suite("Folding integers")
struct IntegerFoldingTests {

  @Test("agrees with wider arithmetic on all pairs of int8", arguments: IntegerOperation.all)
  func allPairs(operation: IntegerOperation) {
    let values = (-128 ... 127).map { Expr.literal(ScalarValue(wrapping: $0, as: .int8)) }
    let isComparison = operation.builtin.scalarSignature == .comparison
    var scope = Scope()
    var wrong = 0
    for a in -128 ... 127 {
      for b in -128 ... 127 {
        let e = Expr.call(operation.builtin, values[a + 128], values[b + 128])
        let folded = Rule.literalCall.answer(to: e, in: &scope).result?.literalValue
        let expected = operation.meaning(a, b).map {
          isComparison ? ScalarValue($0 == 1) : ScalarValue(wrapping: $0, as: .int8)
        }
        if folded != expected { wrong += 1 }
      }
    }
    #expect(wrong == 0)
  }

}
