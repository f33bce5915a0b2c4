import Diagnostics
import IteratorIR
import StencilTypes

extension Stager {

  /// Returns the values that `it` gives at the neighbors that the offset `tag` leads to.
  func neighbors(
    _ tag: String, _ it: StagedIterator, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedList {
    let type = tables[try number(ofTable: tag, at: span)].type
    return StagedList(
      count: type.columns, local: type.local,
      element: { (i) throws(DiagnosticError) in
        let there = try self.shifted(it) { (p) throws(DiagnosticError) in
          try self.moved(p, tag, to: i, at: span)
        }
        return try self.deref(there, at: span)
      },
      validity: { (i) throws(DiagnosticError) in
        let there = try self.shifted(it) { (p) throws(DiagnosticError) in
          try self.moved(p, tag, to: i, at: span)
        }
        return try self.canDeref(there)
      })
  }

  /// Returns the list of any length whose elements are `value`.
  func constantList(_ value: StagedValue) -> StagedList {
    StagedList(
      count: nil, local: nil, element: { (_) throws(DiagnosticError) in value },
      validity: { (_) throws(DiagnosticError) in nil })
  }

  func map(
    _ operation: StagedValue, _ arguments: [StagedThunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedList {
    let lists = try self.lists(arguments, .map, at: span)
    return StagedList(
      count: lists.lazy.compactMap(\.count).min(), local: lists.lazy.compactMap(\.local).first,
      element: { (i) throws(DiagnosticError) in
        var elements: [StagedThunk] = []
        for l in lists {
          elements.append(
            StagedThunk(computing: { (_) throws(DiagnosticError) in try l.element(i) }))
        }
        return try self.call(operation, elements, at: span)
      },
      validity: { (i) throws(DiagnosticError) in try self.validity(of: lists, at: i) })
  }

  /// Returns the neighbors' elements folded by `operation`, from `initial` on in table order.
  func reduce(
    _ operation: StagedValue, _ initial: StagedThunk, _ arguments: [StagedThunk],
    at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    let lists = try self.lists(arguments, .reduce, at: span)
    guard let count = lists.lazy.compactMap(\.count).min() else {
      throw inapplicable(.reduce, span)
    }
    var accumulated = try initial.force(self)
    for i in 0 ..< count {
      let valid = try validity(of: lists, at: i) ?? .truth(true)
      let sofar = accumulated
      let next = { () throws(DiagnosticError) -> StagedValue in
        var operands = [StagedThunk(sofar)]
        for l in lists { operands.append(StagedThunk(try l.element(i))) }
        return try self.call(operation, operands, at: span)
      }
      switch resolve(valid) {
      case true?: accumulated = try next()
      case false?: continue
      case nil:
        let there = try assuming(valid, is: true, next)
        accumulated = try blend(valid, there, sofar, at: span)
      }
    }
    return accumulated
  }

  private func validity(
    of lists: [StagedList], at i: Int
  ) throws(DiagnosticError) -> LoopOperand? {
    var result: LoopOperand?
    for l in lists {
      guard let v = try l.validity(i) else { continue }
      result = result.map { emitter.and($0, v) } ?? v
    }
    return result
  }

  private func lists(
    _ arguments: [StagedThunk], _ builtin: Builtin, at span: SourceSpan?
  ) throws(DiagnosticError) -> [StagedList] {
    var lists: [StagedList] = []
    for a in arguments {
      guard case .list(let l) = try a.force(self) else { throw inapplicable(builtin, span) }
      lists.append(l)
    }
    return lists
  }

  /// Returns the element of `list` at `index`, which may be computed.
  func element(
    _ index: StagedValue, of list: StagedList, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    if let i = self.index(index) {
      if let count = list.count, !(0 ..< count ~= i) {
        let f = failure(.outsideList, coordinate: .index(i), at: span)
        return try poisoned(try list.element(0), by: f)
      }
      return try list.element(i)
    }
    guard case .scalar(let number) = index, emitter.kind(of: number.operand).isInteger else {
      throw inapplicable(.listGet, span)
    }
    guard let count = list.count else { return try list.element(0) }
    let kind = emitter.kind(of: number.operand)
    var result = try poisoned(try list.element(0), by: failure(.outsideList, at: span))
    for i in 0 ..< count {
      let own = LoopOperand.constant(ScalarValue(wrapping: i, as: kind))
      let isIt = emitter.scalar(.comparison(.equal), [number.operand, own], .bool)
      let there = try assuming(isIt, is: true) { () throws(DiagnosticError) in
        try list.element(i)
      }
      result = try blend(isIt, there, result, at: span)
    }
    return try poisoned(result, by: number.poison)
  }

}
