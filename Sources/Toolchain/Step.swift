import Diagnostics

/// One step of the toolchain: a named function between two value types.
///
/// Running, timing, caching and printing is the same for all steps: see `StepRunner`.
public struct Step<Input: StepInput, Output: Sendable>: Sendable {

  /// The name that the design documents use: `func_to_foast`.
  public let name: String

  /// Whose step it is; `nil` for those that everything shares.
  public let owner: StepOwner?

  /// The most outputs that are remembered.
  let capacity: Int

  /// The names of the types it leads from and to.
  public let from, to: String

  let run: @Sendable (Input, @escaping IsCancelled) throws(DiagnosticError) -> Output
  let print: @Sendable (Output, _ width: Int) -> String

  /// Creates the step `name`.
  ///
  /// - Parameters:
  ///   - owner: whose step it is, if others have steps of its name that give something else.
  ///   - from, to: the names of the types, unless others say more.
  ///   - run: makes the output; equal keys of inputs must give outputs that nobody can tell apart.
  ///     What runs long asks from time to time whether it is to stop, and throws then.
  ///   - capacity: the most outputs that are remembered.
  ///   - print: shows the output to a person, on pages of some width.
  public init(
    _ name: String, of owner: StepOwner? = nil, from: String = "\(Input.self)",
    to: String = "\(Output.self)", capacity: Int = 512,
    run: @escaping @Sendable (Input, @escaping IsCancelled) throws(DiagnosticError) -> Output,
    print: @escaping @Sendable (Output, _ width: Int) -> String
  ) {
    self.name = name
    self.owner = owner
    self.capacity = capacity
    self.from = from
    self.to = to
    self.run = run
    self.print = print
  }

  /// Creates the step `name`, which is never long.
  public init(
    _ name: String, of owner: StepOwner? = nil, from: String = "\(Input.self)",
    to: String = "\(Output.self)",
    run: @escaping @Sendable (Input) throws(DiagnosticError) -> Output,
    print: @escaping @Sendable (Output, _ width: Int) -> String
  ) {
    self.init(
      name, of: owner, from: from, to: to,
      run: { (input, _) throws(DiagnosticError) in try run(input) }, print: print)
  }

}

/// What steps of one name are told apart by: each backend has its own `translation`.
///
/// It has identity, so that two backends of one name in two toolchains are told apart, too.
public final class StepOwner: Hashable, Sendable {

  /// Creates an owner that no other is equal to.
  public init() {}

  public static func == (l: StepOwner, r: StepOwner) -> Bool { l === r }

  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

}

/// Returns `true` once work is to stop.
public typealias IsCancelled = @Sendable () -> Bool

/// What a step can start from.
public protocol StepInput: Sendable {

  associatedtype Key: Hashable & Sendable

  /// What outputs are remembered by: inputs with equal keys mean the same.
  var key: Key { get }

}

/// Prints something on pages of `width` columns.
public typealias StageText = @Sendable (_ width: Int) -> String

/// A stage that was reached: what `stages` and `show` tell about.
public struct StageRecord: Sendable {

  public let step: String

  /// Whose step it is, if others have steps of its name.
  public let owner: StepOwner?

  public let from, to: String

  /// The time it took; that of the first run if the output was remembered.
  public let duration: Duration

  /// Whether the output was there already.
  public let isCached: Bool

  /// Prints the stage's output on pages of so many columns.
  public let text: StageText

}
