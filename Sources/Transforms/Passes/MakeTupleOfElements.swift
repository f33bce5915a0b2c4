import IteratorIR

extension Rule {

  /// Applied apart from the others, since it needs to know how many elements `t` has.
  static let makeTupleOfElements = Rule(
    "make-tuple-of-elements", "{t[0], t[1]} ⇒ t, where t has two elements")

}

/// Returns `program` with tuples that are made of all elements of one tuple replaced by that.
func joiningElements(_ program: Program, _ context: inout PassContext) throws -> Program {
  // Types are needed only if there is such a tuple, which is rare.
  guard program.joinsElements else { return program }
  let types = try context.types(of: program)
  return context.mapExpressions(of: program) { joiningElements(in: $0, types, &$1) }
}

private func joiningElements(
  in e: Expr, _ types: InferredTypes, _ context: inout PassContext
) -> Expr {
  let new = context.mapChildren(e) { joiningElements(in: $0, types, &$1) }
  guard let (tuple, count) = new.joinedElements, case .tuple(let elements) = types[tuple],
    elements.count == count
  else { return new }
  return context.replace(new, with: tuple, by: .makeTupleOfElements)
}

extension Program {

  /// `true` iff some tuple is made of all elements of another at first sight.
  fileprivate var joinsElements: Bool {
    var found = false
    var seen: Set<ObjectIdentifier> = []
    forEachExpression { found = found || $0.joinsElements(&seen) }
    return found
  }

}

extension Expr {

  /// `true` iff a tuple in the expression is made of all elements of another; `seen` are large parts
  /// in which there is none.
  fileprivate func joinsElements(_ seen: inout Set<ObjectIdentifier>) -> Bool {
    // Most parts make no tuple, or take none apart.
    guard builtins.contains(.makeTuple), builtins.contains(.tupleGet) else { return false }
    if joinedElements != nil { return true }
    if nodeCount > 64, !seen.insert(identity).inserted { return false }
    switch kind {
    case .reference, .builtin, .literal, .typeName, .infinity, .offset, .axis: return false
    case .lambda(_, let body): return body.joinsElements(&seen)
    case .call(let function, let arguments):
      return function.joinsElements(&seen) || arguments.contains { $0.joinsElements(&seen) }
    }
  }

  /// The tuple and the number of its elements in `self` if that is `{t[0], t[1], …}`.
  fileprivate var joinedElements: (tuple: Expr, count: Int)? {
    guard let elements = arguments(of: .makeTuple), let tuple = elements.first?.elementOf?.tuple
    else { return nil }
    for (i, e) in elements.enumerated() {
      guard let (index, other) = e.elementOf, index == i, other == tuple else { return nil }
    }
    return (tuple, elements.count)
  }

}
