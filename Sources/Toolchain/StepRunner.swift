import Diagnostics

/// Runs steps one after the other: looks outputs up in the cache, measures, and keeps a record.
public struct StepRunner: Sendable {

  private let cache: StepCache

  /// The stages that were reached, in order.
  public private(set) var records: [StageRecord] = []

  /// `nil` if nobody is there to stop the steps, which then need no threads of their own.
  private let stop: StopRequest?

  /// Creates a runner whose steps end once `isCancelled` returns true.
  public init(cache: StepCache, isCancelled: IsCancelled? = nil) {
    self.cache = cache
    stop = isCancelled.map { StopRequest(once: $0) }
  }

  /// Asked by long steps, which end once it returns true.
  public var isCancelled: IsCancelled {
    { [stop] in stop?.isDue == true }
  }

  /// Returns what `step` makes of `input`.
  ///
  /// - Throws: What the step throws, and `Diagnostic.interrupted` as soon as it is to stop.
  public mutating func apply<I, O>(
    _ step: Step<I, O>, to input: I
  ) throws(DiagnosticError) -> O {
    let key = input.key
    if let (output, duration) = cache.output(of: step, for: key) {
      record(step, output, duration, isCached: true)
      return output
    }
    let clock = ContinuousClock()
    let start = clock.now
    let output = try interruptibly { [isCancelled] () throws(DiagnosticError) in
      try step.run(input, isCancelled)
    }
    let duration = clock.now - start
    cache.remember(output, of: step, for: key, duration: duration)
    record(step, output, duration, isCached: false)
    return output
  }

  /// Returns what `body` returns.
  ///
  /// - Throws: What `body` throws, and `Diagnostic.interrupted` as soon as it is to stop.
  public func interruptibly<T: Sendable>(
    _ body: @escaping @Sendable () throws(DiagnosticError) -> T
  ) throws(DiagnosticError) -> T {
    guard let stop else { return try body() }
    if stop.isDue { throw DiagnosticError(.interrupted) }
    return try withLargeStack(until: stop, body)
  }

  /// Returns what `body` returns, all steps of which run on one thread.
  ///
  /// - Throws: What `body` throws, and `Diagnostic.interrupted` as soon as it is to stop.
  public mutating func together<T: Sendable>(
    _ body: @escaping @Sendable (inout StepRunner) throws(DiagnosticError) -> T
  ) throws(DiagnosticError) -> T {
    let before = self
    let (result, after) = try interruptibly { () throws(DiagnosticError) in
      var runner = before
      let result = try body(&runner)
      return (result, runner)
    }
    self = after
    return result
  }

  private mutating func record<I, O>(
    _ step: Step<I, O>, _ output: O, _ duration: Duration, isCached: Bool
  ) {
    // A stage that several others start from was reached once.
    if isCached, records.contains(where: { $0.step == step.name && $0.owner == step.owner }) {
      return
    }
    let print = step.print
    records.append(
      StageRecord(
        step: step.name, owner: step.owner, from: step.from, to: step.to, duration: duration,
        isCached: isCached,
        text: { print(output, $0) }))
  }

}

/// Returns what passes return in `body`.
///
/// - Requires: `body` throws diagnostics and cancellations only.
/// - Throws: The diagnostics, and `Diagnostic.interrupted` for a cancellation.
public func diagnosingPasses<T>(_ body: () throws -> T) throws(DiagnosticError) -> T {
  do {
    return try body()
  } catch is CancellationError {
    throw DiagnosticError(.interrupted)
  } catch let error as DiagnosticError {
    throw error
  } catch {
    preconditionFailure("passes throw diagnostics only: \(error)")
  }
}
