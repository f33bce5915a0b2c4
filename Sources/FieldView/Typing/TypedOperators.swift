import Diagnostics
import StencilTypes

/// The operators that one run of typing has met, so that each is typed once however many call it.
final class TypedOperators {

  private enum State {
    case inProgress
    case typed(FoastOperatorDefinition)
    case open(OpenOperator)
    case failed
  }

  private var states: [Key: State] = [:]

  /// An operator, and the types that it is called with where its annotations leave them open.
  private struct Key: Hashable {
    let span: SourceSpan
    let types: [DataType]?
  }

  /// The operators being typed for one list of types: such a one that calls itself would need
  /// another list each time.
  private var openInProgress: Set<SourceSpan> = []

  /// What earlier runs typed.
  private let known: OperatorCache

  /// What was found wrong, in the order in which it was found.
  private(set) var diagnostics = DiagnosticBag()

  init(known: OperatorCache) { self.known = known }

  /// What asking for an operator gives.
  enum Answer {
    case typed(FoastOperatorDefinition)
    /// It is typed for each list of types that it is called with.
    case open(OpenOperator)
    /// It calls itself.
    case recursive
    /// It has mistakes, which were reported.
    case failed
  }

  /// Returns the typed form of `definition`.
  func answer(for definition: FieldOperatorDefinition) -> Answer {
    let key = Key(span: definition.syntax.name.span, types: definition.parameterTypes)
    switch states[key] {
    case .inProgress: return .recursive
    case .typed(let o): return .typed(o)
    case .open(let o): return .open(o)
    case .failed: return .failed
    case nil: break
    }
    if let o = known[definition] {
      states[key] = .typed(o)
      return .typed(o)
    }
    if let o = definition.asOpen {
      states[key] = .open(o)
      return .open(o)
    }
    if key.types != nil {
      guard openInProgress.insert(key.span).inserted else { return .recursive }
    }
    defer { if key.types != nil { openInProgress.remove(key.span) } }
    states[key] = .inProgress
    var typer = OperatorTyper(definition, operators: self)
    let typed = typer.type()
    report(typer.diagnostics)
    guard let typed else {
      states[key] = .failed
      return .failed
    }
    states[key] = .typed(typed)
    known.remember(typed, for: definition)
    return .typed(typed)
  }

  func report(_ bag: DiagnosticBag) { diagnostics.report(bag.diagnostics) }

}

/// Returns the typed form of `definition` and of all operators that it calls, except for those
/// that are `known`.
///
/// - Throws: All type errors in it, and those in operators that it calls.
public func funcToFoast(
  _ definition: FieldOperatorDefinition, known: OperatorCache = OperatorCache()
) throws(DiagnosticError) -> FoastOperatorDefinition {
  let operators = TypedOperators(known: known)
  switch operators.answer(for: definition) {
  case .typed(let o): return o
  case .open(let o): throw DiagnosticError(lengthUnknown(o))
  case .failed, .recursive: throw DiagnosticError(operators.diagnostics.diagnostics)
  }
}
