import StencilTypes

/// Operators and scans.
extension ProgramWriter {

  /// Returns an operator called `name` that returns `result`, with up to `count` statements before
  /// the last.
  mutating func fieldOperator(
    _ name: String, returning result: SampleType, parameters: [SampleName], statements count: Int
  ) -> SampleFunction {
    SampleFunction(
      kind: .fieldOperator, name: name, parameters: parameters, result: result,
      argumentTypes: parameters.map(\.type), valueType: result,
      body: body(returning: result, reading: parameters, statements: count))
  }

  /// Returns a scan called `name`, for calls on fields with the same dimensions.
  mutating func scan(_ name: String) -> SampleFunction {
    let carry = scalarType()
    let dims = pick(grid.fieldDims.filter { $0.contains("K") })
    isInScan = true
    defer { isInScan = false }
    let parameters = (0 ..< random.below(3) + 1).map {
      SampleName(name: "s\($0)", type: .scalar(kind()))
    }
    let start = carry.leaves.map { leaf -> String in
      guard case .scalar(let kind) = leaf else { return "" }
      return literal(kind).text
    }
    let arguments = parameters.enumerated().map { i, p in
      i > 0 && isOne(in: 3) ? p.type : p.type.spread(over: i > 0 && isOne(in: 3) ? ["K"] : dims)
    }
    return SampleFunction(
      kind: .scan(
        forward: isOne(in: 2),
        start: carry.leaves.count == 1 ? start[0] : "(\(start.joined(separator: ", ")))"),
      name: name, parameters: parameters, result: carry, argumentTypes: arguments,
      valueType: carry.spread(over: dims),
      body: body(
        returning: carry,
        reading: [SampleName(name: SampleFunction.carry, type: carry)] + parameters,
        statements: 2))
  }

  /// Returns parameters: fields and scalars, or scalars alone.
  mutating func parameters(fieldCount: Int, scalarCount: Int) -> [SampleName] {
    (0 ..< fieldCount).map { SampleName(name: "a\($0)", type: fieldType()) }
      + (0 ..< scalarCount).map { SampleName(name: "p\($0)", type: scalarType()) }
  }

  private mutating func body(
    returning result: SampleType, reading parameters: [SampleName], statements count: Int
  ) -> [SampleStatement] {
    names = parameters
    budget = 24
    var statements: [SampleStatement] = []
    for _ in 0 ..< random.below(count + 1) { statements += statement(result) }
    // What is returned gets its own share, to use what was computed.
    budget = 16
    statements.append(.result(expression(result, 4)))
    names = []
    return statements
  }

  /// Returns a statement that binds names, or that returns a value of type `result` early.
  private mutating func statement(_ result: SampleType) -> [SampleStatement] {
    let flag = SampleType.scalar(.bool)
    switch random.below(8) {
    case 0:
      return [
        .choice(expression(flag, 2), then: [.result(expression(result, 2))], else: [])
      ]
    case 1, 2: return [choice(result)]
    case 3:
      guard let name = names.randomElement(using: &random) else { return [] }
      return [.assign(name.name, expression(name.type, 2))]
    case 4:
      let types = [localType(result), localType(result)]
      let value = expression(.tuple(types), 2)
      let targets = types.map { SampleName(name: newLocal(), type: $0) }
      names += targets
      return [.assign(targets.map(\.name).joined(separator: ", "), value)]
    default:
      let type = localType(result)
      let value = expression(type, 3)
      let target = SampleName(name: newLocal(), type: type)
      names.append(target)
      return [.assign(target.name, value)]
    }
  }

  /// Returns a statement that assigns a name in one of two ways, or only sometimes.
  private mutating func choice(_ result: SampleType) -> SampleStatement {
    let condition = expression(.scalar(.bool), 2)
    if isOne(in: 3), let name = names.randomElement(using: &random) {
      return .choice(condition, then: [.assign(name.name, expression(name.type, 2))], else: [])
    }
    let target = SampleName(name: newLocal(), type: localType(result))
    let branches = (0 ..< 2).map { _ -> [SampleStatement] in
      let outer = names
      defer { names = outer }
      var branch: [SampleStatement] = []
      if isOne(in: 3) {
        let local = SampleName(name: newLocal(), type: localType(result))
        branch.append(.assign(local.name, expression(local.type, 2)))
        names.append(local)
      }
      return branch + [.assign(target.name, expression(target.type, 2))]
    }
    names.append(target)
    return .choice(condition, then: branches[0], else: branches[1])
  }

}
