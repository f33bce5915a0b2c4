import IteratorIR
import StencilTypes

extension Rule {

  /// Any function on scalars, by type, as every backend computes it.
  static let literalCall = Rule(
    "literal-call", "f(1, 2) ⇒ 3, for every function on scalars",
    except: """
      where a run would fail: an integer divided by 0, or raised to a negative power, and a bound \
      that is no index
      """,
    heads: BuiltinSet(Builtin.allCases.filter { $0.scalarOperation != nil })
  ) { e, scope in
    guard let (builtin, arguments) = e.builtinCall, let operation = builtin.scalarOperation else {
      return .miss(.otherForm)
    }
    var operands: [ScalarValue] = []
    for a in arguments {
      guard let v = a.literalValue else { return .miss(.noLiteral(a)) }
      operands.append(v)
    }
    if scope.isInBound, let n = operation.unwrapped(operands) { return .miss(.wouldWrap(n)) }
    switch operation.evaluate(operands) {
    case .success(let value): return .match(.literal(value, at: e.span), literals: arguments)
    case .failure(.undefined) where Set(operands.map(\.kind)).count > 1:
      return .miss(.mixedTypes)
    case .failure(let failure): return .miss(.wouldFail(failure))
    }
  }

  /// Truncation, saturation and rounding are those of `cast_` at run time.
  static let literalCast = Rule(
    "literal-cast", "cast_(1.5, int32) ⇒ 1", heads: [.cast]
  ) { e, _ in
    guard let arguments = e.arguments(of: .cast), arguments.count == 2,
      case .typeName(let kind) = arguments[1].kind
    else { return .miss(.otherForm) }
    guard let value = arguments[0].literalValue else { return .miss(.noLiteral(arguments[0])) }
    guard let result = value.cast(to: kind) else { return .miss(.wouldFail(.undefined)) }
    return .match(.literal(result, at: e.span), literals: [arguments[0]])
  }

}
