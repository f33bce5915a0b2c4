import IteratorIR

/// How often a name is used.
struct Uses: Hashable {

  /// The number of references.
  var count = 0

  /// `true` iff one of them stands in a function that may be called many times.
  var isInFunction = false

  /// The uses of a name that is to stay.
  static let many = Uses(count: .max, isInFunction: true)

}

/// The uses of the names that lets bind, by the identity of the let's lambda.
///
/// Counting goes once over an expression. The values of unused names are not looked at, since
/// they are about to disappear.
struct UseCounts {

  private var uses: [ObjectIdentifier: (lambda: Expr, uses: [Uses])] = [:]

  /// The counter of each name that is bound by a let around the place.
  private var scope: [Symbol: Int] = [:]
  private var counters: [(uses: Uses, depth: Int)] = []

  init() {}

  /// Returns the uses of the parameters of `lambda`, which a let applies.
  mutating func uses(ofParametersOf lambda: Expr) -> [Uses] {
    if let known = uses[lambda.identity] { return known.uses }
    guard case .lambda(let parameters, let body) = lambda.kind else { return [] }
    let saved = (scope, counters)
    (scope, counters) = ([:], [])
    let result = bind(parameters, lambda, body, depth: 0)
    (scope, counters) = saved
    return result
  }

  /// Notes the uses of the parameters of `lambda`, which were found in another way.
  mutating func note(_ uses: [Uses], of lambda: Expr) {
    self.uses[lambda.identity] = (lambda, uses)
  }

  /// Counts the uses of all names that lets in `e` bind.
  mutating func count(in e: Expr) { visit(e, depth: 0) }

  private mutating func visit(_ e: Expr, depth: Int) {
    if counters.isEmpty, !e.containsLet { return }
    switch e.kind {
    case .reference(let name):
      guard let i = scope[name] else { return }
      counters[i].uses.count += 1
      if depth > counters[i].depth { counters[i].uses.isInFunction = true }
    case .builtin, .literal, .typeName, .infinity, .offset, .axis:
      return
    case .lambda(let parameters, let body):
      let hidden = parameters.map { scope.updateValue(-1, forKey: $0) }
      for p in parameters { scope[p] = nil }
      visit(body, depth: depth + 1)
      restore(parameters, hidden)
    case .call(let function, let arguments):
      if let (parameters, values, body) = e.asLet {
        let uses = bind(parameters, function, body, depth: depth)
        for (v, u) in zip(values, uses) where u.count > 0 { visit(v, depth: depth) }
      } else {
        visit(function, depth: depth)
        for a in arguments { visit(a, depth: depth) }
      }
    }
  }

  /// Counts in the body of a let and returns the uses of its `parameters`.
  private mutating func bind(
    _ parameters: [Symbol], _ lambda: Expr, _ body: Expr, depth: Int
  ) -> [Uses] {
    let first = counters.count
    var hidden: [Int?] = []
    for (i, p) in parameters.enumerated() {
      counters.append((Uses(), depth))
      hidden.append(scope.updateValue(first + i, forKey: p))
    }
    visit(body, depth: depth)
    restore(parameters, hidden)
    let result = counters[first...].map(\.uses)
    counters.removeSubrange(first...)
    uses[lambda.identity] = (lambda, result)
    return result
  }

  private mutating func restore(_ parameters: [Symbol], _ hidden: [Int?]) {
    for (p, h) in zip(parameters, hidden).reversed() { scope[p] = h }
  }

}
