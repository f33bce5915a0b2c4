import StencilTypes

/// Writes the parts of one random program.
///
/// Every expression is well typed: the type is chosen first, then a way to make a value of it.
struct ProgramWriter {

  var random: SeededNumbers
  let grid: SampleGrid

  /// The types of numbers: few, so that there are names of each.
  private let numbers: [ScalarKind]

  /// The types that most fields have, for the same reason.
  private var fieldTypes: [SampleType] = []

  /// What can be called.
  var functions: [SampleFunction] = []

  /// What the place that is being written can read.
  var names: [SampleName] = []

  /// `true` iff the place is in a scan, where all values are scalars.
  var isInScan = false

  /// How many more expressions the function should hold; with none left only leaves are written.
  var budget = 0

  /// The number of the next local name.
  private var nextLocal = 0

  init(seed: UInt64) {
    random = SeededNumbers(seed)
    grid =
      random.below(3) > 0 ? .cartesian : .mesh(hasSkipValues: random.below(2) == 0)
    let others: [ScalarKind] = [.int32, .int32, .int64, .float32]
    numbers = [.float64, .float64, .float64, others[random.below(others.count)]]
    for _ in 0 ..< 2 { fieldTypes.append(.field(pick(grid.fieldDims), pick(numbers))) }
    fieldTypes.append(.field(pick(grid.fieldDims), .float64))
  }

  mutating func newLocal() -> String {
    nextLocal += 1
    return "t\(nextLocal)"
  }

  mutating func pick<T>(_ choices: [T]) -> T { choices[random.below(choices.count)] }

  /// Returns `true` one time in `n`.
  mutating func isOne(in n: Int) -> Bool { random.below(n) == 0 }

  // MARK: Types

  /// Returns one of the program's types of scalars; flags are rare.
  mutating func kind() -> ScalarKind { isOne(in: 8) ? .bool : pick(numbers) }

  /// Returns one of the program's types of fields, or seldom another one.
  mutating func fieldType() -> SampleType {
    isOne(in: 6) ? .field(pick(grid.fieldDims), kind()) : pick(fieldTypes)
  }

  /// Returns a type of scalars, one time in four a tuple.
  mutating func scalarType() -> SampleType {
    isOne(in: 4)
      ? .tuple((0 ..< random.below(2) + 2).map { _ in .scalar(kind()) }) : .scalar(kind())
  }

  /// Returns a type of fields, one time in three a tuple.
  mutating func resultType() -> SampleType {
    if !isOne(in: 3) { return fieldType() }
    let second: SampleType = isOne(in: 3) ? .tuple([fieldType(), fieldType()]) : fieldType()
    return .tuple([fieldType(), second])
  }

  /// Returns the type of a local name: often that of the result, or anything.
  mutating func localType(_ result: SampleType) -> SampleType {
    if isOne(in: 3) { return result }
    if isInScan { return scalarType() }
    if isOne(in: 4) { return scalarType() }
    if isOne(in: 6) { return .tuple([fieldType(), .scalar(kind())]) }
    return resultType()
  }

  // MARK: Expressions

  /// Returns an expression of `type`, at most `depth` operations deep.
  mutating func expression(_ type: SampleType, _ depth: Int) -> SampleExpression {
    budget -= 1
    if depth == 0 || budget <= 0 { return leaf(type) }
    if isOne(in: 5), let call = call(returning: type, depth - 1) { return call }
    switch type {
    case .scalar(.bool): return flag(depth)
    case .scalar(let kind): return scalar(kind, depth)
    case .field(let dims, let kind): return field(dims, kind, depth)
    case .tuple(let parts): return tuple(type, parts, depth)
    }
  }

  /// Returns a name of `type`, or the shortest text for a value.
  mutating func leaf(_ type: SampleType) -> SampleExpression {
    let found = readable(type)
    // What was bound last is read most.
    if let last = found.last, !isOne(in: 5) { return isOne(in: 2) ? last : pick(found) }
    switch type {
    case .scalar(let kind): return literal(kind)
    case .field(let dims, let kind): return found.first ?? madeField(dims, kind)
    case .tuple(let parts): return SampleExpression(type, "(\(parts.map { leaf($0) }))")
    }
  }

  /// Returns a field on `dims` made of what has another type.
  private mutating func madeField(_ dims: [String], _ kind: ScalarKind) -> SampleExpression {
    let type = SampleType.field(dims, kind)
    let part = pick(grid.fieldDims.filter { Set($0).isSubset(of: dims) })
    let other = self.kind()
    let list = dims.map { "\($0)," }.joined(separator: " ")
    if let name = readable(.field(part, kind)).first {
      return SampleExpression(type, "broadcast(\(name), (\(list)))")
    }
    if let name = readable(.field(part, other)).first {
      return SampleExpression(type, "broadcast(astype(\(name), \(kind)), (\(list)))")
    }
    return SampleExpression(type, "broadcast(\(literal(kind)), (\(list)))")
  }

  /// Returns the names of `type`, and the elements of tuples that have it.
  private func readable(_ type: SampleType) -> [SampleExpression] {
    names.flatMap { name -> [SampleExpression] in
      if name.type == type { return [SampleExpression(type, "\(name.name)")] }
      guard case .tuple(let parts) = name.type else { return [] }
      return parts.indices.filter { parts[$0] == type }.map {
        SampleExpression(type, "\(name.name)[\($0)]")
      }
    }
  }

  /// Returns a call of a function that returns `type`, if there is one that can be called here.
  private mutating func call(returning type: SampleType, _ depth: Int) -> SampleExpression? {
    let found = functions.filter {
      $0.valueType == type && !(isInScan && !$0.parameters.allSatisfy(\.type.isScalar))
        && !(isInScan && $0.kind != .fieldOperator)
    }
    if found.isEmpty { return nil }
    return call(pick(found), depth)
  }

  /// Returns a call of `function` with any arguments.
  private mutating func call(_ function: SampleFunction, _ depth: Int) -> SampleExpression {
    let arguments = function.argumentTypes.map { expression($0, min(depth, 1)) }
    if !isOne(in: 3) {
      return SampleExpression(function.valueType, "\(function.name)(\(arguments))")
    }
    let named = zip(function.parameters, arguments).map { p, a in
      SampleExpression(a.type, "\(p.name)=\(a)")
    }
    return SampleExpression(function.valueType, "\(function.name)(\(named))")
  }

  private mutating func tuple(
    _ type: SampleType, _ parts: [SampleType], _ depth: Int
  ) -> SampleExpression {
    switch random.below(5) {
    case 0: return leaf(type)
    case 1: return ternary(type, depth)
    case 2 where !type.leaves.contains { $0.dims == nil }:
      return choiceByPlace(type, depth)
    default: return SampleExpression(type, "(\(parts.map { expression($0, depth - 1) }))")
    }
  }

  /// Returns a choice by a flag, which is made for the whole domain.
  mutating func ternary(_ type: SampleType, _ depth: Int) -> SampleExpression {
    let (a, b) = (expression(type, depth - 1), expression(type, depth - 1))
    return SampleExpression(type, "(\(a) if \(expression(.scalar(.bool), 2)) else \(b))")
  }

}

extension SeededNumbers {

  /// Returns a number from 0 up to `bound`, which is left out.
  mutating func below(_ bound: Int) -> Int { Int.random(in: 0 ..< bound, using: &self) }

}
