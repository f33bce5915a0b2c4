import IteratorIR
import StencilTypes

extension StencilWriter {

  /// Writes a function of scalars; what has no value for some operands is tested first.
  func operate(
    _ operation: ScalarOperation, _ arguments: [Expr], _ scope: CppScope
  ) throws(GTFNRefusal) -> CppValue {
    var operands: [(text: String, kind: ScalarKind)] = []
    for a in arguments { operands.append(try scalar(a, scope)) }
    let kinds = operands.map(\.kind)
    let texts = operands.map(\.text)
    let result = scalars.text(operation, texts, kinds)
    guard let condition = failure(of: operation, texts, kinds, arguments.last) else {
      return named(result, operation.resultKind(on: kinds[0]))
    }
    fail(if: condition)
    return named("\(condition) ? (\(kinds[0].cType))0 : \(result)", kinds[0])
  }

  /// Returns the C++ condition under which an operation has no value; `nil` if it always has one.
  private func failure(
    of operation: ScalarOperation, _ operands: [String], _ kinds: [ScalarKind], _ last: Expr?
  ) -> String? {
    let literal = last?.literalValue?.integer
    switch operation {
    case .binary(.divides), .binary(.floorDivides), .binary(.remainder),
      .binary(.truncatedRemainder):
      return kinds[0].isInteger && (literal ?? 0) == 0 ? "(\(operands[1]) == 0)" : nil
    case .power:
      return kinds[0].isInteger && kinds[1].isSigned && (literal ?? -1) < 0
        ? "(\(operands[1]) < 0)" : nil
    case .unary, .predicate, .binary, .comparison, .logic, .not: return nil
    }
  }

}
