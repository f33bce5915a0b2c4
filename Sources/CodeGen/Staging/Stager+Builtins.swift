import Diagnostics
import IteratorIR
import StencilTypes

extension Stager {

  /// Returns what `builtin` gives on `arguments`.
  func call(
    _ builtin: Builtin, _ arguments: [StagedThunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    switch builtin {
    case .structural(let structural):
      return try call(structural, builtin, arguments, at: span)
    case .scalar(let operation):
      var operands: [StagedValue] = []
      for a in arguments { operands.append(try a.force(self)) }
      return try apply(operation, operands, at: span)
    }
  }

  private func call(
    _ structural: StructuralBuiltin, _ builtin: Builtin, _ arguments: [StagedThunk],
    at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    func argument(_ i: Int) throws(DiagnosticError) -> StagedValue {
      guard arguments.indices.contains(i) else { throw inapplicable(builtin, span) }
      return try arguments[i].force(self)
    }
    switch structural {
    case .deref: return try deref(try iterator(arguments, 0, .deref, span), at: span)
    case .canDeref:
      return .scalar(
        StagedScalar(try canDeref(try iterator(arguments, 0, .canDeref, span)) ?? .truth(true)))
    case .shift: return .function(.shift(arguments))
    case .lift: return .function(.lift(try argument(0)))
    case .asFieldop:
      return .function(
        .fieldOperator(
          try argument(0), domain: arguments.count > 1 ? arguments[1] : nil, span: span))
    case .scan: return try scan(argument(0), argument(1), argument(2), at: span)
    case .neighbors: return try neighbors(argument(0), arguments, at: span)
    case .reduce:
      guard arguments.count == 2 else { throw inapplicable(.reduce, span) }
      return .function(.reduce(try argument(0), initial: arguments[1]))
    case .map: return .function(.map(try argument(0)))
    case .makeConstList: return .list(constantList(try argument(0)))
    case .listGet:
      guard case .list(let list) = try argument(1) else { throw inapplicable(.listGet, span) }
      return try element(try argument(0), of: list, at: span)
    case .makeTuple: return .tuple(arguments)
    case .tupleGet:
      guard let i = index(try argument(0)) else { throw inapplicable(.tupleGet, span) }
      return try element(i, of: try argument(1), at: span)
    case .if:
      guard arguments.count == 3, case .scalar(let c) = try argument(0) else {
        throw inapplicable(.if, span)
      }
      return try choose(c, arguments[1], arguments[2], at: span)
    case .cast: return try cast(argument(0), to: argument(1), at: span)
    case .concatWhere: return try concatWhere(arguments, at: span)
    case .broadcast:
      guard let x = try operand(try argument(0)) else { throw inapplicable(.broadcast, span) }
      return .field(makeNode(.broadcast(x), span: span))
    case .index:
      guard case .axis(let d) = try argument(0) else { throw inapplicable(.index, span) }
      return .field(makeNode(.index(d), span: span))
    case .cartesianDomain, .unstructuredDomain: return try domain(arguments, builtin, at: span)
    case .namedRange: return try namedRange(argument(0), argument(1), argument(2), at: span)
    case .getDomainRange: return try domainRange(try argument(0), try argument(1), at: span)
    case .neighborRange: return try neighborRange(try argument(0), try argument(1), at: span)
    }
  }

  private func scan(
    _ pass: StagedValue, _ forward: StagedValue, _ initial: StagedValue, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard case .scalar(let f) = forward, let isForward = f.operand.constant?.bool else {
      throw inapplicable(.scan, span)
    }
    return .function(.scan(StagedScan(pass: pass, isForward: isForward, initial: initial)))
  }

  private func neighbors(
    _ offset: StagedValue, _ arguments: [StagedThunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard arguments.count == 2, case .offset(.tag(let tag)) = offset else {
      throw inapplicable(.neighbors, span)
    }
    return .list(try neighbors(tag, try iterator(arguments, 1, .neighbors, span), at: span))
  }

  private func cast(
    _ value: StagedValue, to type: StagedValue, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard case .scalar(let x) = value, case .typeName(let kind) = type, kind != .string else {
      throw inapplicable(.cast, span)
    }
    if emitter.kind(of: x.operand) != kind { tracer?.cost += 1 }
    return .scalar(StagedScalar(emitter.cast(x.operand, to: kind), poison: x.poison))
  }

  private func apply(
    _ operation: ScalarOperation, _ operands: [StagedValue], at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    let builtin = Builtin.scalar(operation)
    var scalars: [StagedScalar] = []
    for o in operands {
      guard let s = try scalar(o) else {
        return try applyToDomains(operation, operands, builtin, at: span)
      }
      scalars.append(s)
    }
    guard scalars.count == operation.operandCount, let first = scalars.first,
      operation == .power
        || scalars.allSatisfy({ emitter.kind(of: $0.operand) == emitter.kind(of: first.operand) })
    else { throw inapplicable(builtin, span) }
    tracer?.cost += operation.cost
    return .scalar(try apply(operation, scalars, at: span))
  }

  /// Returns what `operation` gives, with the failures of the operands and its own.
  func apply(
    _ operation: ScalarOperation, _ scalars: [StagedScalar], at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedScalar {
    var poison: LoopOperand?
    for s in scalars { poison = combine(poison, s.poison) }
    var operands = scalars.map(\.operand)
    let kind = emitter.kind(of: operands[0])
    let result = operation.resultKind(on: kind)
    let last = emitter.kind(of: operands[operands.count - 1])
    switch operation.possibleFailure(on: kind, last) {
    case .divisionByZero:
      let zero = LoopOperand.constant(ScalarValue(wrapping: 0, as: kind))
      // It is computed on branches that are not taken, too: so what is known does not help.
      let isZero = emitter.scalar(.comparison(.equal), [operands[1], zero], .bool)
      if comparison(.equal, operands[1], zero).constant?.bool != false {
        poison = combine(poison, choose(isZero, failure(.divisionByZero, at: span), nil))
      }
      // Where it fails the result is 0: the quotient of 0 and 1.
      let one = LoopOperand.constant(ScalarValue(wrapping: 1, as: kind))
      operands[1] = emitter.select(isZero, one, operands[1])
      operands[0] = emitter.select(isZero, zero, operands[0])
    case .negativePower:
      let zero = LoopOperand.constant(ScalarValue(wrapping: 0, as: last))
      let isNegative = emitter.scalar(.comparison(.less), [operands[1], zero], .bool)
      if comparison(.less, operands[1], zero).constant?.bool != false {
        poison = combine(poison, choose(isNegative, failure(.negativePower, at: span), nil))
      }
      operands[1] = emitter.select(isNegative, zero, operands[1])
      let none = LoopOperand.constant(ScalarValue(wrapping: 0, as: kind))
      operands[0] = emitter.select(isNegative, none, operands[0])
    case .undefined, nil: break
    }
    if case .comparison(let c) = operation {
      return StagedScalar(comparison(c, operands[0], operands[1]), poison: poison)
    }
    return StagedScalar(emitter.scalar(operation, operands, result), poison: poison)
  }

  /// Returns how `a` compares with `b`, by what is known if that is enough.
  func comparison(_ c: Comparison, _ a: LoopOperand, _ b: LoopOperand) -> LoopOperand {
    if let (variable, bound, isLess) = ordering(c, a, b) {
      return isLess.map { test(variable, isLessThan: bound, negated: !$0) }
        ?? equality(c, variable, bound)
    }
    let o = emitter.scalar(.comparison(c), [a, b], .bool)
    return resolve(o).map(LoopOperand.truth) ?? o
  }

  /// Returns the scalar that `value` is; `nil` if it is none.
  ///
  /// Between fields, a field without dimensions is as good as a scalar.
  func scalar(_ value: StagedValue) throws(DiagnosticError) -> StagedScalar? {
    switch value {
    case .scalar(let s): return s
    case .field(let node):
      guard !isAtPoints, case .slot(let slot) = node.kind, slot.type.dims.isEmpty else {
        return nil
      }
      guard slot.memory.leastLevel == 0 else {
        throw .unsupported(
          "A domain or a condition that depends on '\(slot.name)', which is written,",
          at: node.span)
      }
      guard
        case .scalar(let s) = try load(slot.memory, at: StagedPlace(coordinates: [:]), node.span)
      else { return nil }
      return s
    case .tuple, .list, .function, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      return nil
    }
  }

  /// Returns the number that an index literal or a constant means; `nil` if it varies.
  func index(_ value: StagedValue) -> Int? {
    switch value {
    case .offset(.index(let i)): i
    case .scalar(let s):
      // No point is further away than all indices are from each other.
      s.poison == nil
        ? s.operand.constant?.integer.map { Int(min(max($0, -(1 << 32)), 1 << 32)) } : nil
    case .tuple, .list, .function, .field, .iterator, .region, .side, .axis, .infinity, .offset,
      .typeName:
      nil
    }
  }

  /// Returns element `i` of a tuple, or of a field of tuples.
  func element(
    _ i: Int, of value: StagedValue, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    switch value {
    case .tuple(let e):
      guard e.indices.contains(i) else { throw inapplicable(.tupleGet, span) }
      return try e[i].force(self)
    case .field(let node):
      return .field(makeNode(.element(node, i), span: span ?? node.span))
    case .iterator(.data(.tuple(let e), let place)):
      guard e.indices.contains(i) else { throw inapplicable(.tupleGet, span) }
      return .iterator(.data(e[i], place))
    case .scalar, .list, .function, .iterator, .region, .side, .axis, .infinity, .offset,
      .typeName:
      throw inapplicable(.tupleGet, span)
    }
  }

  func iterator(
    _ arguments: [StagedThunk], _ i: Int, _ builtin: Builtin, _ span: SourceSpan?
  ) throws(DiagnosticError) -> StagedIterator {
    guard arguments.indices.contains(i), case .iterator(let it) = try arguments[i].force(self)
    else { throw inapplicable(builtin, span) }
    return it
  }

}
