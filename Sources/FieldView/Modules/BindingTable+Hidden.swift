import PythonSyntax

extension BindingTable {

  /// Forgets the bindings that later ones hide from everybody, and star imports that stand twice.
  ///
  /// A hidden binding is still seen by what stands between it and the one that hides it: by an
  /// assignment, or by the decorator of a function. What mentions its name is taken to see it.
  mutating func forgetHidden() {
    defer { forgetRepeatedStars() }
    if shadowed.isEmpty { return }
    // The names that are bound further down, and those that something further down may look up.
    var bound: Set<String> = []
    var wanted: Set<String> = []
    for number in bindings.keys.sorted(by: >) {
      let binding = self[number]
      let isSeen = !bound.contains(binding.name) || wanted.contains(binding.name)
      guard isSeen else {
        forget(number)
        continue
      }
      bound.insert(binding.name)
      wanted.remove(binding.name)
      let texts = binding.textsOfEarlierNames
      wanted.formUnion(shadowed.filter { name in texts.contains { $0.hasWord(name) } })
    }
  }

  /// Forgets a star import if the same one follows, and nothing between them looks names up.
  private mutating func forgetRepeatedStars() {
    if stars.count < 2 { return }
    let users = bindings.filter { !$0.value.textsOfEarlierNames.isEmpty }.map(\.key)
    // Where the same names are imported next.
    var next: [ImportedNames: Int] = [:]
    var isRepeated: [Bool] = []
    for star in stars.reversed() {
      guard case .statement(let from) = star.source else {
        isRepeated.append(false)
        continue
      }
      let names = ImportedNames(from)
      isRepeated.append(
        next[names].map { end in !users.contains { star.position <= $0 && $0 < end } } ?? false)
      next[names] = star.position
    }
    if isRepeated.contains(true) { keepStars(where: isRepeated.reversed().map(!)) }
  }

  /// What a star import takes its names from.
  private struct ImportedNames: Hashable {

    let level: Int
    let path: [String]

    init(_ from: ImportFrom) {
      level = from.level
      path = from.path.map(\.name)
    }

  }

}

extension BindingTable.Star {

  /// `true` iff the names are those of `module`.
  func isModule(_ module: any ModuleScope) -> Bool {
    if case .module(let m) = self { m === module } else { false }
  }

}

extension ModuleBinding {

  /// The texts in which names are that the binding looks up as they are where it stands.
  ///
  /// The names in a function are looked up later, as they are in the end.
  fileprivate var textsOfEarlierNames: [String] {
    switch source {
    case .value(let e), .alias(let e), .part(let e, _): [e.span.text]
    case .function(let f): f.decorators.map(\.span.text)
    case .classDefinition(let c): [c.span.text]
    case .lazyAlias, .module, .member, .skipped, .known: []
    }
  }

}
