import Diagnostics
import IteratorIR
import PythonSyntax
import StencilTypes

extension OperatorLowering {

  mutating func expression(_ e: FoastExpression) -> Expr {
    switch e.kind {
    case .local(let name): return .ref(name, at: e.span)
    case .constant(let value): return .literal(value, at: e.span)
    case .dimension(let d, _): return Expr(.axis(d), at: e.span)
    case .tuple(let elements), .construct(_, let elements):
      return .tuple(elements.map { expression($0) }, at: e.span)
    case .element(let value, let i), .member(let value, _, let i):
      return expression(value).element(i, at: e.span)
    case .neighbor(let value, _, let i): return neighbor(i, of: expression(value), at: e.span)
    case .unary(let op, let operand): return unary(op, operand, at: e.span)
    case .binary(let op, let l, let r): return elementwise(op.builtin, [l, r], at: e.span)
    case .compare(let op, let l, let r): return elementwise(op.builtin, [l, r], at: e.span)
    case .ternary(let condition, let then, let otherwise):
      let c = expression(condition)
      let a = expression(then)
      return .call(.if, c, a, expression(otherwise), at: e.span)
    case .shift(let value, let shifts): return shifted(value, shifts, at: e.span)
    case .call(let o, let arguments):
      return Expr.ref(names[o] ?? o.name, at: e.span)
        .applied(to: arguments.map { expression($0) }, at: e.span)
    case .builtin(let builtin, let arguments): return call(builtin, arguments, e)
    case .reduction(let builtin, let value, _): return reduction(builtin, value, at: e.span)
    case .broadcast(let value, let dims, let offset):
      return broadcast(value, dims, offset, at: e.span)
    case .cast(let value, let kind): return cast(value, kind, e)
    case .string, .error: preconditionFailure("a typed operator has no such expression")
    }
  }

  private mutating func unary(
    _ op: UnaryOperator, _ operand: FoastExpression, at span: SourceSpan
  ) -> Expr {
    switch op {
    case .plus: expression(operand)
    case .minus: elementwise(.neg, [operand], at: span)
    case .not, .invert: elementwise(.not, [operand], at: span)
    }
  }

  private mutating func elementwise(
    _ builtin: Builtin, _ operands: [FoastExpression], at span: SourceSpan
  ) -> Expr {
    let arguments = operands.map { expression($0) }
    return mapped(.builtin(builtin, at: span), arguments, operands.map(\.type), at: span)
  }

  private mutating func call(
    _ builtin: FieldViewBuiltin, _ arguments: [FoastExpression], _ e: FoastExpression
  ) -> Expr {
    switch builtin {
    case .concatWhere: return regions(arguments, e)
    case .where: return choice(arguments, e)
    case .scalar, .neighborSum, .maxOver, .minOver, .asOffset, .broadcast, .astype:
      guard let function = builtin.elementwise else {
        preconditionFailure("\(builtin.name) is no function of the iterator IR")
      }
      return elementwise(function, arguments, at: e.span)
    }
  }

  private mutating func reduction(
    _ builtin: FieldViewBuiltin, _ value: FoastExpression, at span: SourceSpan
  ) -> Expr {
    let kind = value.type.data?.dtype ?? .float64
    let (op, initial): (Builtin, ScalarValue) =
      switch builtin {
      case .maxOver: (.maximum, kind.smallest)
      case .minOver: (.minimum, kind.largest)
      case .neighborSum, .where, .concatWhere, .asOffset, .broadcast, .astype, .scalar:
        (.plus, kind.zero)
      }
    let reduce = Expr.call(.reduce, .builtin(op), .literal(initial), at: span)
    return stencil(reduce, [expression(value)], at: span)
  }

  /// Lowers `broadcast(value, dims)`.
  ///
  /// A local dimension is in the elements, which are lists of as many equal values as there are
  /// neighbors: a constant read at the neighbors tells how many.
  private mutating func broadcast(
    _ value: FoastExpression, _ dims: [Dimension], _ offset: FieldOffset?, at span: SourceSpan
  ) -> Expr {
    let axes = dims.filter { $0.kind != .local }.map { Expr.axis($0) }
    let whole = Expr.call(.broadcast, expression(value), .tuple(axes), at: span)
    guard let offset else { return whole }
    let first = Expr.lambda(["value", "neighbor"], .ref("value"), at: span)
    let list = Expr.call(.map, first, at: span).applied(
      to: [
        .call(.makeConstList, .call(.deref, .ref("it"))),
        .call(.neighbors, tag(offset), .ref("any")),
      ], at: span)
    return fieldop(["it", "any"], list, [whole, .int(0)], at: span)
  }

