import StencilTypes

/// Returns the operators among `captures` and all that they call, in the order of GT4Py's programs.
///
/// The names that a function captures are taken in alphabetical order. What the last of them needs
/// comes first, then what the one before it needs, and so on; then come the operators themselves.
func functionOrder(_ captures: FoastCaptures) -> [FoastOperatorDefinition] {
  var result: [FoastOperatorDefinition] = []
  var listed: Set<FoastOperatorDefinition> = []
  var entered: Set<FoastOperatorDefinition> = []
  func list(_ captures: FoastCaptures) {
    let own = captures.operators.sorted { isBefore($0.key, $1.key) }.map(\.value)
    for o in own.reversed() where entered.insert(o).inserted { list(o.captures) }
    for o in own where listed.insert(o).inserted { result.append(o) }
  }
  list(captures)
  return result
}

extension FoastOperatorDefinition {

  /// The operator, behind all that it calls, itself or through others.
  public var withCallees: [FoastOperatorDefinition] { functionOrder(captures) + [self] }

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
