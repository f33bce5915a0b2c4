import Diagnostics
import Fields
import IteratorIR
import StencilTypes

extension Evaluator {

  /// Returns the values that `it` gives at the neighbors that the offset `tag` leads to.
  func neighbors(
    _ tag: String, _ it: FieldIterator, at span: SourceSpan?
  ) throws(DiagnosticError) -> NeighborList {
    let table = try self.table(tag, at: span)
    return NeighborList(
      count: table.columnCount, local: table.local,
      element: { (column, e) throws(DiagnosticError) in
        let index: ShiftStep.Index =
          switch column {
          case .one(let i): .fixed(i)
          case .every: .every
          }
        return try e.deref(try e.shifted(it, tag, index, at: span), at: span)
      },
      validity: { (i, e) throws(DiagnosticError) in
        let valid = try e.canDeref(try e.shifted(it, tag, .fixed(i), at: span), at: span)
        return valid.constantValue?.bool == true ? nil : valid
      })
  }

  /// Returns the list that holds `value` at every neighbor.
  func constantList(_ value: Value) -> NeighborList {
    NeighborList(
      count: nil, local: nil, element: { (_, _) throws(DiagnosticError) in value },
      validity: { (_, _) throws(DiagnosticError) in nil })
  }

  /// Returns the list of what `operation` gives on elements of the lists that `arguments` are.
  func map(
    _ operation: Value, _ arguments: [Thunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> NeighborList {
    let lists = try self.lists(arguments, .map, at: span)
    return NeighborList(
      count: lists.lazy.compactMap(\.count).min(), local: lists.lazy.compactMap(\.local).first,
      element: { (column, e) throws(DiagnosticError) in
        var elements: [Thunk] = []
        for l in lists { elements.append(Thunk(try l.element(column, e))) }
        return try e.call(operation, elements, at: span)
      },
      validity: { (i, e) throws(DiagnosticError) in
        try e.validity(of: lists, at: i, span)
      })
  }

  /// Returns the neighbors' elements folded by `operation`, from `initial` on in table order.
  func reduce(
    _ operation: Value, _ initial: Thunk, _ arguments: [Thunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    let lists = try self.lists(arguments, .reduce, at: span)
    guard let count = lists.lazy.compactMap(\.count).min() else {
      throw inapplicable(.reduce, span)
    }
    let columns: [NeighborList.Column] = tracer == nil ? (0 ..< count).map { .one($0) } : [.every]
    var accumulated = try initial.force(self)
    for column in columns {
      var valid: Lanes?
      if case .one(let i) = column { valid = try validity(of: lists, at: i, span) }
      let truth = valid?.uniformTruth(shape: shape) ?? (valid == nil ? true : nil)
      if truth == false { continue }
      var operands = [Thunk(accumulated)]
      for l in lists { operands.append(Thunk(try l.element(column, self))) }
      let next = try call(operation, operands, at: span)
      if truth == true {
        accumulated = next
      } else if let valid {
        accumulated = try blend(valid, next, accumulated, at: span)
      }
    }
    return accumulated
  }

  /// Returns the lanes on which all `lists` have element `i`; `nil` if they have on all.
  private func validity(
    of lists: [NeighborList], at i: Int, _ span: SourceSpan?
  ) throws(DiagnosticError) -> Lanes? {
    var result: Lanes?
    for l in lists {
      guard let v = try l.validity(i, self) else { continue }
      guard let known = result else {
        result = v
        continue
      }
      result = try applying(.logic(.and), to: [known, v], .reduce, at: span)
    }
    return result
  }

  private func lists(
    _ arguments: [Thunk], _ builtin: Builtin, at span: SourceSpan?
  ) throws(DiagnosticError) -> [NeighborList] {
    var lists: [NeighborList] = []
    for a in arguments {
      guard case .list(let l) = try a.force(self) else { throw inapplicable(builtin, span) }
      lists.append(l)
    }
    return lists
  }

  /// Returns the element of `list` at `index`, which may differ from lane to lane.
  func element(
    _ index: Value, of list: NeighborList, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    if let i = try self.index(index) {
      if let count = list.count, !(0 ..< count ~= i) {
        let f = run.failures.failure(
          .outsideList(count: count), at: span ?? spanOfNode, coordinate: i)
        return try poisoned(try list.element(tracer == nil ? .one(0) : .every, self), by: .all(f))
      }
      return try list.element(.one(i), self)
    }
    guard case .lanes(let number) = index, number.kind.isInteger else {
      throw inapplicable(.listGet, span)
    }
    guard tracer == nil, let count = list.count else { return try list.element(.every, self) }
    let outside = failure(.outsideList(count: count), at: span)
    var result = try poisoned(try list.element(.one(0), self), by: .all(outside))
    for i in 0 ..< count {
      let own = Lanes.constant(ScalarValue(wrapping: i, as: number.kind))
      let isIt = try applying(.comparison(.equal), to: [number, own], .listGet, at: span)
      result = try blend(isIt, try list.element(.one(i), self), result, at: span)
    }
    return result
  }

}
