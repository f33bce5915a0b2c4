import IteratorIR

/// The parts of an expression that stand in it more than once.
///
/// A block is what a lambda or a branch of an `if_` contains. A part belongs to the innermost block
/// that binds one of its names, inside of the stencil in which it stands.
struct CommonSubexpressions {

  private struct Block {

    /// The depth of the stencil's block around this one; 0 outside of stencils.
    let base: Int

    let key: ObjectIdentifier

  }

  /// For each block, by its node, the parts with their numbers of occurrences, and how many parts
  /// were found before.
  private var counts: [ObjectIdentifier: [Expr: (count: Int, rank: Int)]] = [:]
  private var found = 0

  /// For each block the parts to bind, the small ones first.
  private var common: [ObjectIdentifier: [(value: Expr, name: Symbol)]] = [:]
  private var names: [ObjectIdentifier: [Expr: Symbol]] = [:]

  private var blocks: [Block] = []

  /// The numbers of those blocks that are branches.
  private var branches: [Int] = []
  private var depths: [Symbol: [Int]] = [:]
  private let free = FreeNames()

  /// Keeps nodes whose identities are keys.
  private var seen: [ObjectIdentifier: Expr] = [:]

  var isEmpty: Bool { common.isEmpty }

  // MARK: Counting

  /// Counts the parts of `e`, an expression that stands directly in a program.
  mutating func count(in e: Expr) {
    inside(e, isBranch: false, []) { $0.visit(e) }
  }

  private var isInStencil: Bool { (blocks.last?.base ?? 0) > 0 }

  private mutating func inside(
    _ e: Expr, isBranch: Bool, isFunction: Bool = false, _ parameters: [Symbol],
    _ body: (inout CommonSubexpressions) throws -> Void
  ) rethrows {
    let depth = blocks.count
    blocks.append(
      Block(base: isFunction ? depth : blocks.last?.base ?? 0, key: e.identity))
    if isBranch { branches.append(depth) }
    for p in parameters { depths[p, default: []].append(depth) }
    try body(&self)
    for p in parameters { depths[p]?.removeLast() }
    if isBranch { branches.removeLast() }
    blocks.removeLast()
  }

  /// Returns the block that binds the innermost name of `e`.
  private func home(of e: Expr) -> Int {
    var home = blocks.last?.base ?? 0
    for name in free.names(of: e) { home = max(home, depths[name]?.last ?? 0) }
    return home
  }

  private mutating func visit(_ e: Expr) {
    if e.isWorthSharing(inStencil: isInStencil), note(e) { return }
    switch e.kind {
    case .reference, .builtin, .literal, .typeName, .infinity, .offset, .axis: return
    case .lambda(let parameters, let body):
      visitBlock(e, parameters, body, isFunction: true)
    case .call(let function, let arguments):
      if let (parameters, values, body) = e.asLet {
        values.forEach { visit($0) }
        visitBlock(function, parameters, body, isFunction: false)
      } else if let (condition, then, otherwise) = e.choice {
        visit(condition)
        for branch in [then, otherwise] where seen[branch.identity] == nil {
          seen[branch.identity] = branch
          inside(branch, isBranch: true, []) { $0.visit(branch) }
        }
      } else {
        visit(function)
        arguments.forEach { visit($0) }
      }
    }
  }

  private mutating func visitBlock(
    _ lambda: Expr, _ parameters: [Symbol], _ body: Expr, isFunction: Bool
  ) {
    // A node that stands at two places is one block: its parts are not counted twice.
    if seen.updateValue(lambda, forKey: lambda.identity) != nil { return }
    inside(lambda, isBranch: false, isFunction: isFunction, parameters) { $0.visit(body) }
  }

  /// Counts `e`; `true` iff it was counted before, so that its parts have been, too.
  private mutating func note(_ e: Expr) -> Bool {
    let blocks = candidates(from: home(of: e))
    for block in blocks where counts[block]?[e] != nil {
      counts[block]?[e]?.count += 1
      return true
    }
    // In a branch nothing is known of what is computed outside of it.
    counts[blocks[0], default: [:]][e] = (1, found)
    found += 1
    return false
  }

