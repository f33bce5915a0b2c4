import StencilTypes

/// How many lanes there are, and memory for them.
struct LaneShape {

  let count: Int
  let pool: LanePool

}

extension Lanes {

  /// Calls `body` with the lanes' place in memory.
  func withSource<R, E: Error>(_ body: (LaneSource) throws(E) -> R) throws(E) -> R {
    switch content {
    case .buffer(let b): return try body(LaneSource(b.bytes, isConstant: false))
    case .constant(let v):
      var bits: UInt64 = 0
      return try withUnsafeMutableBytes(of: &bits) { (bytes) throws(E) -> R in
        guard let p = bytes.baseAddress else { preconditionFailure("no memory for a scalar") }
        v.store(to: p)
        return try body(LaneSource(p, isConstant: true))
      }
    case .unknown: preconditionFailure("a traced value has no lanes")
    }
  }

  /// Returns what `operation` gives on `operands`, whose types fit it.
  static func applying(
    _ operation: ScalarOperation, to operands: [Lanes], shape: LaneShape,
    failure: (ScalarFailure) -> Failure
  ) throws(ScalarFailure) -> Lanes {
    let kind = operands[0].kind
    let resultKind = operation.resultKind(on: kind)
    var poison = operands[0].poison
    for o in operands.dropFirst() {
      poison = poison.combined(with: o.poison, lanes: shape.count, pool: shape.pool)
    }
    if operands.contains(where: \.isUnknown) { return .unknown(resultKind) }
    let values = operands.compactMap(\.constantValue)
    if values.count == operands.count {
      switch operation.evaluate(values) {
      case .success(let v):
        var result = Lanes(kind: resultKind, content: .constant(v), poison: poison)
        if let own = v.integer { result.unwrapped = unwrapped(operation, operands, unless: own) }
        return result
      case .failure(.undefined): throw .undefined
      case .failure(let f):
        // What failed first has the say; the value does not matter.
        let own = Poison.all(failure(f))
        return Lanes(
          kind: resultKind, content: .constant(.zero(resultKind)),
          poison: poison.combined(with: own, lanes: shape.count, pool: shape.pool))
      }
    }
    let out = LaneBuffer(from: shape.pool)
    var failures: [(lane: Int, failure: ScalarFailure)] = []
    try withSources(operands) { (sources) throws(ScalarFailure) in
      try operation.apply(
        to: sources, kind: kind, exponentKind: operands.last?.kind, count: shape.count,
        into: out.bytes, failed: { failures.append(($0, $1)) })
    }
    if let first = failures.first {
      let word = failure(first.failure)
      let buffer = LaneBuffer(from: shape.pool)
      let words = buffer.lanes(of: Failure.self)
      words.update(repeating: .none, count: shape.count)
      for f in failures { words[f.lane] = word }
      poison = poison.combined(with: .lanes(buffer), lanes: shape.count, pool: shape.pool)
    }
    return Lanes(kind: resultKind, content: .buffer(out), poison: poison)
  }

  /// Returns what `operation` gives on constants if integers do not wrap; `nil` if that is `own`.
  private static func unwrapped(
    _ operation: ScalarOperation, _ operands: [Lanes], unless own: Int128
  ) -> Int? {
    let integers = operands.compactMap(\.exactInteger)
    guard integers.count == operands.count, let exact = operation.exactInteger(integers),
      exact != own
    else { return nil }
    return Int(clamping: exact)
  }

  private static func withSources(
    _ operands: [Lanes], _ body: ([LaneSource]) throws(ScalarFailure) -> Void
  ) throws(ScalarFailure) {
    try operands[0].withSource { (a) throws(ScalarFailure) in
      guard operands.count > 1 else { return try body([a]) }
      try operands[1].withSource { (b) throws(ScalarFailure) in try body([a, b]) }
    }
  }

  /// Returns the lanes converted to `target`.
  func cast(to target: ScalarKind, shape: LaneShape) throws(ScalarFailure) -> Lanes {
    switch content {
    case .unknown: return .unknown(target)
    case .constant(let v):
      guard let c = v.cast(to: target) else { throw .undefined }
      var result = Lanes(kind: target, content: .constant(c), poison: poison)
      if target.isInteger {
        result.unwrapped = unwrapped
        if unwrapped == nil, kind.isInteger, let exact = v.integer, exact != c.integer {
          result.unwrapped = Int(clamping: exact)
        }
      }
      return result
    case .buffer(let b):
      if kind == target { return self }
      let out = LaneBuffer(from: shape.pool)
      try castLanes(
        LaneSource(b.bytes, isConstant: false), of: kind, to: target, count: shape.count,
        into: out.bytes)
      return Lanes(kind: target, content: .buffer(out), poison: poison)
    }
  }

  /// Returns the lanes, with `other` on those that had a value.
  func poisoned(by other: Poison, shape: LaneShape) -> Lanes {
    var l = self
    l.poison = poison.combined(with: other, lanes: shape.count, pool: shape.pool)
    return l
  }

}

extension ScalarValue {

  /// Returns the value of `kind` whose bits are zero.
  static func zero(_ kind: ScalarKind) -> ScalarValue {
    var bits: UInt64 = 0
    return withUnsafeBytes(of: &bits) { bytes in
      guard let p = bytes.baseAddress else { preconditionFailure("no memory for a scalar") }
      return ScalarValue(loading: p, as: kind)
    }
  }

}
