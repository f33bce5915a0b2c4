import StencilTypes

// Statements in loops over lanes.
extension CWriter {

  /// The end of the names of what is for the vectors at hand.
  private var suffix: String { lanes?.kind?.cSuffix ?? "d" }

  /// Returns `o` as a vector: of numbers, or of truths.
  private func vector(_ o: LoopOperand) -> String {
    if lanes?.isVector(o) == true { return text(o) }
    return kind(of: o) == .bool
      ? "STK_TRUTH_\(suffix)(\(text(o)))" : "STK_ALL_\(suffix)(\(text(o)))"
  }

  /// Writes `s` if it is about vectors, and returns whether it is.
  mutating func writeLanes(
    _ s: LoopStatement, into out: inout String, _ pad: String, _ nest: LoopNest?
  ) -> Bool {
    guard lanes != nil else { return false }
    switch s {
    case .define(let n, let i):
      lanes?.visit(s)
      guard lanes?.isVector(.value(n)) == true else { return false }
      let type = kind(of: .value(n)) == .bool ? "stk_mask_\(suffix)" : "stk_vec_\(suffix)"
      out += "\(pad)const \(type) \(valueName(n)) = \(vector(i));\n"
    case .store(let m, let at, let value, let guarded):
      if case .local(let l) = m, nest?.locals[l]?.isVector == true {
        out += "\(pad)\(cName(of: m)) = \(vector(value));\n"
        return true
      }
      guard lanes?.isPlace(at) == true else { return false }
      let condition = guarded.map { "if (\(text($0))) " } ?? ""
      out +=
        "\(pad)\(condition)STK_STORE_\(suffix)(\(cName(of: m)) + \(text(at)), \(vector(value)));\n"
    case .stream(let m, let at, let value, let past):
      let place = "\(cName(of: m)) + \(text(at))"
      out +=
        "\(pad)if (\(text(past))) STK_PAST_\(suffix)(\(place), \(vector(value))); else STK_STORE_\(suffix)(\(place), \(vector(value)));\n"
    case .fetch, .loop, .if, .record: return false
    }
    return true
  }

  /// Returns what `i` computes in all lanes.
  private func vector(_ i: LoopInstruction) -> String {
    switch i {
    case .load(let m, let at, let guarded, _):
      if case .local = m, lanes?.isPlace(at) != true { return cName(of: m) }
      let row = "STK_LOAD_\(suffix)(\(cName(of: m)) + \(text(at)))"
      let zero = "STK_ALL_\(suffix)(0)"
      return guarded.map { "\(text($0)) ? (stk_vec_\(suffix))\(row) : \(zero)" } ?? row
    case .scalar(let op, let operands):
      return CVectors.text(op, operands.map { vector($0) }, suffix)
    case .select(let c, let a, let b):
      let (x, y) = (vector(a), vector(b))
      if lanes?.isVector(c) != true { return "\(text(c)) ? \(x) : \(y)" }
      let isTruth = kind(of: a) == .bool
      return isTruth
        ? "(\(x) & \(text(c))) | (\(y) & ~\(text(c)))"
        : "STK_PICK_\(suffix)(\(text(c)), \(x), \(y))"
    case .fact, .cast, .index, .skew, .neighborEnd, .neighborsInside:
      preconditionFailure("no instruction for vectors")
    }
  }

}