  private func neighbor(_ i: Int, of value: Expr, at span: SourceSpan) -> Expr {
    let body = Expr.call(.listGet, .int(i), .call(.deref, .ref("it")), at: span)
    return fieldop(["it"], body, [value], at: span)
  }

}

// MARK: - Shifts

extension OperatorLowering {

  private mutating func shifted(
    _ value: FoastExpression, _ shifts: [FoastShift], at span: SourceSpan
  ) -> Expr {
    var result = expression(value)
    for s in shifts {
      switch s {
      case .indexed(let offset, let i):
        result = shift(result, tag(offset), .offset(i), at: span)
      case .displaced(let d, let source, let i):
        let offset = FieldOffset(implicitFrom: d, to: source)
        result = shift(result, tag(offset), .offset(i), at: span)
      case .neighbors(let offset):
        let body = Expr.call(.neighbors, tag(offset), .ref("it"), at: span)
        result = fieldop(["it"], body, [result], at: span)
      case .dynamic(let offset, let distance):
        let shift = Expr.call(.shift, tag(offset), .call(.deref, .ref("__offset")), at: span)
        let body = Expr.call(.deref, shift.applied(to: [.ref("__it")], at: span), at: span)
        result = fieldop(["__it", "__offset"], body, [result, expression(distance)], at: span)
      }
    }
    return result
  }

  private func shift(_ value: Expr, _ tag: Expr, _ index: Expr, at span: SourceSpan) -> Expr {
    let shift = Expr.call(.shift, tag, index, at: span)
    let body = Expr.call(.deref, shift.applied(to: [.ref("__it")], at: span), at: span)
    return fieldop(["__it"], body, [value], at: span)
  }

}

// MARK: - Stencils

extension OperatorLowering {

  /// Returns `(⇑(λ(parameters) → body))(arguments)`.
  private func fieldop(
    _ parameters: [String], _ body: Expr, _ arguments: [Expr], at span: SourceSpan
  ) -> Expr {
    Expr.call(.asFieldop, .lambda(parameters, body, at: span), at: span)
      .applied(to: arguments, at: span)
  }

  /// Returns `(⇑(λ(__arg0, …) → function(·__arg0, …)))(arguments)`.
  private func stencil(_ function: Expr, _ arguments: [Expr], at span: SourceSpan) -> Expr {
    let parameters = arguments.indices.map { "__arg\($0)" }
    let body = function.applied(
      to: parameters.map { .call(.deref, .ref($0), at: span) }, at: span)
    return fieldop(parameters, body, arguments, at: span)
  }

  /// Returns `function` applied to `arguments` of `types`: as it is to scalars, as a stencil to
  /// fields, and neighbor by neighbor to sparse fields.
  private func mapped(
    _ function: Expr, _ arguments: [Expr], _ types: [FieldViewType], at span: SourceSpan
  ) -> Expr {
    let data = types.compactMap(\.data)
    guard data.contains(where: { $0.leaves.contains(where: \.isField) }) else {
      return function.applied(to: arguments, at: span)
    }
    guard data.contains(where: \.containsSparseField) else {
      return stencil(function, arguments, at: span)
    }
    let lists = zip(arguments, types).map { argument, type in
      type.data?.containsSparseField ?? false
        ? argument : stencil(.builtin(.makeConstList), [argument], at: span)
    }
    return stencil(.call(.map, function, at: span), lists, at: span)
  }

  // MARK: Tuples

  private mutating func cast(
    _ value: FoastExpression, _ kind: ScalarKind, _ e: FoastExpression
  ) -> Expr {
    let body = Expr.call(.cast, .ref("val"), Expr(.typeName(kind), at: e.span), at: e.span)
    let function = Expr.lambda(["val"], body, at: e.span)
    let argument = expression(value)
    guard let type = value.type.data, type.elements != nil else {
      return mapped(function, [argument], [value.type], at: e.span)
    }
    return leafwise([(argument, type)], at: e.span) { leaves in
      mapped(function, leaves.map(\.0), leaves.map { .data($0.1) }, at: e.span)
    }
  }

