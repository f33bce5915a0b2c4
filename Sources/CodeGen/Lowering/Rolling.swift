import StencilTypes

/// Finds values of a loop's body that the iteration before has computed for its next point, and
/// keeps those in registers.
///
/// A value is that of the iteration before if it becomes one with the loop's variable one less. In
/// a march along J the Laplacian at `j + 1` is computed, that at `j` is known. Nothing is computed
/// but what the body computes, so bits stay as they are.
struct Rolling {

  /// The statements of the body that are left.
  private(set) var body: [LoopStatement]

  /// What is kept: the value, and the one that it becomes in the next iteration.
  private(set) var kept: [(value: Int, next: Int)] = []

  /// What it costs to compute the body: before, and with what is kept.
  let costBefore: Int, costAfter: Int

  private let instructions: [Int: LoopInstruction]
  private let variable: Int
  private let emitter: Emitter

  /// Looks at the body of a loop over `variable`: definitions, and stores to memory that it does
  /// not read.
  ///
  /// - Parameter keepsLoads: whether to keep what is only loaded.
  init(
    _ body: [LoopStatement], variable: LoopOperand, keepsLoads: Bool = false, _ emitter: Emitter
  ) {
    self.emitter = emitter
    var own: [Int: LoopInstruction] = [:]
    var order: [Int] = []
    for case .define(let n, let i) in body {
      own[n] = i
      order.append(n)
    }
    instructions = own
    if case .value(let v) = variable { self.variable = v } else { self.variable = -1 }
    costBefore = body.reduce(0) { $0 + $1.cost }
    self.body = body

    var keys = ShiftedKeys(variable: self.variable, emitter)
    var byKey: [Int: Int] = [:]
    let numbers = order.filter { emitter.kind(of: .value($0)).isFloat }
    for n in numbers { byKey[keys.key(of: n, isShifted: false)] = n }
    var nexts: [Int: Int] = [:]
    for n in numbers {
      guard let m = byKey[keys.key(of: n, isShifted: true)], m != n else { continue }
      // What is read anew is in the nearest cache.
      if !keepsLoads, case .load = own[m] { continue }
      nexts[m] = nexts[m] ?? n
    }

    // What is alive if kept values are not computed.
    var alive: Set<Int> = []
    var used: [Int] = []
    var pending: [LoopOperand] = body.needs
    while let o = pending.popLast() {
      guard case .value(let n) = o, let i = own[n], alive.insert(n).inserted else { continue }
      if let next = nexts[n] {
        used.append(n)
        pending.append(.value(next))
      } else {
        pending += i.operands
      }
    }
    kept = used.sorted().compactMap { n in nexts[n].map { (n, $0) } }
    let isKept = Set(used)
    self.body = body.filter { s in
      guard case .define(let n, _) = s else { return true }
      return alive.contains(n) && !isKept.contains(n)
    }
    costAfter = self.body.reduce(0) { $0 + $1.cost }
  }

  /// Returns what computes the kept values for the first iteration, at `first`, and those values.
  func start(at first: LoopOperand) -> (statements: [LoopStatement], values: [LoopOperand]) {
    var names: [Int: LoopOperand] = [variable: first]
    var statements: [LoopStatement] = []
    func value(_ o: LoopOperand) -> LoopOperand {
      guard case .value(let n) = o else { return o }
      if let known = names[n] { return known }
      guard let i = instructions[n] else { return o }
      let moved = i.mapOperands(value)
      let new = emitter.variable(emitter.kind(of: o))
      names[n] = new
      if case .value(let m) = new { statements.append(.define(m, moved)) }
      return new
    }
    let values = kept.map { value(.value($0.value)) }
    return (statements, values)
  }

}

/// Numbers for values, equal iff they are the same by how they are computed.
private struct ShiftedKeys {

  let variable: Int
  let emitter: Emitter
  private var numbers: [Form: Int] = [:]
  private var known: [Int: (plain: Int?, shifted: Int?)] = [:]

  private enum Form: Hashable {
    case instruction(LoopInstruction)
    case leaf(LoopOperand)
    case sum(IndexSum)
  }

  init(variable: Int, _ emitter: Emitter) {
    self.variable = variable
    self.emitter = emitter
  }

  /// Returns the number of value `n`, with the variable one less if `isShifted`.
  mutating func key(of n: Int, isShifted: Bool) -> Int {
    let entry = known[n]
    if let k = isShifted ? entry?.shifted : entry?.plain { return k }
    let o = LoopOperand.value(n)
    let form: Form
    if emitter.kind(of: o) == .int64 {
      var sum = IndexSum(o) { emitter.instruction(of: $0) }
      if isShifted { sum = sum.shifted(variable, by: -1) }
      form = .sum(sum)
    } else if let i = emitter.instruction(of: o) {
      form = .instruction(
        i.mapOperands { operand in
          switch operand {
          case .constant: operand
          case .value(let m): .value(self.key(of: m, isShifted: isShifted))
          }
        })
    } else {
      form = .leaf(o)
    }
    let k = numbers[form] ?? numbers.count
    numbers[form] = k
    if isShifted {
      known[n, default: (nil, nil)].shifted = k
    } else {
      known[n, default: (nil, nil)].plain = k
    }
    return k
  }

}

extension LoopInstruction {

  /// Returns the instruction on what `transform` makes of its operands.
  func mapOperands(_ transform: (LoopOperand) -> LoopOperand) -> LoopInstruction {
    switch self {
    case .fact: self
    case .scalar(let op, let o): .scalar(op, o.map(transform))
    case .cast(let a, let to): .cast(transform(a), to: to)
    case .select(let c, let a, let b): .select(transform(c), transform(a), transform(b))
    case .index(let op, let a, let b): .index(op, transform(a), transform(b))
    case .load(let m, let at, let guarded, let version):
      .load(m, at: transform(at), guarded: guarded.map(transform), version: version)
    case .skew(let m, let at): .skew(m, at: transform(at))
    case .neighborEnd(let t, let a, let b, let isUpper):
      .neighborEnd(table: t, rows: transform(a), transform(b), isUpper: isUpper)
    case .neighborsInside(let t, let a, let b, let least, let most, let lower, let upper):
      .neighborsInside(
        table: t, rows: transform(a), transform(b), least: transform(least),
        most: transform(most), range: transform(lower), transform(upper))
    }
  }

  /// What it costs, an addition being 1; what only finds places costs nothing.
  var cost: Int {
    switch self {
    case .fact, .index, .skew, .neighborEnd, .neighborsInside: 0
    case .cast, .select, .load: 1
    case .scalar(let op, _): op.cost
    }
  }

}

extension LoopStatement {

  /// What it costs.
  fileprivate var cost: Int {
    switch self {
    case .define(_, let i): i.cost
    case .store, .stream: 1
    case .fetch, .record: 0
    case .loop, .if: body.reduce(0) { $0 + $1.cost }
    }
  }

}

extension [LoopStatement] {

  /// The values that those of them need that are no definitions.
  fileprivate var needs: [LoopOperand] {
    var result: [LoopOperand] = []
    for s in self {
      if case .define = s { continue }
      result += s.operands
      s.body.forEachStatement { result += $0.operands }
    }
    return result
  }

  /// The statements without definitions that none of those after them needs.
  var withoutDead: [LoopStatement] {
    var used = Set(needs)
    let kept = reversed().filter { s in
      guard case .define(let n, let i) = s else { return true }
      guard used.contains(.value(n)) else { return false }
      used.formUnion(i.operands)
      return true
    }
    return kept.reversed()
  }

}
