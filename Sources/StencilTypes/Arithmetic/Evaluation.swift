extension ScalarOperation {

  /// Returns what the operation gives on `operands`, bit for bit as every backend computes it.
  ///
  /// It fails where a run would: integer division by zero, and integers to a negative power.
  public func evaluate(_ operands: [ScalarValue]) -> Result<ScalarValue, ScalarFailure> {
    guard operands.count == operandCount, let kind = operands.first?.kind else {
      return .failure(.undefined)
    }
    if self != .power, operands.contains(where: { $0.kind != kind }) {
      return .failure(.undefined)
    }
    // A scalar is one lane: the operations are defined in one place only.
    return withUnsafeTemporaryAllocation(byteCount: 24, alignment: 8) { bytes in
      guard let out = bytes.baseAddress else { preconditionFailure("no memory for scalars") }
      var sources: [LaneSource] = []
      for (i, operand) in operands.enumerated() {
        guard operand.kind != .string else { return .failure(.undefined) }
        operand.store(to: out + 8 * (i + 1))
        sources.append(LaneSource(out + 8 * (i + 1), isConstant: false))
      }
      var failure: ScalarFailure?
      do throws(ScalarFailure) {
        try apply(
          to: sources, kind: kind, exponentKind: operands.last?.kind, count: 1, into: out,
          failed: { failure = $1 })
      } catch {
        failure = error
      }
      if let failure { return .failure(failure) }
      return .success(ScalarValue(loading: out, as: resultKind(on: kind)))
    }
  }

}
