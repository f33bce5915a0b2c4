import Diagnostics
import Foundation
import PythonSyntax

/// The definitions of a source, each evaluated when it is first needed.
///
/// An assignment sees what stands above it. A function sees what its module binds in the end,
/// since Python looks its names up when it runs. Neither a loader nor a scope is held, so that
/// those can hold definitions: `owner` in a call is the scope that has them.
final class Definitions: @unchecked Sendable {

  let table: BindingTable
  let place: ImportPlace

  private enum State {
    case evaluating
    case done(Result<ModuleValue, DiagnosticError>)
  }

  /// The bindings that are or were evaluated, by number; guarded by the loader's lock.
  private var states: [Int: State] = [:]

  init(_ table: BindingTable, place: ImportPlace) {
    self.table = table
    self.place = place
  }

  /// Returns the names bound, those of star imports included.
  func names(in owner: any DefiningScope) -> [String] {
    table.names
      + table.stars.flatMap { star in
        (try? module(of: star.source, owner.loader))?.boundNames ?? []
      }
  }

  /// Returns the value of the last binding of `name` below `limit`; `nil` if there is none.
  func lookup(
    _ name: String, before limit: Int = .max, in owner: any DefiningScope
  ) throws(DiagnosticError) -> ModuleValue? {
    let number = table.last(name, before: limit)
    for star in table.stars.reversed() where star.position <= limit {
      if let number, star.position <= number { break }
      if let value = try module(of: star.source, owner.loader)?.lookup(name) { return value }
    }
    guard let number else { return nil }
    return try value(of: number, in: owner)
  }

  private func module(
    of star: BindingTable.Star, _ loader: ModuleLoader
  ) throws(DiagnosticError) -> (any ModuleScope)? {
    switch star {
    case .module(let module): return module
    case .statement(let from):
      guard case .module(let module) = try loader.module(from, from: place) else { return nil }
      return module
    }
  }

  // MARK: Evaluation

  private func value(
    of number: Int, in owner: any DefiningScope
  ) throws(DiagnosticError) -> ModuleValue {
    let lock = owner.loader.lock
    lock.lock()
    defer { lock.unlock() }
    switch states[number] {
    case .done(let result): return try result.get()
    case .evaluating: throw DiagnosticError(.cycle(table[number]))
    case nil: break
    }
    states[number] = .evaluating
    do throws(DiagnosticError) {
      let value = try evaluate(number, in: owner)
      // What holds a scope would keep it alive, and be kept alive by it.
      states[number] = value.holdsScope ? nil : .done(.success(value))
      return value
    } catch {
      states[number] = .done(.failure(error))
      throw error
    }
  }

  private func evaluate(
    _ number: Int, in owner: any DefiningScope
  ) throws(DiagnosticError) -> ModuleValue {
    let binding = table[number]
    let loader = owner.loader
    if let value = loader.override(of: binding.name, in: owner) { return value }
    let evaluator = ModuleEvaluator(scope: EarlierScope(owner, before: number))
    switch binding.source {
    case .value(let e): return try evaluator.evaluate(e)
    case .alias(let e): return try evaluator.evaluateAnnotation(e)
    case .lazyAlias(let parameters, let e):
      // Python evaluates it when it is used: it sees what stands below it too.
      if !parameters.isEmpty { return .generic(parameters: parameters, value: e, scope: owner) }
      return try ModuleEvaluator(scope: owner).evaluateAnnotation(e)
    case .part(let e, let path):
      return try part(of: evaluator.evaluate(e), at: path[...], for: binding)
    case .function(let function): return try evaluator.evaluate(function, body: owner)
    case .classDefinition(let definition): return try evaluator.evaluate(definition)
    case .module(let path): return try loader.module(path, from: place)
    case .member(let from, let name):
      return try member(name, of: try loader.module(from, from: place), at: binding.span)
    case .known(let value): return value
    case .skipped(let what): return .skipped(what: what, at: binding.span)
    }
  }

  private func part(
    of value: ModuleValue, at path: ArraySlice<Int>, for binding: ModuleBinding
  ) throws(DiagnosticError) -> ModuleValue {
    guard let index = path.first else { return value }
    guard case .tuple(let elements) = value, index < elements.count else {
      return .skipped(what: "a part of \(value.phrase)", at: binding.span)
    }
    return try part(of: elements[index], at: path.dropFirst(), for: binding)
  }

  private func member(
    _ name: String, of imported: ModuleValue, at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    guard case .module(let module) = imported else { return imported }
    if let value = try module.lookup(name) { return value }
    throw DiagnosticError(
      .missingMember(
        name, of: "Module '\(module.name)'", among: module.boundNames, at: span))
  }

}

/// A scope made of definitions, over names that are there without one.
protocol DefiningScope: ModuleScope {

  var definitions: Definitions { get }

  /// What finds the modules that the scope imports.
  var loader: ModuleLoader { get }

  /// Returns what `name` stands for if no definition binds it.
  func fallback(_ name: String) throws(DiagnosticError) -> ModuleValue?

}

extension DefiningScope {

  func find(_ name: String, before limit: Int = .max) throws(DiagnosticError) -> ModuleValue? {
    if let value = try definitions.lookup(name, before: limit, in: self) { return value }
    return try fallback(name)
  }

}

/// What is bound above a definition.
private final class EarlierScope: ModuleScope {

  private let owner: any DefiningScope
  private let limit: Int

  init(_ owner: any DefiningScope, before limit: Int) {
    self.owner = owner
    self.limit = limit
  }

  var name: String { owner.name }

  var boundNames: [String] { owner.boundNames }

  func lookup(_ name: String) throws(DiagnosticError) -> ModuleValue? {
    try owner.find(name, before: limit)
  }

}

extension Diagnostic {

  fileprivate static func cycle(_ binding: ModuleBinding) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.cycle, "The definition of '\(binding.name)' needs its own value.",
      at: binding.span, hint: "break the circle of definitions or imports")
  }

}
