import StencilTypes

/// Writes instructions into the scopes that are open, each as far out as its operands allow.
///
/// Scope 0 is the call; a nest and each of its loops open one more. Equal instructions are written
/// once, so what is invariant in a loop is computed before it.
final class Emitter {

  // These are read for every instruction, on one thread, by nobody who could change them meanwhile:
  // so no look needs a check of that.

  /// The type of each value.
  @exclusivity(unchecked) private(set) var kinds: [ScalarKind] = []

  /// The number of the scope that each value belongs to.
  @exclusivity(unchecked) private var levels: [Int] = []

  /// What defines each value; `nil` for the variables of loops.
  @exclusivity(unchecked) private var instructions: [LoopInstruction?] = []

  private struct Scope {
    var statements: [LoopStatement] = []
    var known: [LoopInstruction: LoopOperand] = [:]
  }

  @exclusivity(unchecked) private var scopes = [Scope()]

  var depth: Int { scopes.count - 1 }

  func open() { scopes.append(Scope()) }

  /// Closes the innermost scope and returns what was written in it.
  func close() -> [LoopStatement] {
    precondition(scopes.count > 1)
    return scopes.removeLast().statements
  }

  /// What was written in scope 0.
  var definitions: [LoopStatement] { scopes[0].statements }

  func append(_ s: LoopStatement) { scopes[scopes.count - 1].statements.append(s) }

  /// Returns a new value that belongs to the scope `level`: the variable of a loop.
  func variable(_ kind: ScalarKind = .int64, level: Int? = nil) -> LoopOperand {
    kinds.append(kind)
    levels.append(level ?? depth)
    instructions.append(nil)
    return .value(kinds.count - 1)
  }

  func kind(of o: LoopOperand) -> ScalarKind {
    switch o {
    case .constant(let v): v.kind
    case .value(let n): kinds[n]
    }
  }

  func level(of o: LoopOperand) -> Int {
    switch o {
    case .constant: 0
    case .value(let n): levels[n]
    }
  }

  func instruction(of o: LoopOperand) -> LoopInstruction? {
    switch o {
    case .constant: nil
    case .value(let n): instructions[n]
    }
  }

  /// Returns the value of `i`, of type `kind`, that is computed in scope `least` or further inside.
  func define(_ i: LoopInstruction, _ kind: ScalarKind, least: Int = 0) -> LoopOperand {
    let level = max(least, self.level(of: i))
    let n = kinds.count
    let known = scopes[level].known[i].orBecoming(.value(n))
    if known != .value(n) { return known }
    kinds.append(kind)
    levels.append(level)
    instructions.append(i)
    scopes[level].statements.append(.define(n, i))
    return known
  }

  /// The outermost scope in which all operands of `i` are known.
  private func level(of i: LoopInstruction) -> Int {
    switch i {
    // The most frequent ones, without a list of them.
    case .fact: 0
    case .index(_, let a, let b): max(level(of: a), level(of: b))
    case .select(let c, let a, let b): max(level(of: c), level(of: a), level(of: b))
    case .cast(let a, _): level(of: a)
    case .load(_, let at, let guarded, _): max(level(of: at), guarded.map { level(of: $0) } ?? 0)
    case .scalar, .skew, .neighborEnd, .neighborsInside:
      i.operands.reduce(0) { max($0, level(of: $1)) }
    }
  }

}

extension Optional {

  /// Returns what there is, which is `value` from now on if there was nothing.
  ///
  /// A place in a dictionary is looked up once so.
  fileprivate mutating func orBecoming(_ value: Wrapped) -> Wrapped {
    if let known = self { return known }
    self = value
    return value
  }

}

extension LoopInstruction {

  /// The values that it is computed from.
  var operands: [LoopOperand] {
    switch self {
    case .fact: []
    case .scalar(_, let o): o
    case .cast(let a, _): [a]
    case .select(let c, let a, let b): [c, a, b]
    case .index(_, let a, let b): [a, b]
    case .load(_, let at, let guarded, _): [at] + (guarded.map { [$0] } ?? [])
    case .skew(_, let at): [at]
    case .neighborEnd(_, let a, let b, _): [a, b]
    case .neighborsInside(_, let a, let b, let least, let most, let lower, let upper):
      [a, b, least, most, lower, upper]
    }
  }

}

// Instructions with what is known of constants.
extension Emitter {

  func fact(_ f: CallFact, _ kind: ScalarKind = .int64) -> LoopOperand { define(.fact(f), kind) }

