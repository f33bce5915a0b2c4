import Diagnostics

/// The operators that one run of typing has met, so that each is typed once however many call it.
final class TypedOperators {

  private enum State {
    case inProgress
    case typed(FoastOperatorDefinition)
    case failed
  }

  private var states: [SourceSpan: State] = [:]

  /// What earlier runs typed.
  private let known: OperatorCache

  /// What was found wrong, in the order in which it was found.
  private(set) var diagnostics = DiagnosticBag()

  init(known: OperatorCache) { self.known = known }

  /// What asking for an operator gives.
  enum Answer {
    case typed(FoastOperatorDefinition)
    /// It calls itself.
    case recursive
    /// It has mistakes, which were reported.
    case failed
  }

  /// Returns the typed form of `definition`.
  func answer(for definition: FieldOperatorDefinition) -> Answer {
    let key = definition.syntax.name.span
    switch states[key] {
    case .inProgress: return .recursive
    case .typed(let o): return .typed(o)
    case .failed: return .failed
    case nil: break
    }
    if let o = known[definition] {
      states[key] = .typed(o)
      return .typed(o)
    }
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
  guard case .typed(let o) = operators.answer(for: definition) else {
    throw DiagnosticError(operators.diagnostics.diagnostics)
  }
  return o
}
