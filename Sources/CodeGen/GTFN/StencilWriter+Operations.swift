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
    if case .comparison = operation, let i = texts.firstIndex(where: indexNames.contains) {
      // The other is a bound.
      for condition in wrapping(onTheWayTo: texts[1 - i]) { fail(if: condition) }
    }
    let result = scalars.text(operation, texts, kinds)
    guard let condition = failure(of: operation, texts, kinds, arguments.last) else {
      let value = named(result, operation.resultKind(on: kinds[0]))
      remember(value, .operation(operation), texts)
      return value
    }
    fail(if: condition)
    let value = named("\(condition) ? (\(kinds[0].cType))0 : \(result)", kinds[0])
    remember(value, .operation(operation), texts)
    return value
  }

  /// Returns the C++ condition under which an operation has no value; `nil` if it always has one.
  private func failure(
    of operation: ScalarOperation, _ operands: [String], _ kinds: [ScalarKind], _ last: Expr?
  ) -> String? {
    let literal = last?.literalValue?.integer
    switch operation.possibleFailure(on: kinds[0], kinds[kinds.count - 1]) {
    case .divisionByZero: return (literal ?? 0) == 0 ? "(\(operands[1]) == 0)" : nil
    case .negativePower: return (literal ?? -1) < 0 ? "(\(operands[1]) < 0)" : nil
    case .undefined, nil: return nil
    }
  }

}
