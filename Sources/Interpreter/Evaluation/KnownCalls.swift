import Diagnostics
import IteratorIR
import StencilTypes

/// The values of names and of calls between fields, or of calls in a stencil, so that equal ones are
/// evaluated once.
///
/// A value is known by its expression and the values of the names in it; a call by its function and
/// its arguments. Nothing is evaluated to find out. Cartesian shifts behind each other are one, so
/// that a field is the same whichever way led there.
final class KnownCalls {

  /// Expressions are equal whatever they came from, so names are too.
  private struct Key: Hashable {
    let expr: Expr
    let names: [ObjectIdentifier]
  }

  private struct CallKey: Hashable {
    let function: ObjectIdentifier
    let arguments: [ObjectIdentifier]
  }

  private struct MoveKey: Hashable {
    let field: ObjectIdentifier
    let distances: [String: Int]
  }

  /// What a call gives.
  final class Result {

    private var value: Value?

    /// The value that was found while reads counted as possible only.
    private var tentative: Value?

    /// Returns the value; `nil` before it was evaluated, or for certain if that is asked for.
    func value(isCertain: Bool) -> Value? { isCertain ? value : value ?? tentative }

    func take(_ new: Value, isCertain: Bool) {
      if isCertain { value = new } else { tentative = new }
    }

  }

  private let offsets: [String: FieldOffset]
  private let freeNames: SortedFreeNames

  private var thunks: [Key: Thunk] = [:]
  private var results: [CallKey: Result] = [:]
  private var moved: [MoveKey: Thunk] = [:]

  /// For fields that are others, moved: the other, and how far.
  private var moves: [ObjectIdentifier: (field: Thunk, distances: [String: Int])] = [:]

  /// Keeps the thunks whose identities are keys.
  private var kept: [Thunk] = []

  private var counter = CallCounter()

  init(_ run: RunContext) {
    offsets = run.offsets
    freeNames = run.freeNames
  }

  /// Returns the thunk of `expr` where names mean what `environment` says.
  func thunk(of expr: Expr, _ environment: Environment) -> Thunk {
    switch expr.kind {
    case .reference(let name): return environment[name] ?? Thunk(expr, environment)
    case .builtin, .literal, .typeName, .infinity, .offset, .axis, .lambda, .call: break
    }
    if let (field, distances) = expr.moving(offsets) {
      return thunk(of: thunk(of: field, environment), movedBy: distances, at: expr.span)
    }
    var names: [ObjectIdentifier] = []
    for name in freeNames.names(of: expr) {
      guard let t = environment[name] else { return Thunk(expr, environment) }
      names.append(ObjectIdentifier(t))
      kept.append(t)
    }
    let key = Key(expr: expr, names: names)
    if let known = thunks[key] { return known }
    let new = Thunk(expr, environment)
    thunks[key] = new
    return new
  }

  /// Returns what the function called `name` gives on `arguments`, as far as it is known.
  ///
  /// - Throws: If there are too many different calls.
  func result(
    of function: Thunk, named name: Symbol, _ arguments: [Thunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> Result {
    let key = CallKey(
      function: ObjectIdentifier(function), arguments: arguments.map { ObjectIdentifier($0) })
    if let known = results[key] { return known }
    guard counter.count(name) else {
      throw DiagnosticError(.tooManyCalls(of: counter.mostCalled ?? name, at: span))
    }
    let result = Result()
    results[key] = result
    kept.append(function)
    kept += arguments
    return result
  }

  private func thunk(
    of field: Thunk, movedBy distances: [String: Int], at span: SourceSpan?
  ) -> Thunk {
    var (base, all) = (field, distances)
    if let inner = moves[ObjectIdentifier(field)],
      let sum = addingDistances(inner.distances, distances)
    {
      (base, all) = (inner.field, sum)
    }
    if all.isEmpty { return base }
    let key = MoveKey(field: ObjectIdentifier(base), distances: all)
    if let known = moved[key] { return known }
    let name = Symbol("#field")
    let new = Thunk(
      Expr(.reference(name)).moved(by: all, at: span),
      Environment().binding([name], to: [base]))
    moved[key] = new
    moves[ObjectIdentifier(new)] = (base, all)
    kept += [base, new]
    return new
  }

}

/// The names that expressions of a run use, in order.
final class SortedFreeNames {

  private let free = FreeNames()

  /// With the node, to keep its identity taken.
  private var known: [ObjectIdentifier: (expr: Expr, names: [Symbol])] = [:]

  func names(of expr: Expr) -> [Symbol] {
    if let (_, names) = known[expr.identity] { return names }
    let names = free.names(of: expr).sorted { $0.name < $1.name }
    known[expr.identity] = (expr, names)
    return names
  }

}
