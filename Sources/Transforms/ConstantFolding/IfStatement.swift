import IteratorIR

extension Rule {

  /// The statement `if` on a literal; it has no expression to rewrite.
  static let ifStatement = Rule(
    "if-statement", "if (True) { A } else { B } ⇒ A;  if (False) { A } else { B } ⇒ B")

}

/// Returns `program` with every statement `if` on a literal replaced by one of its branches.
func choosingBranches(_ program: Program, _ context: inout PassContext) -> Program {
  let body = choosingBranches(program.body, StatementPath.init(_:), &context)
  return body == program.body ? program : program.with(body: body)
}

/// Returns `statements`, of which the one with number `n` stands at `path(n)` now.
private func choosingBranches(
  _ statements: [Statement], _ path: (Int) -> StatementPath, _ context: inout PassContext
) -> [Statement] {
  var result: [Statement] = []
  // A branch that takes the place of its statement is gone through like what stood there before.
  var pending = Array(statements.reversed())
  while let s = pending.popLast() {
    guard case .if(let condition, let then, let otherwise) = s else {
      result.append(s)
      continue
    }
    let place = path(result.count)
    if let value = condition.literalValue?.bool,
      let branch = context.replace(
        s, at: place, with: value ? then : otherwise, by: .ifStatement,
        because: [.literal(condition)])
    {
      pending += branch.reversed()
      continue
    }
    result.append(
      .if(
        condition: condition,
        then: choosingBranches(then, { place.inside(branch: 0, $0) }, &context),
        otherwise: choosingBranches(otherwise, { place.inside(branch: 1, $0) }, &context)))
  }
  return result
}
