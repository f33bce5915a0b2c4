import Diagnostics
import IteratorIR
import StencilTypes

extension Evaluator {

  /// Returns what `builtin` gives on `arguments`.
  func call(
    _ builtin: Builtin, _ arguments: [Thunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    switch builtin {
    case .structural(let structural): try call(structural, builtin, arguments, at: span)
    case .scalar(let operation): try apply(operation, arguments, at: span)
    }
  }

  private func call(
    _ structural: StructuralBuiltin, _ builtin: Builtin, _ arguments: [Thunk],
    at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    func argument(_ i: Int) throws(DiagnosticError) -> Value {
      guard arguments.indices.contains(i) else { throw inapplicable(builtin, span) }
      return try arguments[i].force(self)
    }
    switch structural {
    case .deref: return try deref(try iterator(arguments, 0, .deref, span), at: span)
    case .canDeref:
      return .lanes(try canDeref(try iterator(arguments, 0, .canDeref, span), at: span))
    case .shift: return .function(.shift(arguments))
    case .lift: return .function(.lift(try argument(0)))
    case .asFieldop:
      return .function(
        .fieldOperator(
          stencil: try argument(0), domain: arguments.count > 1 ? arguments[1] : nil, span: span))
    case .scan: return try scan(argument(0), argument(1), argument(2), at: span)
    case .neighbors: return try neighbors(argument(0), arguments, at: span)
    case .reduce:
      guard arguments.count == 2 else { throw inapplicable(.reduce, span) }
      return .function(.reduce(try argument(0), initial: arguments[1]))
    case .map: return .function(.map(try argument(0)))
    case .makeConstList: return .list(constantList(try argument(0)))
    case .listGet: return try listGet(argument(0), argument(1), at: span)
    case .makeTuple: return .tuple(arguments)
    case .tupleGet: return try tupleGet(argument(0), argument(1), at: span)
    case .if: return try choice(argument(0), arguments, at: span)
    case .cast: return try cast(argument(0), to: argument(1), at: span)
    case .concatWhere: return try concatWhere(arguments, at: span)
    case .broadcast:
      guard let x = try operand(argument(0)) else { throw inapplicable(.broadcast, span) }
      return .field(LazyField(.broadcast(x), span: span ?? spanOfNode))
    case .index:
      guard case .axis(let d) = try argument(0) else { throw inapplicable(.index, span) }
      return .field(LazyField(.index(d), span: span ?? spanOfNode))
    case .cartesianDomain, .unstructuredDomain: return try domain(arguments, builtin, at: span)
    case .namedRange: return try namedRange(argument(0), argument(1), argument(2), at: span)
    case .getDomainRange: return try domainRange(argument(0), argument(1), at: span)
    case .neighborRange: return try neighborRange(argument(0), argument(1), at: span)
    }
  }

  private func scan(
    _ pass: Value, _ forward: Value, _ initial: Value, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard let isForward = try scalar(forward)?.bool else { throw inapplicable(.scan, span) }
    return .function(.scan(ColumnScan(pass: pass, isForward: isForward, initial: initial)))
  }

  private func neighbors(
    _ offset: Value, _ arguments: [Thunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard arguments.count == 2, case .offset(.tag(let tag)) = offset else {
      throw inapplicable(.neighbors, span)
    }
    return .list(try neighbors(tag, try iterator(arguments, 1, .neighbors, span), at: span))
  }

  private func listGet(
    _ index: Value, _ list: Value, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard case .list(let list) = list else { throw inapplicable(.listGet, span) }
    return try element(index, of: list, at: span)
  }

  private func tupleGet(
    _ number: Value, _ tuple: Value, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard let i = try index(number) else { throw inapplicable(.tupleGet, span) }
    return try element(i, of: tuple, at: span)
  }

  private func choice(
    _ condition: Value, _ arguments: [Thunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard arguments.count == 3, case .lanes(let c) = condition, c.kind == .bool else {
      throw inapplicable(.if, span)
    }
    return try choose(c, arguments[1], arguments[2], at: span)
  }

  private func cast(
    _ value: Value, to type: Value, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard case .lanes(let x) = value, case .typeName(let kind) = type else {
      throw inapplicable(.cast, span)
    }
    do throws(ScalarFailure) {
      return .lanes(try x.cast(to: kind, shape: shape))
    } catch {
      throw inapplicable(.cast, span)
    }
  }

  private func namedRange(
    _ axis: Value, _ low: Value, _ high: Value, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard case .axis(let d) = axis else { throw inapplicable(.namedRange, span) }
    let lower = try bound(low, infinity: true, span)
    return .side(d, Bounds(lower: lower, upper: try bound(high, infinity: false, span)))
  }

  /// Returns what a function on scalars gives on `arguments`, or one on domains.
  private func apply(
    _ operation: ScalarOperation, _ arguments: [Thunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    let builtin = Builtin.scalar(operation)
    var operands: [Value] = []
    for a in arguments { operands.append(try a.force(self)) }
    var lanes: [Lanes] = []
    for o in operands {
      guard let l = try scalarLanes(o) else {
        return try applyToDomains(operation, operands, builtin, at: span)
      }
      lanes.append(l)
    }
    guard lanes.count == operation.operandCount,
      operation == .power || lanes.allSatisfy({ $0.kind == lanes[0].kind })
    else { throw inapplicable(builtin, span) }
    if case .comparison = operation { lanes = try withBounds(lanes, span) }
    tracer?.operationCount += 1
    return .lanes(try applying(operation, to: lanes, builtin, at: span))
  }

  /// Returns what `operation` gives on `lanes`; `builtin` is what the program calls it for.
  func applying(
    _ operation: ScalarOperation, to lanes: [Lanes], _ builtin: Builtin, at span: SourceSpan?
  ) throws(DiagnosticError) -> Lanes {
    do throws(ScalarFailure) {
      return try .applying(operation, to: lanes, shape: shape) { failure(.operation($0), at: span) }
    } catch {
      throw inapplicable(builtin, span)
    }
  }

  /// Returns the scalars that `value` is; `nil` if it is none.
  ///
  /// Between fields, a field without dimensions is as good as a scalar.
  func scalarLanes(_ value: Value) throws(DiagnosticError) -> Lanes? {
    switch value {
    case .lanes(let l): return l
    case .field(let node):
      guard case .fields = scope, case .slot(let slot) = node.kind, slot.type.dims.isEmpty,
        let field = slot.field, let v = field.value(at: [])
      else { return nil }
      return .constant(v)
    case .tuple, .list, .function, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      return nil
    }
  }

  /// Returns the scalar that `value` is; `nil` if it is none, or has no value.
  func scalar(_ value: Value) throws(DiagnosticError) -> ScalarValue? {
    guard let l = try scalarLanes(value), l.poison.isNone else { return nil }
    return l.constantValue
  }

  /// Returns the number that an index literal or an integer means; `nil` if it varies.
  func index(_ value: Value) throws(DiagnosticError) -> Int? {
    if case .offset(.index(let i)) = value { return i }
    // No point is further away than all indices are from each other.
    let farthest = Int128(indices.count)
    return try scalar(value)?.integer.map { Int(min(max($0, -farthest), farthest)) }
  }

  /// Returns element `i` of a tuple, or of a field of tuples.
  private func element(
    _ i: Int, of value: Value, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    switch value {
    case .tuple(let elements):
      guard elements.indices.contains(i) else { throw inapplicable(.tupleGet, span) }
      return try elements[i].force(self)
    case .field(let node):
      return .field(LazyField(.element(node, i), span: span ?? node.span))
    case .iterator(.data(.tuple(let e), let position)):
      guard e.indices.contains(i) else { throw inapplicable(.tupleGet, span) }
      return .iterator(.data(e[i], position))
    case .lanes, .list, .function, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      throw inapplicable(.tupleGet, span)
    }
  }

  /// Returns the iterator that argument `i` is.
  func iterator(
    _ arguments: [Thunk], _ i: Int, _ builtin: Builtin, _ span: SourceSpan?
  ) throws(DiagnosticError) -> FieldIterator {
    guard arguments.indices.contains(i), case .iterator(let it) = try arguments[i].force(self)
    else { throw inapplicable(builtin, span) }
    return it
  }

}
