import FieldView
import Synchronization

/// The outputs of the steps that ran, to be used again.
public final class StepCache: Sendable {

  /// The outputs of one step, by the keys of its inputs.
  private struct Entries<Key: Hashable & Sendable, Output: Sendable>: Sendable {
    var outputs: [Key: (output: Output, duration: Duration)] = [:]
  }

  /// The operators that were typed.
  let operators = OperatorCache()

  private let entries = Mutex<[String: any Sendable]>([:])

  public init() {}

  /// Returns what `step` gave for an input with `key`, and the time that it took then.
  func output<I, O>(of step: Step<I, O>, for key: I.Key) -> (output: O, duration: Duration)? {
    entries.withLock { ($0[step.name] as? Entries<I.Key, O>)?.outputs[key] }
  }

  /// Remembers that `step` gave `output` for an input with `key`.
  func remember<I, O>(_ output: O, of step: Step<I, O>, for key: I.Key, duration: Duration) {
    entries.withLock { all in
      var e = all[step.name] as? Entries<I.Key, O> ?? Entries()
      all[step.name] = nil  // So that the dictionary inside is not copied.
      e.outputs[key] = (output, duration)
      all[step.name] = e
    }
  }

}