  /// The branches around the place inside the block with number `home`, from the innermost, and
  /// that block.
  private func candidates(from home: Int) -> [ObjectIdentifier] {
    branches.reversed().prefix { $0 > home }.map { blocks[$0].key } + [blocks[home].key]
  }

  /// Forgets what stands there only once, and names the rest from `_cs_` and `number` on.
  mutating func keepRepeated(firstNumber number: inout Int) {
    let repeated = counts.mapValues { entries in entries.filter { $0.value.count > 1 } }
    let blocks = repeated.compactMap { block, entries in
      entries.values.map(\.rank).min().map { (block: block, rank: $0) }
    }
    for (block, _) in blocks.sorted(by: { $0.rank < $1.rank }) {
      // What is contained in another part is bound before it.
      let order = (repeated[block] ?? [:]).sorted {
        ($0.key.nodeCount, $0.value.rank) < ($1.key.nodeCount, $1.value.rank)
      }
      for (value, _) in order {
        let name = Symbol("_cs_\(number)")
        number += 1
        common[block, default: []].append((value, name))
        names[block, default: [:]][value] = name
      }
    }
  }

  // MARK: Extracting

  /// Returns `e` with what is common bound to names.
  mutating func extract(from e: Expr, _ context: inout PassContext) throws -> Expr {
    var result = e
    try inside(e, isBranch: false, []) { result = try $0.bind(e, in: e, &context) }
    return result
  }

  /// Returns `body` of `block` with lets of what is common in it.
  private mutating func bind(
    _ body: Expr, in block: Expr, _ context: inout PassContext
  ) throws -> Expr {
    let entries = common[block.identity] ?? []
    if entries.isEmpty { return try rewrite(body, &context) }
    let lets = entries.reversed().reduce(body) { body, entry in
      .let(entry.name.name, entry.value, in: body, at: body.span)
    }
    let bound = context.replace(body, with: lets, by: .bindCommon)
    return try rewriteLets(bound, entries.count, &context)
  }

  /// Returns `e`, which begins with `count` new lets, with what is common replaced.
  private mutating func rewriteLets(
    _ e: Expr, _ count: Int, _ context: inout PassContext
  ) throws -> Expr {
    guard count > 0, case .call(let lambda, let values) = e.kind else {
      return try rewrite(e, &context)
    }
    let value = try context.inChild(1) { try rewriteParts(values[0], &$0) }
    let function = try context.inChild(0) { context in
      try context.mapChildren(lambda) { try rewriteLets($0, count - 1, &$1) }
    }
    return Expr(.call(function, [value]), at: e.span)
  }

  private mutating func rewrite(_ e: Expr, _ context: inout PassContext) throws -> Expr {
    if e.isWorthSharing(inStencil: isInStencil) {
      for block in candidates(from: home(of: e)) {
        guard let name = names[block]?[e] else { continue }
        return context.replace(e, with: .ref(name.name), by: .useCommon)
      }
    }
    return try rewriteParts(e, &context)
  }

  private mutating func rewriteParts(_ e: Expr, _ context: inout PassContext) throws -> Expr {
    switch e.kind {
    case .reference, .builtin, .literal, .typeName, .infinity, .offset, .axis: return e
    case .lambda(let parameters, _):
      return try rewriteBlock(e, parameters, isFunction: true, &context)
    case .call(let function, let arguments):
      let isChoice = e.choice != nil
      var slot = -1
      return try context.mapChildren(e) { child, context in
        slot += 1
        if slot == 0, case .lambda(let parameters, _) = function.kind,
          parameters.count == arguments.count
        {
          return try rewriteBlock(child, parameters, isFunction: false, &context)
        }
        guard isChoice, slot > 1 else { return try rewrite(child, &context) }
        var result = child
        try inside(child, isBranch: true, []) {
          result = try $0.bind(child, in: child, &context)
        }
        return result
      }
    }
  }

  private mutating func rewriteBlock(
    _ lambda: Expr, _ parameters: [Symbol], isFunction: Bool, _ context: inout PassContext
  ) throws -> Expr {
    var result = lambda
    try inside(lambda, isBranch: false, isFunction: isFunction, parameters) { inner in
      result = try context.mapChildren(lambda) { try inner.bind($0, in: lambda, &$1) }
    }
    return result
  }

}
