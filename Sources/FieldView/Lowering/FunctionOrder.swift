import StencilTypes

/// Returns the operators among `captures` and all that they call, in the order of GT4Py's programs.
///
/// The names that a function captures are taken in alphabetical order. What the last of them needs
/// comes first, then what the one before it needs, and so on; then come the operators themselves.
func functionOrder(_ captures: FoastCaptures) -> [FoastOperatorDefinition] {
  var known: [FoastOperatorDefinition: [FoastOperatorDefinition]] = [:]
  func needed(_ captures: FoastCaptures) -> [FoastOperatorDefinition] {
    let own = captures.operators.sorted { isBefore($0.key, $1.key) }.map(\.value)
    var result: [FoastOperatorDefinition] = []
    var seen: Set<FoastOperatorDefinition> = []
    func add(_ o: FoastOperatorDefinition) {
      if seen.insert(o).inserted { result.append(o) }
    }
    for o in own.reversed() {
      let below = known[o] ?? needed(o.captures)
      known[o] = below
      below.forEach(add)
    }
    own.forEach(add)
    return result
  }
  return needed(captures)
}

/// Returns what the functions of `operators` are called: their names, made different from each
/// other and from `taken`.
func functionNames(
  _ operators: [FoastOperatorDefinition], taken: some Sequence<String>
) -> [FoastOperatorDefinition: String] {
  var used = Set(taken)
  var result: [FoastOperatorDefinition: String] = [:]
  for o in operators {
    var name = o.name
    var n = 1
    while !used.insert(name).inserted {
      name = "\(o.name)_\(n)"
      n += 1
    }
    result[o] = name
  }
  return result
}
