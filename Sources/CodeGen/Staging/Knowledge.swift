import StencilTypes

/// What is known on the way into a branch: conditions that hold or do not.
///
/// Values remember how much of it they depend on, so that what depends on nothing is computed once.
final class Knowledge {

  let parent: Knowledge?
  let depth: Int

  /// The truth of conditions.
  private var truths: [LoopOperand: Bool] = [:]

  /// Where variables are known to lie, by conditions on the way.
  private var bounds: [LoopOperand: (lower: LoopOperand?, upper: LoopOperand?)] = [:]

  /// The condition, as a value that is true here.
  let condition: LoopOperand?

  /// The variables that `condition` narrows.
  private(set) var narrowed: Set<LoopOperand> = []

  init(parent: Knowledge?, condition: LoopOperand?) {
    self.parent = parent
    self.condition = condition
    depth = (parent?.depth ?? -1) + 1
  }

  func add(_ condition: LoopOperand, is truth: Bool) { truths[condition] = truth }

  /// Adds that `variable` is at least `lower`, or less than `upper`.
  func narrow(_ variable: LoopOperand, lower: LoopOperand?, upper: LoopOperand?) {
    let old = bounds[variable] ?? (nil, nil)
    bounds[variable] = (lower ?? old.lower, upper ?? old.upper)
    narrowed.insert(variable)
  }

  /// Returns the truth of `condition` and the depth at which it is known.
  func truth(of condition: LoopOperand) -> (Bool, depth: Int)? {
    var k: Knowledge? = self
    while let here = k {
      if let t = here.truths[condition] { return (t, here.depth) }
      k = here.parent
    }
    return nil
  }

  /// Returns every bound of `variable` on the way, the innermost first.
  func bounds(of variable: LoopOperand) -> [(
    knowledge: Knowledge, lower: LoopOperand?, upper: LoopOperand?
  )] {
    var result: [(knowledge: Knowledge, lower: LoopOperand?, upper: LoopOperand?)] = []
    var k: Knowledge? = self
    while let here = k {
      if let b = here.bounds[variable] { result.append((here, b.lower, b.upper)) }
      k = here.parent
    }
    return result
  }

  /// Returns the knowledge that `depth` conditions on the way make.
  func ancestor(at depth: Int) -> Knowledge {
    var k = self
    while k.depth > depth, let p = k.parent { k = p }
    return k
  }

  /// `true` iff all that is known in `other` is known here.
  func includes(_ other: Knowledge) -> Bool { ancestor(at: other.depth) === other }

}