  func index(_ op: IndexOperation, _ a: LoopOperand, _ b: LoopOperand) -> LoopOperand {
    if let x = a.constantIndex, let y = b.constantIndex {
      switch op {
      case .add: return .index(x &+ y)
      case .subtract: return .index(x &- y)
      case .multiply: return .index(x &* y)
      case .minimum: return .index(min(x, y))
      case .maximum: return .index(max(x, y))
      case .atMost: return .truth(x <= y)
      case .less: return .truth(x < y)
      case .pack: return .index(Int(Int32(clamping: x)) << 32 | y)
      case .chunks: return .index((x + y - 1) / max(1, y))
      case .quotient: return .index(x / max(1, y))
      case .remainder: return .index(x % max(1, y))
      }
    }
    switch op {
    case .add:
      if a.constantIndex == 0 { return b }
      if b.constantIndex == 0 { return a }
    case .subtract: if b.constantIndex == 0 { return a }
    case .multiply:
      if a.constantIndex == 1 { return b }
      if b.constantIndex == 1 { return a }
      if a.constantIndex == 0 || b.constantIndex == 0 { return .index(0) }
    case .minimum, .maximum: if a == b { return a }
    case .atMost: if a == b { return .truth(true) }
    case .less: if a == b { return .truth(false) }
    case .quotient, .chunks: if b.constantIndex == 1 { return a }
    case .remainder: if b.constantIndex == 1 { return .index(0) }
    case .pack: break
    }
    let isTruth = op == .atMost || op == .less
    return define(.index(op, a, b), isTruth ? .bool : .int64)
  }

  func add(_ a: LoopOperand, _ n: Int) -> LoopOperand {
    // Sums with constants stay flat, so that equal ones are found.
    if n != 0, case .index(.add, let x, let y)? = instruction(of: a), let c = y.constantIndex {
      return index(.add, x, .index(c + n))
    }
    return index(.add, a, .index(n))
  }

  func and(_ a: LoopOperand, _ b: LoopOperand) -> LoopOperand {
    if a == b || b.constant?.bool == true || a.constant?.bool == false { return a }
    if a.constant?.bool == true || b.constant?.bool == false { return b }
    return define(.scalar(.logic(.and), [a, b]), .bool)
  }

  func or(_ a: LoopOperand, _ b: LoopOperand) -> LoopOperand {
    if a == b || b.constant?.bool == false || a.constant?.bool == true { return a }
    if a.constant?.bool == false || b.constant?.bool == true { return b }
    return define(.scalar(.logic(.or), [a, b]), .bool)
  }

  func not(_ a: LoopOperand) -> LoopOperand {
    if let b = a.constant?.bool { return .truth(!b) }
    if case .scalar(.not, let o)? = instruction(of: a) { return o[0] }
    return define(.scalar(.not, [a]), .bool)
  }

  func select(_ c: LoopOperand, _ a: LoopOperand, _ b: LoopOperand) -> LoopOperand {
    if let t = c.constant?.bool { return t ? a : b }
    if a == b { return a }
    if case .scalar(.not, let o)? = instruction(of: c) { return select(o[0], b, a) }
    // A choice inside a choice by the same condition is decided.
    if case .select(c, let x, _)? = instruction(of: a) { return select(c, x, b) }
    if case .select(c, _, let y)? = instruction(of: b) { return select(c, a, y) }
    return define(.select(c, a, b), kind(of: a))
  }

  /// Returns what `operation` gives where it cannot fail.
  func scalar(_ operation: ScalarOperation, _ operands: [LoopOperand], _ kind: ScalarKind)
    -> LoopOperand
  {
    let constants = operands.compactMap(\.constant)
    // What wraps stays an instruction: a bound that is computed so is refused.
    if constants.count == operands.count, operation.isExact,
      operation.unwrapped(constants) == nil, case .success(let v) = operation.evaluate(constants)
    {
      return .constant(v)
    }
    if case .logic(.and) = operation { return and(operands[0], operands[1]) }
    if case .logic(.or) = operation { return or(operands[0], operands[1]) }
    if case .not = operation { return not(operands[0]) }
    return define(.scalar(operation, operands), kind)
  }

  func cast(_ a: LoopOperand, to kind: ScalarKind) -> LoopOperand {
    if self.kind(of: a) == kind { return a }
    if let v = a.constant?.cast(to: kind) { return .constant(v) }
    return define(.cast(a, to: kind), kind)
  }

}

extension ScalarOperation {

  /// Whether the result does not depend on the mathematics library.
  var isExact: Bool {
    switch self {
    case .unary(let u):
      switch u.definition {
      case .negation, .magnitude, .squareRoot, .floor, .ceil, .trunc: true
      case .libm: false
      }
    case .power: false
    case .predicate, .binary, .comparison, .logic, .not: true
    }
  }

  /// What it costs, an addition being 1.
  var cost: Int {
    switch self {
    case .unary(let u):
      switch u.definition {
      case .negation, .magnitude, .floor, .ceil, .trunc: 1
      case .squareRoot: 5
      case .libm: 80
      }
    case .power: 100
    case .binary(let b):
      switch b {
      case .plus, .minus, .multiplies, .minimum, .maximum: 1
      case .divides: 4
      case .floorDivides, .remainder, .truncatedRemainder: 30
      }
    case .predicate, .comparison, .logic, .not: 1
    }
  }

}
