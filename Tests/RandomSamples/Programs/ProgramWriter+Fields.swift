import StencilTypes

/// Expressions of fields.
extension ProgramWriter {

  /// Returns a field on `dims`.
  mutating func field(_ dims: [String], _ kind: ScalarKind, _ depth: Int) -> SampleExpression {
    let type = SampleType.field(dims, kind)
    switch random.below(16) {
    case 0: return leaf(type)
    case 1: return shifted(dims, kind)
    case 2:
      return SampleExpression(
        type, "astype(\(expression(.field(dims, self.kind()), depth - 1)), \(kind))")
    case 3: return ternary(type, depth)
    case 4, 5: return choiceByPlace(type, depth)
    case 6: return broadcast(dims, kind, depth)
    case 7, 8:
      if let value = throughTable(dims, kind, depth) { return value }
      return shifted(dims, kind)
    case _ where kind == .bool: return mask(dims, depth)
    default: return arithmetic(type, operandType(dims, kind), kind, depth)
    }
  }

  /// Returns a type that is promoted to a field on `dims`.
  private mutating func operandType(_ dims: [String], _ kind: ScalarKind) -> SampleType {
    if isOne(in: 3) { return .scalar(kind) }
    return .field(isOne(in: 2) ? dims : pick(dimsWithin(dims)), kind)
  }

  private func dimsWithin(_ dims: [String]) -> [[String]] {
    grid.fieldDims.filter { Set($0).isSubset(of: dims) }
  }

  private mutating func broadcast(
    _ dims: [String], _ kind: ScalarKind, _ depth: Int
  ) -> SampleExpression {
    let value = expression(operandType(dims, kind), depth - 1)
    return SampleExpression(
      .field(dims, kind), "broadcast(\(value), (\(dims.map { "\($0)," }.joined(separator: " "))))")
  }

  /// Returns a name read at other points.
  private mutating func shifted(_ dims: [String], _ kind: ScalarKind) -> SampleExpression {
    let type = SampleType.field(dims, kind)
    let value = leaf(type)
    let movable = dims.filter { ["I", "K"].contains($0) }
    if movable.isEmpty { return value }
    if movable.contains("K"), grid == .cartesian, isOne(in: 5) {
      let offset = expression(.field(isOne(in: 2) ? dims : ["K"], .int32), 1)
      return SampleExpression(type, "\(value)(as_offset(Koff, \(offset) % 3))")
    }
    let moves = (isOne(in: 3) ? movable : [pick(movable)]).map {
      "\($0) \(pick(["+", "-"])) \(random.below(2) + 1)"
    }
    return SampleExpression(
      type, "\(value)(\(moves.joined(separator: isOne(in: 2) ? ", " : ")(")))")
  }

  /// Returns a field of flags.
  mutating func mask(_ dims: [String], _ depth: Int) -> SampleExpression {
    let type = SampleType.field(dims, .bool)
    switch random.below(6) {
    case 0: return SampleExpression(type, "(~\(expression(type, depth - 1)))")
    case 1:
      return SampleExpression(
        type, "isnan(\(expression(.field(dims, pick([.float32, .float64])), depth - 1)))")
    case 2:
      let (a, b) = (
        expression(type, depth - 1), expression(operandType(dims, .bool), depth - 1)
      )
      return SampleExpression(type, "(\(a) \(pick(["&", "|", "^"])) \(b))")
    default:
      let kind = number()
      let a = expression(.field(dims, kind), depth - 1)
      let b = isOne(in: 2) ? literal(kind) : expression(operandType(dims, kind), depth - 1)
      return SampleExpression(type, "(\(a) \(comparison()) \(b))")
    }
  }

  /// Returns a choice between two values for each point: by a mask, or by where the point lies.
  mutating func choiceByPlace(_ type: SampleType, _ depth: Int) -> SampleExpression {
    let (a, b) = (expression(type, depth - 1), expression(type, depth - 1))
    let sets = type.leaves.compactMap(\.dims).map(Set.init)
    let shared = (type.leaves.first?.dims ?? []).filter { d in sets.allSatisfy { $0.contains(d) } }
    if shared.isEmpty { return ternary(type, depth) }
    if isOne(in: 2) {
      return SampleExpression(type, "concat_where(\(place(shared, 2)), \(a), \(b))")
    }
    let condition = expression(.field(pick(dimsWithin(shared)), .bool), min(depth - 1, 1))
    return SampleExpression(type, "where(\(condition), \(a), \(b))")
  }

  /// Returns a condition on the indices of `dims`.
  private mutating func place(_ dims: [String], _ depth: Int) -> SampleExpression {
    let type = SampleType.field(dims, .bool)
    if depth > 0, isOne(in: 2) {
      let (a, b) = (place(dims, depth - 1), place(dims, depth - 1))
      return SampleExpression(type, "(\(a) \(pick(["&", "|"])) \(b))")
    }
    let bound =
      isOne(in: 2)
      ? SampleExpression(.scalar(.int32), "\(random.below(6))") : expression(.scalar(.int32), 1)
    let (d, sign) = (pick(dims), comparison())
    return isOne(in: 3)
      ? SampleExpression(type, "(\(bound) \(sign) \(d))")
      : SampleExpression(type, "(\(d) \(sign) \(bound))")
  }

}
