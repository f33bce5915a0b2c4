import Diagnostics

/// One step of the toolchain: a named function between two value types.
///
/// Running, timing, caching and printing is the same for all steps: see `StepRunner`.
public struct Step<Input: StepInput, Output: Sendable>: Sendable {

  /// The name that the design documents use: `func_to_foast`.
  public let name: String

  /// The names of the types it leads from and to.
  public let from, to: String

  let run: @Sendable (Input) throws(DiagnosticError) -> Output
  let print: @Sendable (Output, _ width: Int) -> String

  /// Creates the step `name`.
  ///
  /// - Parameters:
  ///   - run: makes the output; equal keys of inputs must give equal outputs.
  ///   - text: shows the output to a person.
  public init(
    _ name: String, from: String, to: String,
    run: @escaping @Sendable (Input) throws(DiagnosticError) -> Output,
    text: @escaping @Sendable (Output) -> String
  ) {
    self.init(name, from: from, to: to, run: run) { output, _ in text(output) }
  }

  /// Creates the step `name`, whose text follows the width of the page; `from` and `to` are the names
  /// of the types unless others say more.
  public init(
    _ name: String, from: String = "\(Input.self)", to: String = "\(Output.self)",
    run: @escaping @Sendable (Input) throws(DiagnosticError) -> Output,
    print: @escaping @Sendable (Output, _ width: Int) -> String
  ) {
    self.name = name
    self.from = from
    self.to = to
    self.run = run
    self.print = print
  }

}

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
