import Diagnostics
import IteratorIR
import StencilTypes

extension Stager {

  /// Returns the bound that `value` is; `nil` for the infinity that is no bound.
  func bound(
    _ value: StagedValue, isLower: Bool, _ span: SourceSpan?
  ) throws(DiagnosticError) -> LoopOperand? {
    if case .infinity(let negative) = value {
      return negative == isLower ? nil : .index(Int(negative ? Int32.min : Int32.max))
    }
    guard let s = try scalar(value), emitter.kind(of: s.operand).isInteger else {
      throw inapplicable(.namedRange, span)
    }
    guard s.poison == nil else {
      throw .unsupported("A domain with a bound that can fail", at: span ?? spanOfNode)
    }
    requireNoWrapping(in: s.operand)
    let end = emitter.cast(s.operand, to: .int64)
    if emitter.kind(of: s.operand).byteCount < 4 || emitter.kind(of: s.operand) == .int32 {
      return end
    }
    // Beyond all indices it does not matter where an end is.
    return emitter.index(
      .minimum, emitter.index(.maximum, end, .index(Int(Int32.min) - 1)),
      .index(Int(Int32.max) + 1))
  }

  /// Returns the box with the given sides.
  func domain(
    _ sides: [StagedThunk], _ builtin: Builtin, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    var box: [StagedSide] = []
    for s in sides {
      guard case .side(let d, let lower, let upper) = try s.force(self) else {
        throw inapplicable(builtin, span)
      }
      box.append(StagedSide(dimension: d, lower: lower, upper: upper))
    }
    return .region(.box(box))
  }

  func namedRange(
    _ axis: StagedValue, _ low: StagedValue, _ high: StagedValue, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard case .axis(let d) = axis else { throw inapplicable(.namedRange, span) }
    let lower = try bound(low, isLower: true, span)
    return .side(d, lower: lower, upper: try bound(high, isLower: false, span))
  }

  func domainRange(
    _ field: StagedValue, _ axis: StagedValue, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard case .axis(let d) = axis, case .field(let node) = field else {
      throw inapplicable(.getDomainRange, span)
    }
    let ends: (LoopOperand, LoopOperand)
    if case .slot(let slot) = node.kind {
      guard let a = slot.memory.axes.first(where: { $0.dimension == d }) else {
        throw inapplicable(.getDomainRange, span)
      }
      ends = (a.lower, a.upper)
    } else if let s = node.domain?[d] {
      ends = (s.lower, s.upper)
    } else {
      throw inapplicable(.getDomainRange, span)
    }
    return .tuple(
      [ends.0, ends.1].map { StagedThunk(.scalar(StagedScalar(emitter.cast($0, to: .int32)))) })
  }

  func neighborRange(
    _ tag: StagedValue, _ range: StagedValue, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard case .offset(.tag(let name)) = tag, case .tuple(let ends) = range, ends.count == 2,
      let lower = try bound(ends[0].force(self), isLower: true, span),
      let end = try bound(ends[1].force(self), isLower: false, span)
    else { throw inapplicable(.neighborRange, span) }
    let table = try number(ofTable: name, at: span)
    let upper = emitter.index(.maximum, lower, end)
    let rows = emitter.fact(.rows(table: table))
    let fits = emitter.or(
      emitter.index(.atMost, upper, lower),
      emitter.and(
        emitter.index(.atMost, .index(0), lower), emitter.index(.atMost, upper, rows)))
    if fits.constant?.bool != true {
      requirements.append(
        Requirement(
          condition: activity, isMet: fits, slot: -1, comment: "the rows of '\(name)'"))
    }
    return .tuple(
      [false, true].map { isUpper in
        let end = emitter.define(
          .neighborEnd(table: table, rows: lower, upper, isUpper: isUpper), .int64)
        return StagedThunk(.scalar(StagedScalar(emitter.cast(end, to: .int32))))
      })
  }

