import IteratorIR

// Calls of functions, and calls that are the ends of one choice.

extension SharedCalls {

  mutating func call(_ f: Closure, _ arguments: [FieldNode]) -> FieldNode {
    guard f.parameters.count == arguments.count else {
      isComplete = false
      return add(f.body, .leaf(names: []), [])
    }
    let call = Call(function: ObjectIdentifier(f), arguments: arguments.map(\.id))
    if let known = results[call] { return known }
    if isStopped || !counter.count(f.name) || isCancelled() {
      (isComplete, isStopped) = (false, true)
      return add(f.body, .leaf(names: []), [])
    }
    let result: FieldNode
    if f.isJoined {
      let function = Expr.ref("#\(closures.count) \(f.name.name)")
      result = add(
        function.applied(to: arguments.map(\.placeholder)),
        .call(slots: Array(arguments.indices)), arguments)
      joinedCalls[result.id] = f
    } else {
      result = self.result(of: f, arguments)
    }
    results[call] = result
    return result
  }

  private mutating func result(of f: Closure, _ arguments: [FieldNode]) -> FieldNode {
    var names = f.names
    for (p, a) in zip(f.parameters, arguments) {
      name(a, after: p)
      names[p] = .value(a)
    }
    let result = node(of: f.body, names)
    name(result, after: f.name)
    return result
  }

  /// Returns `root` with one call of `f` for all at its ends.
  ///
  ///     if c then f(a) else f(b)  ⇒  let r = f(if c then a else b); if c then r else r
  mutating func join(_ f: Closure, in root: FieldNode) -> FieldNode {
    var merged: [Int: [FieldNode]?] = [:]
    func merge(_ n: FieldNode, _ calls: inout SharedCalls) -> [FieldNode]? {
      if let known = merged[n.id] { return known }
      var result: [FieldNode]?
      if calls.joinedCalls[n.id] === f {
        result = n.children
      } else if let (condition, then, otherwise) = n.choice {
        switch (merge(then, &calls), merge(otherwise, &calls)) {
        case (let a?, let b?):
          result = zip(a, b).map { x, y in
            x === y
              ? x
              : calls.add(
                .call(.if, condition.placeholder, x.placeholder, y.placeholder, at: n.expr.span),
                .call(slots: [0, 1, 2]), [condition, x, y])
          }
        case (let a?, nil), (nil, let a?): result = a
        case (nil, nil): break
        }
      }
      merged[n.id] = result
      return result
    }
    guard let arguments = merge(root, &self) else { return root }
    let result = result(of: f, arguments)
    var replaced: [Int: FieldNode] = [:]
    func replace(_ n: FieldNode, _ calls: inout SharedCalls) -> FieldNode {
      if calls.joinedCalls[n.id] === f { return result }
      guard let known = merged[n.id], known != nil, let choice = n.choice else { return n }
      if let known = replaced[n.id] { return known }
      let children = [
        choice.condition, replace(choice.then, &calls), replace(choice.otherwise, &calls),
      ]
      let new = calls.add(
        .call(.if, arguments: children.map(\.placeholder), at: n.expr.span),
        .call(slots: [0, 1, 2]), children)
      replaced[n.id] = new
      return new
    }
    return replace(root, &self)
  }

}

extension Expr {

  /// `true` iff `self` is a choice, or choices inside each other, with calls of `name` at several
  /// of its ends and nowhere else.
  func endsWithCalls(of name: Symbol, _ free: FreeNames) -> Bool {
    func mentions(_ e: Expr) -> Bool { free.names(of: e).contains(name) }
    func ends(_ e: Expr) -> Bool {
      guard mentions(e) else { return true }
      if let (condition, then, otherwise) = e.choice {
        return !mentions(condition) && ends(then) && ends(otherwise)
      }
      if let (parameters, values, body) = e.asLet, !parameters.contains(name) {
        for (p, v) in zip(parameters, values) where mentions(v) {
          guard case .lambda(_, let result) = v.kind, ends(result),
            body.endsWithCalls(of: p, free)
          else { return false }
        }
        return ends(body)
      }
      guard case .call(let function, let arguments) = e.kind, case .reference(name) = function.kind
      else { return false }
      return !arguments.contains(where: mentions)
    }
    return mentions(self) && ends(self)
  }

}
