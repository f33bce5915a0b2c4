import StencilTypes

/// A program of explicit loops over memory: what C is written from.
///
/// Values have numbers and are defined once. First come definitions that hold for the whole call,
/// then the tests that let it go on, then the steps.
public struct LoopProgram: Sendable, Hashable {

  public let entry: EntryPoint

  /// Values that depend on sizes and scalars only.
  public let definitions: [LoopStatement]

  /// What has to hold before anything is written.
  public let tests: [Test]

  public let buffers: [LoopBuffer]

  public let views: [LoopView]

  /// The bytes of what is kept in the workspace, and of what statements use in turns.
  public let keptSize: LoopOperand, scratchSize: LoopOperand

  /// The loops, in order.
  public let steps: [Step]

  /// The type of each value.
  public let kinds: [ScalarKind]

  /// What the loops were made of, as a list of choices.
  public let schedule: Schedule

  /// A condition of a call, and what it returns if it does not hold.
  public struct Test: Sendable, Hashable {

    public let condition: LoopOperand

    /// 2, 4 or 5; with `slot` as what is at fault.
    public let code: Int
    public let slot: Int
    public let comment: String

  }

  /// One thing that a call does.
  public enum Step: Sendable, Hashable {

    case nest(LoopNest)

    /// Returns if a point has failed, after `restore` has put back what earlier statements wrote.
    case stopIfFailed(restore: [LoopNest])

  }

}

extension LoopProgram {

  /// Whether it can stop half-way.
  var stops: Bool {
    steps.contains { if case .stopIfFailed = $0 { true } else { false } }
  }

}

extension LoopMemory {

  /// Whether it can be a part of the workspace.
  var isInWorkspace: Bool {
    switch self {
    case .buffer, .view: true
    case .field, .table, .local: false
    }
  }

}

/// A constant, or a value by its number.
public enum LoopOperand: Sendable, Hashable {

  case constant(ScalarValue)
  case value(Int)

  /// An index.
  public static func index(_ i: Int) -> LoopOperand {
    .constant(ScalarValue(wrapping: i, as: .int64))
  }

  /// Returns the constant `b`.
  public static func truth(_ b: Bool) -> LoopOperand { .constant(ScalarValue(b)) }

  var constant: ScalarValue? {
    guard case .constant(let v) = self else { return nil }
    return v
  }

  /// The number that it is, if it is a constant index.
  var constantIndex: Int? { constant?.integer.map { Int(clamping: $0) } }

}

/// Memory that loops read and write.
public enum LoopMemory: Sendable, Hashable {

  /// An argument, by its number in the entry point.
  case field(Int)

  case table(Int)

  /// A part of the workspace.
  case buffer(Int)

  /// A field, or a buffer instead.
  case view(Int)

  /// A small array of a nest.
  case local(Int)

}

/// A part of the workspace, or an array of one thread.
public struct LoopBuffer: Sendable, Hashable {

  public let name: String
  public let kind: ScalarKind

  /// The number of elements.
  public let count: LoopOperand

  /// Where it starts, in bytes, after what is kept if it is not.
  public let offset: LoopOperand

  public let isKept: Bool

  /// Whether each thread has one of its own.
  public let isPerThread: Bool

}

/// Where a statement writes: a field, or a buffer if `condition` holds.
public struct LoopView: Sendable, Hashable {

  public let field: Int
  public let buffer: Int
  public let condition: LoopOperand

}