  /// Lowers `where`: on tuples leaf by leaf.
  private mutating func choice(_ arguments: [FoastExpression], _ e: FoastExpression) -> Expr {
    guard let a = arguments[1].type.data, let b = arguments[2].type.data, a.elements != nil else {
      return elementwise(.if, arguments, at: e.span)
    }
    let values = arguments.map { expression($0) }
    let conditionName = "__cond_\(fingerprints.digits(of: values[0], offsets))"
    let result = leafwise([(values[1], a), (values[2], b)], at: e.span) { leaves in
      mapped(
        .builtin(.if, at: e.span), [.ref(conditionName)] + leaves.map(\.0),
        [arguments[0].type] + leaves.map { .data($0.1) }, at: e.span)
    }
    return .let(conditionName, values[0], in: result, at: e.span)
  }

  /// Lowers `concat_where`: on tuples leaf by leaf, and with lists of neighbors in both branches
  /// if one has them.
  private mutating func regions(_ arguments: [FoastExpression], _ e: FoastExpression) -> Expr {
    guard let a = arguments[1].type.data, let b = arguments[2].type.data else {
      preconditionFailure("the branches are data")
    }
    let values = arguments.map { expression($0) }
    func leaf(_ branches: [(Expr, DataType)]) -> Expr {
      let areLists = branches.contains { $0.1.containsSparseField }
      let lists = branches.map { value, type in
        areLists && !type.containsSparseField
          ? stencil(.builtin(.makeConstList), [value], at: e.span) : value
      }
      return .call(.concatWhere, arguments: [values[0]] + lists, at: e.span)
    }
    if a.elements == nil { return leaf([(values[1], a), (values[2], b)]) }
    return leafwise([(values[1], a), (values[2], b)], at: e.span, leaf)
  }

  /// Binds `values`, tuples of one structure, and returns a tuple with `transform` of their leaves.
  private func leafwise(
    _ values: [(Expr, DataType)], at span: SourceSpan, _ transform: ([(Expr, DataType)]) -> Expr
  ) -> Expr {
    let names = values.map { "__val_\(fingerprints.digits(of: $0.0, offsets))" }
    let result = leafwise(
      values[0].1, zip(names, values).map { (.ref($0), $1.1) }, transform)
    // Equal values are bound once.
    let isOne = Set(names).count == 1
    return Expr.lambda(isOne ? [names[0]] : names, result, at: span)
      .applied(to: isOne ? [values[0].0] : values.map(\.0), at: span)
  }

  /// Returns a tuple of the structure of `type` with `transform` of the leaves of `values`.
  private func leafwise(
    _ type: DataType, _ values: [(Expr, DataType)], _ transform: ([(Expr, DataType)]) -> Expr
  ) -> Expr {
    guard let elements = type.elements else { return transform(values) }
    return .tuple(
      elements.enumerated().map { i, element in
        leafwise(
          element, values.map { ($0.0.element(i), $0.1.elements?[i] ?? $0.1) }, transform)
      })
  }

}

extension ScalarKind {

  fileprivate var zero: ScalarValue {
    switch self {
    case .float64: ScalarValue(0.0)
    case .float32: ScalarValue(Float(0))
    case .bool, .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .string:
      ScalarValue(wrapping: 0, as: self)
    }
  }

  /// The least value: what is the maximum of none.
  fileprivate var smallest: ScalarValue {
    switch self {
    case .float64: ScalarValue(-Double.infinity)
    case .float32: ScalarValue(-Float.infinity)
    case .bool, .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .string:
      ScalarValue(wrapping: integerRange?.lowerBound ?? 0, as: self)
    }
  }

  /// The greatest value: what is the minimum of none.
  fileprivate var largest: ScalarValue {
    switch self {
    case .float64: ScalarValue(Double.infinity)
    case .float32: ScalarValue(Float.infinity)
    case .bool, .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .string:
      ScalarValue(wrapping: integerRange?.upperBound ?? 0, as: self)
    }
  }

}
