import IteratorIR
import StencilTypes

extension Scope {

  /// Returns what is known of a call.
  ///
  /// A call is total if its operands are and the function has a value on all of them. Reads are
  /// not: a place may lie outside the field, or behind a skip value. Neither are applied lambdas
  /// and what makes fields, which may contain reads.
  mutating func callFacts(_ e: Expr) -> ScalarFacts {
    guard let (builtin, arguments) = e.builtinCall else { return .unknown }
    switch builtin {
    case .structural(let structural): return structuralFacts(structural, arguments)
    case .scalar(let operation): return scalarFacts(operation, arguments)
    }
  }

  private mutating func structuralFacts(
    _ builtin: StructuralBuiltin, _ arguments: [Expr]
  ) -> ScalarFacts {
    switch builtin {
    case .cast:
      guard arguments.count == 2, case .typeName(let kind) = arguments[1].kind else {
        return .unknown
      }
      return ScalarFacts(isTotal: isTotal(arguments[0]), kind: kind)
    case .if:
      // All three parts decide, for either branch may be taken.
      let parts = arguments.map { facts(of: $0) }
      return ScalarFacts(
        isTotal: parts.allSatisfy(\.isTotal), kind: parts.dropFirst().compactMap(\.kind).first)
    case .tupleGet:
      guard arguments.count == 2 else { return .unknown }
      let isRange =
        arguments[1].arguments(of: .getDomainRange) != nil
        || arguments[1].arguments(of: .neighborRange) != nil
      let kind: ScalarKind? = isRange ? .int32 : nil
      return ScalarFacts(isTotal: isTotal(arguments[1]), kind: kind)
    case .makeTuple, .namedRange, .cartesianDomain, .unstructuredDomain:
      return ScalarFacts(isTotal: allTotal(arguments), kind: nil)
    case .getDomainRange:
      // The range of a field is known, whatever its elements are.
      guard let field = arguments.first, case .reference = field.kind else { return .unknown }
      return ScalarFacts(isTotal: true, kind: nil)
    case .neighborRange:
      return ScalarFacts(isTotal: arguments.count == 2 && isTotal(arguments[1]), kind: nil)
    case .deref, .canDeref, .shift, .lift, .asFieldop, .scan, .neighbors, .reduce, .map,
      .makeConstList, .listGet, .concatWhere, .broadcast, .index:
      return .unknown
    }
  }

  private mutating func allTotal(_ arguments: [Expr]) -> Bool {
    for a in arguments where !isTotal(a) { return false }
    return true
  }

  private mutating func scalarFacts(
    _ operation: ScalarOperation, _ arguments: [Expr]
  ) -> ScalarFacts {
    let operands = arguments.map { facts(of: $0) }
    let kind: ScalarKind? =
      switch operation.signature {
      case .arithmetic1, .float1, .arithmetic2: operands.compactMap(\.kind).first
      case .power: operands.first?.kind
      case .predicate, .comparison, .logic1: .bool
      // On domains these give domains.
      case .logic2: operands.compactMap(\.kind).first
      }
    let isTotal = operands.allSatisfy(\.isTotal) && hasValue(operation, kind, arguments.last)
    return ScalarFacts(isTotal: isTotal, kind: kind)
  }

  /// `true` iff `operation` on operands of type `kind` has a value whatever the first operand is.
  private mutating func hasValue(
    _ operation: ScalarOperation, _ kind: ScalarKind?, _ last: Expr?
  ) -> Bool {
    // Of types that are not known the worst is expected.
    let own = last.flatMap { facts(of: $0).kind } ?? .int64
    let literal = last?.literalValue?.integer
    switch operation.possibleFailure(on: kind ?? .int64, own) {
    case .divisionByZero: return literal.map { $0 != 0 } ?? false
    case .negativePower: return literal.map { $0 >= 0 } ?? false
    case .undefined: return false
    case nil: return true
    }
  }

}
