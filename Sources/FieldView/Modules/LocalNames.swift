import Diagnostics

/// The names of a class body, or the parameters of a generic type, in front of those around them.
final class LocalNames: ModuleScope, @unchecked Sendable {

  let name: String
  private let outer: any ModuleScope

  /// Written only while the definition is read, by the thread that reads it.
  private(set) var members: [String: ModuleValue] = [:]

  init(name: String, outer: any ModuleScope) {
    self.name = name
    self.outer = outer
  }

  func define(_ name: String, _ value: ModuleValue) { members[name] = value }

  func lookup(_ name: String) throws(DiagnosticError) -> ModuleValue? {
    if let found = members[name] { return found }
    return try outer.lookup(name)
  }

  var boundNames: [String] { members.keys.sorted() + outer.boundNames }

}
