import FieldView
import Synchronization

/// The outputs of the steps that ran, to be used again.
///
/// Toolchains may share one. Of each step it remembers the outputs that were used last, and of
/// backends that come and go (each artifact that is thawed is one) those that were used last.
public final class StepCache: Sendable {

  private struct StepName: Hashable, Sendable {
    let name: String
    let owner: StepOwner?
  }

  private typealias Shelf<Input: StepInput, Output: Sendable> =
    RecentlyUsed<Input.Key, (output: Output, duration: Duration)>

  /// The operators that were typed.
  let operators = OperatorCache()

  /// A place for a shelf, so that a shelf is changed where it stands.
  private final class Place: @unchecked Sendable {
    var shelf: any Sendable
    init(_ shelf: any Sendable) { self.shelf = shelf }
  }

  /// The most shelves: enough for all steps of some twenty backends.
  static let mostShelves = 128

  /// The shelf of each step; touched under the lock only.
  private let places = Mutex(RecentlyUsed<StepName, Place>(capacity: mostShelves))

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

  /// The number of steps of which something is remembered.
  var shelfCount: Int { places.withLock { $0.count } }

  /// Returns the number of outputs of `step` that are remembered.
  func count<I, O>(of step: Step<I, O>) -> Int { withShelf(of: step) { $0.count } }

  private func withShelf<I, O, T: Sendable>(
    of step: Step<I, O>, _ body: @Sendable (inout Shelf<I, O>) -> T
  ) -> T {
    let name = StepName(name: step.name, owner: step.owner)
    return places.withLock { all in
      let empty = Shelf<I, O>(capacity: step.capacity)
      let place = all.value(for: name) ?? Place(empty)
      var shelf = place.shelf as? Shelf<I, O> ?? empty
      place.shelf = empty  // So that the table inside is not copied.
      defer {
        place.shelf = shelf
        all.insert(place, for: name)
      }
      return body(&shelf)
    }
  }

}
