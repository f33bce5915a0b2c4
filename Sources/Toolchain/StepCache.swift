import FieldView
import Synchronization

/// The outputs of the steps that ran, to be used again.
public final class StepCache: Sendable {

  /// What tells steps apart: each backend has its own of some names.
  private struct StepName: Hashable, Sendable {
    let name: String
    let backend: String?
  }

  /// The outputs of one step, by the keys of its inputs.
  private struct Entries<Key: Hashable & Sendable, Output: Sendable>: Sendable {
    var outputs: [Key: (output: Output, duration: Duration)] = [:]
  }

  /// The operators that were typed.
  let operators = OperatorCache()

  private let entries = Mutex<[StepName: any Sendable]>([:])

  public init() {}

  /// Returns what `step` gave for an input with `key`, and the time that it took then.
  func output<I, O>(of step: Step<I, O>, for key: I.Key) -> (output: O, duration: Duration)? {
    let name = StepName(name: step.name, backend: step.backend)
    return entries.withLock { ($0[name] as? Entries<I.Key, O>)?.outputs[key] }
  }

  /// Remembers that `step` gave `output` for an input with `key`.
  func remember<I, O>(_ output: O, of step: Step<I, O>, for key: I.Key, duration: Duration) {
    let name = StepName(name: step.name, backend: step.backend)
    entries.withLock { all in
      var e = all[name] as? Entries<I.Key, O> ?? Entries()
      all[name] = nil  // So that the dictionary inside is not copied.
      e.outputs[key] = (output, duration)
      all[name] = e
    }
  }

}
