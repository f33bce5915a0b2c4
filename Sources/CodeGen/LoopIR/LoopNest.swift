import StencilTypes

/// A stride that is a number known when code is made, if memory lies as was hoped for.
public struct StrideHope: Sendable, Hashable {

  public let stride: LoopOperand
  public let number: Int

  /// Whether it is the distance of neighbors in the innermost loop.
  public let isAlongRow: Bool

}

/// Loops that are one function.
public struct LoopNest: Sendable, Hashable {

  public let name: String

  /// What it computes, for readers.
  public let comment: String

  /// Whether it runs.
  public let condition: LoopOperand

  public let body: [LoopStatement]

  /// What strides are if memory lies as was hoped for.
  public let hopes: [StrideHope]

  /// Whether it has no points where memory does not lie so.
  public let needsHopes: Bool

  /// Whether it runs only for arguments that hardly anyone passes: it had better be short than fast.
  public let isRare: Bool

  /// The strides along the innermost loop that are hoped to be 1.
  var unitStrides: [LoopOperand] { hopes.filter(\.isAlongRow).map(\.stride) }

  /// Small arrays: the kind and the number of elements of each.
  public let locals: [Int: Local]

  /// Whether points can fail.
  public let canFail: Bool

  /// The number of points.
  public let work: LoopOperand

  init(
    name: String, comment: String, condition: LoopOperand, body: [LoopStatement],
    hopes: [StrideHope], needsHopes: Bool = false, isRare: Bool = false, locals: [Int: Local],
    canFail: Bool,
    work: LoopOperand
  ) {
    self.name = name
    self.comment = comment
    self.condition = condition
    self.body = body
    self.hopes = hopes
    self.needsHopes = needsHopes
    self.isRare = isRare
    self.locals = locals
    self.canFail = canFail
    self.work = work
  }

  public struct Local: Sendable, Hashable {

    public let kind: ScalarKind
    public let count: Int

    /// Whether it is one vector rather than an array.
    public let isVector: Bool

  }

}
