import Diagnostics
import HashTreeCollections
import PythonSyntax

/// One place in a source where a name of the module level gets its value.
struct ModuleBinding: Sendable {

  /// What gives the value.
  enum Source: Sendable {

    case value(Expression)

    /// `NAME: TypeAlias = …`, where a string is a type.
    case alias(Expression)

    /// `type NAME[parameters] = …`
    case lazyAlias([String], Expression)

    /// A part of a tuple: `a, (b, c) = …` binds `c` to the part at 1, 1.
    case part(of: Expression, at: [Int])

    case function(FunctionDefinition)
    case classDefinition(ClassDefinition)

    /// `import a.b`, which binds `a`, or `import a.b as c`.
    case module([String])

    /// `from … import name`
    case member(ImportFrom, String)

    /// What is passed over, as a phrase.
    case skipped(String)

    /// A value that was found when the binding was made.
    case known(ModuleValue)

  }

  let name: String
  let source: Source
  let span: SourceSpan

  /// `true` iff the value is computed here, from others; not imported, and no function.
  var isComputed: Bool {
    switch source {
    case .value, .alias, .part, .classDefinition: true
    case .lazyAlias, .function, .module, .member, .skipped, .known: false
    }
  }

}

/// The bindings of a module, in the order of its text.
///
/// Copies share what they have in common: each input at the prompt makes a new table.
struct BindingTable: Sendable {

  /// What a star import takes its names from.
  enum Star: Sendable {
    case statement(ImportFrom)
    case module(any ModuleScope)
  }

  /// The bindings by their numbers, which ascend in the order of the text.
  private(set) var bindings: TreeDictionary<Int, ModuleBinding> = [:]

  /// The number of the next binding.
  private(set) var end = 0

  /// The star imports, each with the number of the binding after it.
  private(set) var stars: [(position: Int, source: Star)] = []

  /// The numbers of each name's bindings, ascending.
  private(set) var numbers: TreeDictionary<String, [Int]> = [:]

  /// The names that are bound more than once.
  private(set) var shadowed: Set<String> = []

  /// The names bound, each once, in the order of their first bindings.
  var names: [String] {
    numbers.map { (name: $0.key, first: $0.value[0]) }.sorted { $0.first < $1.first }.map(\.name)
  }

  /// `true` iff `name` is bound here; names of star imports are not.
  func binds(_ name: String) -> Bool { numbers[name] != nil }

  /// The binding with `number`, which is in the table.
  subscript(number: Int) -> ModuleBinding {
    guard let binding = bindings[number] else { preconditionFailure("no binding \(number)") }
    return binding
  }

  /// Returns the number of the last binding of `name` below `limit`.
  func last(_ name: String, before limit: Int) -> Int? {
    guard let all = numbers[name] else { return nil }
    if let last = all.last, last < limit { return last }
    return all.last { $0 < limit }
  }

  mutating func add(_ binding: ModuleBinding) {
    if numbers[binding.name, default: []].isEmpty == false { shadowed.insert(binding.name) }
    numbers[binding.name, default: []].append(end)
    bindings[end] = binding
    end += 1
  }

  /// Puts `binding`, which has the same name, in the place of the one with `number`.
  mutating func replace(_ number: Int, by binding: ModuleBinding) { bindings[number] = binding }

  /// Forgets the binding with `number`, which no lookup finds.
  mutating func forget(_ number: Int) {
    guard let name = bindings.removeValue(forKey: number)?.name else { return }
    let rest = numbers[name, default: []].filter { $0 != number }
    numbers[name] = rest.isEmpty ? nil : rest
    if rest.count < 2 { shadowed.remove(name) }
  }

  mutating func add(star: Star) { stars.append((end, star)) }

  /// Keeps those star imports for which `isKept`, which has an element for each, says so.
  mutating func keepStars(where isKept: [Bool]) {
    stars = zip(stars, isKept).filter(\.1).map(\.0)
  }

  /// Puts `module` in the place of the star import of `old`; `false` if there is none.
  mutating func replaceStar(of old: any ModuleScope, by module: any ModuleScope) -> Bool {
    let place = stars.lastIndex { star in
      if case .module(let m) = star.source { m === old } else { false }
    }
    guard let place else { return false }
    stars[place].source = .module(module)
    return true
  }

  /// Adds what `statement` binds.
  mutating func add(_ statement: Statement) {
    switch statement.kind {
    case .assign(let targets, let value):
      for target in targets { add(target, .value(value)) }
    case .annotatedAssign(let target, let annotation, let value?):
      add(target, Self.isTypeAlias(annotation) ? .alias(value) : .value(value))
    case .typeAlias(let name, let parameters, let value):
      add(name, .lazyAlias(parameters.map(\.name), value))
    case .function(let function):
      add(function.name, .function(function))
    case .class(let definition):
      add(definition.name, .classDefinition(definition))
    case .import(let modules):
      for module in modules { add(module) }
    case .importFrom(let from):
      if from.names.isEmpty { add(star: .statement(from)) }
      for name in from.names { add(name.alias ?? name.name, .member(from, name.name.name)) }
    case .unsupported(let what, let binds):
      for name in binds { add(name, .skipped(Self.phrase(what))) }
    case .annotatedAssign, .return, .if, .pass, .expression: break
    }
  }

  private mutating func add(_ name: Identifier, _ source: ModuleBinding.Source) {
    add(ModuleBinding(name: name.name, source: source, span: name.span))
  }

  private mutating func add(_ module: ImportedModule) {
    let path = module.path.map(\.name)
    if let alias = module.alias {
      add(alias, .module(path))
    } else if let first = module.path.first {
      add(first, .module([first.name]))
    }
  }

  private mutating func add(_ target: Expression, _ source: ModuleBinding.Source) {
    switch target.kind {
    case .name(let name): add(ModuleBinding(name: name, source: source, span: target.span))
    case .tuple(let elements), .list(let elements):
      for (i, element) in elements.enumerated() { add(element, Self.part(i, of: source)) }
    case .integer, .float, .string, .bool, .none, .ellipsis, .attribute, .subscript, .slice,
      .call, .unary, .binary, .logical, .compare, .ternary, .dict, .starred, .generator,
      .unsupported, .error:
      break
    }
  }

  private static func part(_ index: Int, of source: ModuleBinding.Source) -> ModuleBinding.Source {
    switch source {
    case .value(let value), .alias(let value): .part(of: value, at: [index])
    case .part(let value, let path): .part(of: value, at: path + [index])
    case .lazyAlias, .function, .classDefinition, .module, .member, .skipped, .known: source
    }
  }

  private static func isTypeAlias(_ annotation: Expression) -> Bool {
    switch annotation.kind {
    case .name("TypeAlias"): true
    case .attribute(_, let name): name.name == "TypeAlias"
    case .name, .integer, .float, .string, .bool, .none, .ellipsis, .subscript, .slice, .call,
      .unary, .binary, .logical, .compare, .ternary, .tuple, .list, .dict, .starred, .generator,
      .unsupported, .error:
      false
    }
  }

  /// Returns what a name bound by a statement that is passed over is.
  private static func phrase(_ what: String) -> String {
    switch what {
    case "plain function", "decorated function", "class": withArticle(what)
    default: "bound in \(withArticle(what)), which is not executed"
    }
  }

}
