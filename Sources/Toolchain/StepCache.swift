import FieldView
import Synchronization

/// The outputs of the steps that ran, to be used again.
///
/// Toolchains may share one. Of each step it remembers the outputs that were used last.
public final class StepCache: Sendable {

  private struct StepName: Hashable, Sendable {
    let name: String
    let owner: StepOwner?
  }

  private typealias Shelf<Input: StepInput, Output: Sendable> =
    RecentlyUsed<Input.Key, (output: Output, duration: Duration)>

  /// The operators that were typed.
  let operators = OperatorCache()

  /// The shelf of each step.
  private let shelves = Mutex<[StepName: any Sendable]>([:])

  /// Creates an empty cache.
  public init() {}

  /// Returns what `step` gave for an input with `key`, and the time that it took then.
  func output<I, O>(of step: Step<I, O>, for key: I.Key) -> (output: O, duration: Duration)? {
    withShelf(of: step) { $0.value(for: key) }
  }

  /// Remembers that `step` gave `output` for an input with `key`.
  func remember<I, O>(_ output: O, of step: Step<I, O>, for key: I.Key, duration: Duration) {
    withShelf(of: step) { $0.insert((output, duration), for: key) }
  }

  /// Returns the number of outputs of `step` that are remembered.
  func count<I, O>(of step: Step<I, O>) -> Int { withShelf(of: step) { $0.count } }

  private func withShelf<I, O, T: Sendable>(
    of step: Step<I, O>, _ body: @Sendable (inout Shelf<I, O>) -> T
  ) -> T {
    let name = StepName(name: step.name, owner: step.owner)
    return shelves.withLock { all in
      var shelf = all[name] as? Shelf<I, O> ?? Shelf<I, O>(capacity: step.capacity)
      all[name] = nil  // So that the table inside is not copied.
      defer { all[name] = shelf }
      return body(&shelf)
    }
  }

}
