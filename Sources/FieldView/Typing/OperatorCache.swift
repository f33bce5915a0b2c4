import Diagnostics
import Synchronization

/// The operators that were typed without mistakes, for later runs of typing.
public final class OperatorCache: Sendable {

  private let operators = Mutex<[DefinitionKey: FoastOperatorDefinition]>([:])

  public init() {}

  subscript(definition: FieldOperatorDefinition) -> FoastOperatorDefinition? {
    operators.withLock { $0[definition.key] }
  }

  func remember(_ o: FoastOperatorDefinition, for definition: FieldOperatorDefinition) {
    operators.withLock { $0[definition.key] = o }
  }

}

/// What a definition is remembered by: where its text is, and the scope that its names are looked
/// up in.
public struct DefinitionKey: Sendable {

  private let span: SourceSpan

  /// Kept alive, so that no other scope takes its place in memory.
  private let scope: any ModuleScope

  fileprivate init(_ span: SourceSpan, _ scope: any ModuleScope) {
    self.span = span
    self.scope = scope
  }

}

extension DefinitionKey: Hashable {

  public static func == (l: DefinitionKey, r: DefinitionKey) -> Bool {
    l.span == r.span && l.scope === r.scope
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(span)
    hasher.combine(ObjectIdentifier(scope))
  }

}

extension FieldOperatorDefinition {

  public var key: DefinitionKey { DefinitionKey(syntax.span, scope) }

}

extension ProgramDefinition {

  public var key: DefinitionKey { DefinitionKey(syntax.span, scope) }

}
