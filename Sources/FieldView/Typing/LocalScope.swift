import Diagnostics
import StencilTypes

/// The local names of an operator while its statements are typed from top to bottom.
///
/// Each assignment makes a new name: `x` becomes `xᐞ0`, `xᐞ1`, and so on; parameters keep their
/// names. A log of changes makes leaving a branch as cheap as what happened in it.
struct LocalScope {

  /// What a name means at one point of the program.
  struct Local {

    /// The number of the assignment; -1 for a parameter.
    let version: Int
    let name: String
    let type: FieldViewType
    let span: SourceSpan

    /// What the name stands for if it is no data: a condition on a dimension is put in where the
    /// name is read.
    var value: FoastExpression?

    /// The `if` statements through which the name came although only one branch assigns it.
    var joins: [FoastJoin] = []

  }

  private var bindings: [String: Local] = [:]
  private var log: [(name: String, before: Local?)] = []

  subscript(name: String) -> Local? { bindings[name] }

  /// All names that are bound.
  var names: some Sequence<String> { bindings.keys }

  /// Makes `name` stand for `value`, which is no data.
  mutating func define(_ name: String, as value: FoastExpression, at span: SourceSpan) {
    let version = (bindings[name]?.version ?? -1) + 1
    set(
      name,
      Local(
        version: version, name: Self.versioned(name, version), type: value.type, span: span,
        value: value))
  }

  mutating func declare(parameter name: String, _ type: FieldViewType, at span: SourceSpan) {
    set(name, Local(version: -1, name: name, type: type, span: span))
  }

  /// Makes a new version of `name` and returns what it is called.
  mutating func assign(_ name: String, _ type: FieldViewType, at span: SourceSpan) -> String {
    let version = (bindings[name]?.version ?? -1) + 1
    let binding = Local(
      version: version, name: Self.versioned(name, version), type: type, span: span)
    set(name, binding)
    return binding.name
  }

  /// Binds `name` as found at the end of a branch; `nil` makes it unknown.
  mutating func set(_ name: String, _ binding: Local?) {
    log.append((name, bindings[name]))
    bindings[name] = binding
  }

  static func versioned(_ name: String, _ version: Int) -> String {
    version < 0 ? name : "\(name)ᐞ\(version)"
  }

}

extension LocalScope {

  /// A point of the log to go back to.
  struct Mark {
    fileprivate let count: Int
  }

  var mark: Mark { Mark(count: log.count) }

  /// Undoes all changes since `mark`, and returns what the changed names had become.
  mutating func rollBack(to mark: Mark) -> [String: Local?] {
    var changes: [String: Local?] = [:]
    while log.count > mark.count {
      let (name, before) = log.removeLast()
      if changes[name] == nil { changes.updateValue(bindings[name], forKey: name) }
      bindings[name] = before
    }
    return changes
  }

}
