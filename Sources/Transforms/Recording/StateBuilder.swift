import IteratorIR

/// Applies recorded rewrites to a program, one after the other.
///
/// It stays where the last rewrite was and moves from there to the next, which is near: a step
/// costs the way between the two, not the depth of the tree.
struct StateBuilder {

  private var edited: Program

  /// The place; `nil` outside all expressions.
  private var path: Path?

  /// What stood on the way to the place when it was entered, and whether it was changed by then.
  private var ancestors: [(Expr, changed: Bool)] = []

  /// What stands at the place now, and whether it was changed since the way down.
  private var focus = Expr(.infinity(negative: false))
  private var changed = false

  init(_ program: Program) { edited = program }

  /// Returns the program as it stands.
  mutating func program() -> Program {
    close()
    return edited
  }

  /// Returns the expression at `path`.
  mutating func expression(at path: Path) -> Expr {
    move(to: path)
    return focus
  }

  mutating func apply(_ rewrite: Rewrite) {
    switch rewrite.site {
    case .expression(let path, let before, let after):
      move(to: path)
      precondition(focus == before, "step \(rewrite.step) does not fit the program")
      focus = after
      changed = true
    case .statement(let path, let before, let after):
      close()
      precondition(
        edited[path] == before, "step \(rewrite.step) does not fit the program")
      edited.replace(statementAt: path, with: after)
    case .program(_, let after):
      path = nil
      ancestors.removeAll()
      edited = after
    }
  }

  private mutating func close() {
    while moveUp() {}
    if let path, changed { edited[path.root] = focus }
    path = nil
  }

  /// Moves to the parent; `false` at a root.
  private mutating func moveUp() -> Bool {
    guard let here = path, let up = here.parent, let (parent, parentChanged) = ancestors.popLast()
    else { return false }
    if changed {
      focus = parent.replacingChild(here.slot, with: focus)
    } else {
      focus = parent
      changed = parentChanged
    }
    path = up
    return true
  }

  private mutating func move(to target: Path) {
    if let path, path.root != target.root { close() }
    var here = path ?? Path(target.root)
    if path == nil {
      focus = edited[target.root]
      changed = false
    }
    // Up to a common beginning; what leads down from there is collected on the way.
    path = here
    var down: [Path] = []
    var goal = target
    while goal.depth > here.depth, let up = goal.parent {
      down.append(goal)
      goal = up
    }
    while !here.isIdentical(to: goal), here.depth > 0 {
      if here.depth == goal.depth, let up = goal.parent {
        down.append(goal)
        goal = up
      }
      guard moveUp(), let up = path else { break }
      here = up
    }
    for next in down.reversed() {
      ancestors.append((focus, changed))
      focus = focus.children[next.slot]
      changed = false
    }
    path = target
  }

}
