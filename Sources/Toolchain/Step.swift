import Diagnostics

/// One step of the toolchain: a named function between two value types.
///
/// Running, timing, caching and printing is the same for all steps: see `StepRunner`.
public struct Step<Input: StepInput, Output: Sendable>: Sendable {

  /// The name that the design documents use: `func_to_foast`.
  public let name: String

  /// The name of the backend that the step belongs to; `nil` for those that all backends share.
  public let backend: String?

  /// The names of the types it leads from and to.
  public let from, to: String

  let run: @Sendable (Input, @escaping IsCancelled) throws(DiagnosticError) -> Output
  let print: @Sendable (Output, _ width: Int) -> String

  /// Creates the step `name`.
  ///
  /// - Parameters:
  ///   - backend: the name of the backend that it is a step of, if it is one's own.
  ///   - from, to: the names of the types, unless others say more.
  ///   - run: makes the output; equal keys of inputs must give outputs that nobody can tell apart.
  ///     What runs long asks from time to time whether it is to stop, and throws then.
  ///   - print: shows the output to a person, on pages of some width.
  public init(
    _ name: String, of backend: String? = nil, from: String = "\(Input.self)",
    to: String = "\(Output.self)",
    run: @escaping @Sendable (Input, @escaping IsCancelled) throws(DiagnosticError) -> Output,
    print: @escaping @Sendable (Output, _ width: Int) -> String
  ) {
    self.name = name
    self.backend = backend
    self.from = from
    self.to = to
    self.run = run
    self.print = print
  }

  /// Creates the step `name`, which is never long.
  public init(
    _ name: String, of backend: String? = nil, from: String = "\(Input.self)",
    to: String = "\(Output.self)",
    run: @escaping @Sendable (Input) throws(DiagnosticError) -> Output,
    print: @escaping @Sendable (Output, _ width: Int) -> String
  ) {
    self.init(
      name, of: backend, from: from, to: to,
      run: { (input, _) throws(DiagnosticError) in try run(input) }, print: print)
  }

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
  public let from, to: String

  /// The time it took; that of the first run if the output was remembered.
  public let duration: Duration

  /// Whether the output was there already.
  public let isCached: Bool

  /// Prints the stage's output on pages of so many columns.
  public let text: StageText

}