  /// Returns what a scalar function gives on domains, dimensions, and infinite bounds.
  func applyToDomains(
    _ operation: ScalarOperation, _ operands: [StagedValue], _ builtin: Builtin,
    at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard operands.count == 2 else { throw inapplicable(builtin, span) }
    switch (operation, operands[0], operands[1]) {
    case (.logic(let op), .region(let a), .region(let b)):
      return .region(.combination(op, a, b))
    case (.comparison(let c), .axis(let d), let v):
      return .region(region(d, c, try bound(v, isLower: true, span)))
    case (.comparison(let c), let v, .axis(let d)):
      return .region(region(d, c.flipped, try bound(v, isLower: true, span)))
    case (.comparison(let c), let a, let b):
      guard let x = infinityOrder(a), let y = infinityOrder(b) else {
        throw inapplicable(builtin, span)
      }
      return .scalar(StagedScalar(.truth(c.holds(x, y))))
    case (.binary(.plus), .infinity(let n), .scalar), (.binary(.plus), .scalar, .infinity(let n)),
      (.binary(.minus), .infinity(let n), .scalar):
      return .infinity(negative: n)
    case (.binary(.minus), .scalar, .infinity(let n)): return .infinity(negative: !n)
    case (.binary(.minimum), let a, let b), (.binary(.maximum), let a, let b):
      guard let x = infinityOrder(a), let y = infinityOrder(b) else {
        throw inapplicable(builtin, span)
      }
      return (operation == .binary(.minimum)) == (x < y) ? a : b
    default: throw inapplicable(builtin, span)
    }
  }

  private func infinityOrder(_ value: StagedValue) -> Int? {
    switch value {
    case .infinity(let negative): negative ? -1 : 1
    case .scalar: 0
    case .tuple, .list, .function, .field, .iterator, .region, .side, .axis, .offset, .typeName:
      nil
    }
  }

  private func region(_ d: Dimension, _ c: Comparison, _ bound: LoopOperand?) -> StagedRegion {
    let b = bound ?? .index(Int(Int32.min))
    let next = emitter.add(b, 1)
    func box(_ lower: LoopOperand?, _ upper: LoopOperand?) -> StagedRegion {
      .box([StagedSide(dimension: d, lower: lower, upper: upper)])
    }
    return switch c {
    case .less: box(nil, b)
    case .lessEqual: box(nil, next)
    case .greater: box(next, nil)
    case .greaterEqual: box(b, nil)
    case .equal: box(b, next)
    case .notEqual: .combination(.or, box(nil, b), box(next, nil))
    }
  }

  /// Returns the box of points that `value` is.
  func finiteDomain(_ value: StagedValue, at span: SourceSpan?) throws(DiagnosticError) -> StagedBox
  {
    guard case .region(.box(let sides)) = value else {
      throw .unsupported("A domain that is no box", at: span ?? spanOfNode)
    }
    var result: [StagedBox.Side] = []
    for s in sides {
      guard let lower = s.lower, let upper = s.upper else {
        throw .unsupported("A domain without end", at: span ?? spanOfNode)
      }
      result.append(
        StagedBox.Side(
          dimension: s.dimension, lower: lower, upper: emitter.index(.maximum, lower, upper)))
    }
    return StagedBox(sides: result)
  }

  /// Returns whether `place` lies in `region`.
  func membership(
    of region: StagedRegion, at place: StagedPlace, _ span: SourceSpan?
  ) throws(DiagnosticError) -> LoopOperand {
    switch region {
    case .box(let sides):
      var result = LoopOperand.truth(true)
      for s in sides {
        guard let c = place.coordinates[s.dimension] else { throw missing(s.dimension, span) }
        if let lower = s.lower {
          result = emitter.and(
            result,
            test(c.base, isLessThan: emitter.add(lower, -c.offset), negated: true))
        }
        if let upper = s.upper {
          result = emitter.and(
            result,
            test(c.base, isLessThan: emitter.add(upper, -c.offset), negated: false))
        }
      }
      return result
    case .combination(let op, let a, let b):
      let x = try membership(of: a, at: place, span)
      let y = try membership(of: b, at: place, span)
      switch op {
      case .and: return emitter.and(x, y)
      case .or: return emitter.or(x, y)
      case .xor: return emitter.scalar(.logic(.xor), [x, y], .bool)
      }
    }
  }

  func missing(_ d: Dimension, _ span: SourceSpan?) -> DiagnosticError {
    .unsupported("A value that depends on \(d.name), which the domain does not have,", at: span)
  }

}
