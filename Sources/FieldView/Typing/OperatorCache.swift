import Diagnostics
import StencilTypes
import Synchronization

/// The operators that were typed without mistakes, for later runs of typing.
///
/// It holds the last ones that were used, and finds all others that somebody holds: as long as an
/// operator that calls it lives, an operator has one typed form.
public final class OperatorCache: Sendable {

  private struct State: Sendable {

    /// The operators that live on since they are here.
    var recent: RecentlyUsed<DefinitionKey, FoastOperatorDefinition>

    /// All operators that live.
    var living: [DefinitionKey: WeakOperator] = [:]

    /// The size of `living` at which dead ones are taken out.
    var limit: Int

  }

  private struct WeakOperator: @unchecked Sendable {
    weak var operation: FoastOperatorDefinition?
  }

  private let state: Mutex<State>

  /// Creates a cache that holds `capacity` operators.
  public init(capacity: Int = 512) {
    state = Mutex(State(recent: RecentlyUsed(capacity: capacity), limit: 2 * capacity))
  }

  /// The number of operators that are held.
  public var count: Int { state.withLock { $0.recent.count } }

  subscript(definition: FieldOperatorDefinition) -> FoastOperatorDefinition? {
    let key = definition.key
    return state.withLock { state in
      if let o = state.recent.value(for: key) { return o }
      guard let o = state.living[key]?.operation else { return nil }
      state.recent.insert(o, for: key)
      return o
    }
  }

  func remember(_ o: FoastOperatorDefinition, for definition: FieldOperatorDefinition) {
    let key = definition.key
    state.withLock { state in
      state.recent.insert(o, for: key)
      state.living[key] = WeakOperator(operation: o)
      if state.living.count > state.limit {
        state.living = state.living.filter { $0.value.operation != nil }
        // As many again may come before the next look, so that looks cost no more than entries.
        state.limit = 2 * state.living.count + state.recent.capacity
      }
    }
  }

}

/// What a definition is remembered by: where its text is, and what the names mean in the scope that
/// they are looked up in.
public struct DefinitionKey: Sendable {

  private let span: SourceSpan

  /// The types of parameters that annotations leave open.
  private let types: [DataType]?

  /// Kept alive, so that no other meaning takes its place in memory.
  private let meaning: any AnyObject & Sendable

  fileprivate init(_ span: SourceSpan, _ scope: any ModuleScope, types: [DataType]? = nil) {
    self.span = span
    meaning = scope.meaning
    self.types = types
  }

}

extension DefinitionKey: Hashable {

  public static func == (l: DefinitionKey, r: DefinitionKey) -> Bool {
    l.span == r.span && l.meaning === r.meaning && l.types == r.types
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(span)
    hasher.combine(ObjectIdentifier(meaning))
  }

}

extension FieldOperatorDefinition {

  public var key: DefinitionKey { DefinitionKey(syntax.span, scope, types: parameterTypes) }

}

extension ProgramDefinition {

  public var key: DefinitionKey { DefinitionKey(syntax.span, scope) }

}
