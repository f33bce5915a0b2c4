import HashTreeCollections

/// The values of names at a place: those of functions around it, and those of the program that
/// stand above it.
///
/// A function keeps the scope that it was defined in. So the program's names are in one table with
/// their places in order, and a scope holds how many of them it sees: a scope of its own for each of
/// many functions would share little with the one before.
struct TypeScope {

  private let program: ProgramNames
  private let visible: Int
  private var local: TreeDictionary<Symbol, TypedValue>

  /// Creates the scope of what stands in no program, where names have `values`.
  init(_ values: [Symbol: TypedValue] = [:]) {
    program = ProgramNames()
    visible = 0
    local = TreeDictionary(uniqueKeysWithValues: values.map { ($0.key, $0.value) })
  }

  /// Creates the scope of what stands below all that `program` holds now.
  init(below program: ProgramNames) {
    self.program = program
    visible = program.count
    local = [:]
  }

  /// The value of `name`, which a change hides in this scope; `nil` if it is not bound.
  subscript(name: Symbol) -> TypedValue? {
    get {
      if !local.isEmpty, let value = local[name] { return value }
      return program.value(of: name, amongFirst: visible)
    }
    set { local[name] = newValue }
  }

}

/// The values of a program's parameters, functions and temporaries, in their order.
final class ProgramNames {

  private var values: [Symbol: (place: Int, value: TypedValue)] = [:]

  var count: Int { values.count }

  /// Notes the value of a name that is new.
  func define(_ name: Symbol, _ value: TypedValue) {
    values[name] = (values[name]?.place ?? values.count, value)
  }

  fileprivate func value(of name: Symbol, amongFirst visible: Int) -> TypedValue? {
    guard let known = values[name], known.place < visible else { return nil }
    return known.value
  }

  /// Forgets all values: functions among them hold their scopes, and so this table.
  func removeAll() { values = [:] }

}
