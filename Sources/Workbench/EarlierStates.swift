import Fields
import OrderedCollections
import StencilTypes
import Toolchain

/// The states that a session had before inputs that changed something, for `undo`.
///
/// They share what they have in common. So that replacing large fields again and again takes no more
/// memory in the end, the oldest states are forgotten.
struct EarlierStates: Sendable {

  /// What `undo` brings back.
  struct State: Sendable {

    /// The input that led away from the state.
    let input: String

    fileprivate let definitions: SessionDefinitions
    fileprivate let callables: OrderedDictionary<String, Callable>
    fileprivate let current: String?
    fileprivate let fields: OrderedDictionary<String, Field>
    fileprivate let tables: OrderedDictionary<String, NeighborTable>
    fileprivate let settings: Settings
    fileprivate let lastArguments: [String: [ArgumentValue]]
    fileprivate let lastRun: String?
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

  /// The most states that are kept, and the most bytes of fields that only they hold.
  static let mostStates = 50
  static let mostBytes = 256 << 20

  private var byteCount = 0

  mutating func append(_ state: State) {
    states.append(state)
    byteCount += state.byteCount
    while states.count > Self.mostStates || byteCount > Self.mostBytes, !states.isEmpty {
      byteCount -= states.removeFirst().byteCount
    }
  }

  mutating func removeLast() -> State? {
    let last = states.popLast()
    byteCount -= last?.byteCount ?? 0
    return last
  }

}

extension Session {

  /// Goes back to `state`; what was typed stays in the history, and what was compiled in place.
  mutating func restore(_ state: EarlierStates.State) {
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
