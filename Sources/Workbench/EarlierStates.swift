import Fields
import OrderedCollections
import StencilTypes
import Toolchain

/// The states that a session had before inputs that changed something, for `undo`.
///
/// They share what they have in common. So that replacing large fields again and again takes no more
/// memory in the end, the oldest states are forgotten.
struct EarlierStates: Sendable {

  /// What `undo` and `redo` bring back.
  struct State: Sendable {

    /// The input between the state and the one that it was left for.
    let input: String

    fileprivate let definitions: SessionDefinitions
    fileprivate let callables: OrderedDictionary<String, Callable>
    fileprivate let current: String?
    fileprivate let fields: OrderedDictionary<String, Field>
    fileprivate let tables: OrderedDictionary<String, NeighborTable>
    fileprivate let settings: Settings
    fileprivate let lastArguments: [String: [ArgumentValue]]
    fileprivate let lastRun: LastRun?
    fileprivate let thawed: [String: Backend]
    fileprivate let loadedFiles: LoadedFiles

    /// The bytes of fields and tables that the next state has no longer.
    fileprivate let byteCount: Int

    /// The memory of its fields.
    var fieldStorages: [FieldStorage] { fields.values.map(\.storage) }

    init(of session: Session, before next: Session, input: String) {
      self.input = input
      definitions = session.definitions
      callables = session.callables
      current = session.current
      fields = session.fields
      tables = session.tables
      settings = session.settings
      lastArguments = session.lastArguments
      lastRun = session.lastRun
      thawed = session.thawed
      loadedFiles = session.loadedFiles
      let kept = Set(next.fields.values.map { ObjectIdentifier($0.storage) })
      let replaced = session.fields.values.filter { !kept.contains(ObjectIdentifier($0.storage)) }
      let tablesBefore = session.tables.filter { next.tables[$0.key] != $0.value }
      byteCount =
        replaced.reduce(0) { $0 + $1.storage.bytes.count }
        + tablesBefore.reduce(0) { $0 + $1.value.rowCount * $1.value.columnCount * 8 }
    }

  }

  private(set) var states: [State] = []

  /// The states that were left by `undo`, the latest last, for `redo`.
  private var undone: [State] = []

  /// The most states that are kept, and the most bytes of fields that only they hold.
  static let mostStates = 50
  static let mostBytes = 256 << 20

  private var byteCount = 0

  /// Adds the state before an input; what was taken back before it cannot be done again.
  mutating func append(_ state: State) {
    byteCount -= undone.reduce(0) { $0 + $1.byteCount }
    undone = []
    push(state)
  }

  private mutating func push(_ state: State) {
    states.append(state)
    byteCount += state.byteCount
    while states.count > Self.mostStates || byteCount > Self.mostBytes, !states.isEmpty {
      byteCount -= states.removeFirst().byteCount
    }
  }

  /// Takes the latest state out; `left` returns the state that is left for it.
  fileprivate mutating func takeBack(_ left: (State) -> State) -> State? {
    guard let last = states.popLast() else { return nil }
    undone.append(left(last))
    byteCount += undone[undone.count - 1].byteCount - last.byteCount
    return last
  }

  /// Takes the state out that was left last; `left` returns the state that is left for it.
  fileprivate mutating func takeAgain(_ left: (State) -> State) -> State? {
    guard let last = undone.popLast() else { return nil }
    byteCount -= last.byteCount
    push(left(last))
    return last
  }

}

extension Session {

  /// Goes to the state before the latest input that changed something, and returns that input.
  mutating func goBack() -> String? {
    let present = self
    return earlier.takeBack { present.left(for: $0) }.map {
      restore($0)
      return $0.input
    }
  }

  /// Goes to the state that was left last by going back, and returns the input that led there.
  mutating func goForward() -> String? {
    let present = self
    return earlier.takeAgain { present.left(for: $0) }.map {
      restore($0)
      return $0.input
    }
  }

  /// Returns the state of the session, which is left for `state`.
  private func left(for state: EarlierStates.State) -> EarlierStates.State {
    var next = self
    next.restore(state)
    return EarlierStates.State(of: self, before: next, input: state.input)
  }

  /// Goes back to `state`; what was typed stays in the history, and what was compiled in place.
  private mutating func restore(_ state: EarlierStates.State) {
    definitions = state.definitions
    callables = state.callables
    current = state.current
    fields = state.fields
    tables = state.tables
    settings = state.settings
    lastArguments = state.lastArguments
    lastRun = state.lastRun
    thawed = state.thawed
    loadedFiles = state.loadedFiles
    stepper = nil
  }

}
