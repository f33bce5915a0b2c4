import Diagnostics
import StencilTypes

/// A module of GT4Py or of Python that the evaluator knows without reading it.
final class Library: ModuleScope {

  let name: String
  private let members: [String: ModuleValue]

  /// Whether names that are not listed are skipped, rather than missing.
  private let isOpen: Bool

  init(_ name: String, isOpen: Bool = true, _ members: [String: ModuleValue] = [:]) {
    self.name = name
    self.isOpen = isOpen
    self.members = members
  }

  func lookup(_ name: String) -> ModuleValue? {
    if let found = members[name] { return found }
    if let module = Self.modules["\(self.name).\(name)"] { return .module(module) }
    guard isOpen else { return nil }
    let near = nearest(to: name, among: boundNames).map { " (did you mean '\($0)'?)" } ?? ""
    return .skipped(
      what: "'\(name)' of the module '\(self.name)', which field view does not have\(near)", at: nil
    )
  }

  var boundNames: [String] { members.keys.sorted() }

  /// `true` iff `name` is one of `boundNames`.
  func binds(_ name: String) -> Bool { members[name] != nil }

}

extension Library {

  /// Returns what `path` stands for if it belongs to GT4Py or to Python's library.
  static func find(_ path: [String]) -> Library? {
    let name = path.joined(separator: ".")
    if let found = modules[name] { return found }
    return path.first.map { roots.contains($0) } == true ? Library(name) : nil
  }

  fileprivate static let modules = Dictionary(
    uniqueKeysWithValues: (gt4pyModules + pythonModules).map { ($0.name, $0) })

  /// The names of the modules that can be imported without a file, in order.
  static let importable = modules.keys.sorted()

  private static let roots = Set(modules.keys.filter { !$0.contains(".") })

}
