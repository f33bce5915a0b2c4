import StencilTypes

/// Which values in a loop over lanes are vectors, and whether all of them have a form in vectors.
///
/// A value that counts along the lanes is only good for places in memory, where neighbors lie side
/// by side; all others are vectors of one type of numbers, truths about them, or the same in all
/// lanes.
struct LaneValues {

  let kinds: [ScalarKind]
  let locals: [Int: LoopNest.Local]
  let unitStrides: [LoopOperand]

  /// The type of the vectors' elements; `nil` before one was met.
  private(set) var kind: ScalarKind?

  /// The values that count along the lanes, one by one.
  private(set) var places: Set<Int>

  private(set) var vectors: Set<Int> = []

  /// Why there is no such loop; `nil` if there is.
  private(set) var fault: String?

  init(
    lane: Int, kinds: [ScalarKind], locals: [Int: LoopNest.Local], unitStrides: [LoopOperand]
  ) {
    places = [lane]
    self.kinds = kinds
    self.locals = locals
    self.unitStrides = unitStrides
  }

  func isVector(_ o: LoopOperand) -> Bool {
    if case .value(let n) = o { vectors.contains(n) } else { false }
  }

  func isPlace(_ o: LoopOperand) -> Bool {
    if case .value(let n) = o { places.contains(n) } else { false }
  }

  private func varies(_ o: LoopOperand) -> Bool { isVector(o) || isPlace(o) }

  private mutating func fail(_ reason: String) { fault = fault ?? reason }

  private mutating func take(_ k: ScalarKind) {
    if !k.isFloat || kind ?? k != k { fail("elements of \(k)") }
    kind = kind ?? k
  }

  mutating func visit(_ statements: [LoopStatement]) { for s in statements { visit(s) } }

  /// Takes note of `s`, which comes after all that was visited.
  mutating func visit(_ s: LoopStatement) {
    switch s {
    case .define(let n, let i): define(n, i)
    case .store(let m, let at, let value, let guarded):
      if let guarded, varies(guarded) { fail("a store that depends on the lane") }
      store(m, at, value)
    case .stream(let m, let at, let value, let past):
      if varies(past) || !isPlace(at) { fail("a stream to one place") }
      store(m, at, value)
    case .fetch: break
    case .loop(let l):
      if varies(l.lower) || varies(l.upper) { fail("a loop that depends on the lane") }
      if l.lane != nil { fail("lanes in lanes") }
      visit(l.body)
    case .if(let c, let body):
      if varies(c) { fail("a branch that depends on the lane") }
      visit(body)
    case .record: fail("points that can fail")
    }
  }

  private func isVector(_ m: LoopMemory) -> Bool {
    if case .local(let i) = m { locals[i]?.isVector ?? false } else { false }
  }

  private mutating func store(_ m: LoopMemory, _ at: LoopOperand, _ value: LoopOperand) {
    if isPlace(value) { fail("a number of the lane that is stored") }
    if isVector(value), !isPlace(at), !isVector(m) { fail("a vector that goes to one place") }
    if isPlace(at), let k = kind(of: value) { take(k) }
  }

  private func kind(of o: LoopOperand) -> ScalarKind? {
    switch o {
    case .constant(let v): v.kind
    case .value(let n): kinds[n]
    }
  }

  private mutating func define(_ n: Int, _ i: LoopInstruction) {
    switch i {
    case .fact, .neighborEnd, .neighborsInside, .skew:
      if i.operands.contains(where: { varies($0) }) { fail("a question about the lane") }
    case .index(let op, let a, let b):
      // The lane itself is computed from the loop's variable, which is none.
      if places.contains(n) || !varies(a) && !varies(b) { return }
      switch op {
      case .add where isPlace(a) != isPlace(b): places.insert(n)
      case .subtract where isPlace(a) && !isPlace(b): places.insert(n)
      case .multiply where isPlace(a) && unitStrides.contains(b),
        .multiply where isPlace(b) && unitStrides.contains(a):
        places.insert(n)
      case .add, .subtract, .multiply, .minimum, .maximum, .atMost, .less, .pack, .chunks,
        .quotient, .remainder:
        fail("a number of the lane that is used")
      }
    case .load(let m, let at, let guarded, _):
      if let guarded, varies(guarded) { fail("a read that depends on the lane") }
      guard isPlace(at) || isVector(m) else { return }
      if case .table = m { fail("a row of neighbors") }
      take(kinds[n])
      vectors.insert(n)
    case .scalar(let op, let operands):
      if operands.contains(where: { isPlace($0) }) { fail("a number of the lane that is used") }
      guard operands.contains(where: { isVector($0) }) else { return }
      if !op.hasVectors { fail("'\(op.name)'") }
      add(n)
    case .cast(let a, _): if varies(a) { fail("a cast") }
    case .select(let c, let a, let b):
      if [c, a, b].contains(where: { isPlace($0) }) { fail("a number of the lane that is used") }
      if [c, a, b].contains(where: { isVector($0) }) { add(n) }
    }
  }

  private mutating func add(_ n: Int) {
    if kinds[n] != .bool { take(kinds[n]) }
    vectors.insert(n)
  }

}

extension ScalarOperation {

  /// Whether there is a form for vectors of numbers, or of truths.
  var hasVectors: Bool {
    switch self {
    case .unary(let u):
      switch u.definition {
      case .negation, .magnitude, .squareRoot, .floor, .ceil, .trunc: true
      case .libm: false
      }
    case .binary(let b):
      switch b {
      case .plus, .minus, .multiplies, .divides, .minimum, .maximum: true
      case .floorDivides, .remainder, .truncatedRemainder: false
      }
    case .comparison, .logic, .not: true
    case .predicate, .power: false
    }
  }

}
