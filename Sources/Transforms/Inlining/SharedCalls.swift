import Diagnostics
import HashTreeCollections
import IteratorIR
import StencilTypes

/// Applies the functions that a value calls, each to the same arguments once.
///
/// Values are nodes of a graph, equal ones the same node: calls are the same if function and
/// arguments are, and Cartesian shifts behind each other are one. So functions that call others
/// twice, which do the same, give as many nodes as there are different calls. Written as an
/// expression, a node with several readers is a let.
struct SharedCalls {

  /// What a name stands for.
  enum Meaning {
    case value(FieldNode)
    case function(Closure)
  }

  typealias Names = TreeDictionary<Symbol, Meaning>

  /// A function with the names around it.
  final class Closure {

    let name: Symbol
    let parameters: [Symbol]
    let body: Expr
    var names: Names

    /// `true` iff its calls are the ends of a choice, and joined to one.
    let isJoined: Bool

    init(
      _ name: Symbol, _ parameters: [Symbol], _ body: Expr, _ names: Names, isJoined: Bool = false
    ) {
      self.name = name
      self.parameters = parameters
      self.body = body
      self.names = names
      self.isJoined = isJoined
    }

  }

  struct Call: Hashable {
    let function: ObjectIdentifier
    let arguments: [Int]
  }

  /// The functions of the program.
  private let functions: Names

  /// The names that functions use and neither bind nor call.
  private let globals: Set<Symbol>

  private let offsets: [String: FieldOffset]
  private let free = FreeNames()

  /// The nodes by what they compute: expressions in which `#n` stands for node `n`.
  private var nodes: [Expr: FieldNode] = [:]

  var results: [Call: FieldNode] = [:]

  /// Keeps the functions whose identities are keys.
  var closures: [Closure] = []

  /// The nodes that stand for calls whose functions are to be applied to what all of them are given.
  var joinedCalls: [Int: Closure] = [:]

  /// For nodes that move a field: the field, and how far by the names of offsets.
  private var moves: [Int: (field: FieldNode, distances: [String: Int])] = [:]

  /// How many names were made of each name.
  private var nameCounts: [Symbol: Int] = [:]

  /// `false` iff something was met that has no place in the graph.
  var isComplete = true

  /// What makes it end early: too many different calls, or that the user wants it to.
  var counter = CallCounter()
  var isStopped = false
  let isCancelled: @Sendable () -> Bool

  /// The function that is called most often, if there are too many calls.
  var excess: Closure? {
    guard isStopped, let name = counter.mostCalled else { return nil }
    return closures.first { $0.name == name }
  }

  init(_ program: Program, isCancelled: @escaping @Sendable () -> Bool) {
    self.isCancelled = isCancelled
    offsets = program.offsets
    var names: Names = [:]
    let closures = program.functions.map { Closure($0.name, $0.parameters, $0.body, [:]) }
    for c in closures { names[c.name] = .function(c) }
    var globals: Set<Symbol> = []
    for c in closures {
      c.names = names
      for n in free.names(of: c.body) where names[n] == nil && !c.parameters.contains(n) {
        globals.insert(n)
      }
    }
    functions = names
    self.globals = globals
    self.closures = closures
  }

  private init(like other: SharedCalls) {
    isCancelled = other.isCancelled
    counter = other.counter
    functions = other.functions
    globals = other.globals
    offsets = other.offsets
    closures = other.closures
  }

  /// Returns `e` with all functions applied, binding no name in `taken`; `nil` if `e` does something
  /// with functions but call them.
  mutating func apply(in e: Expr, taken: Set<Symbol>) -> Expr? {
    let root = node(of: e, functions)
    guard isComplete else { return nil }
    return FieldWriter.write(FieldGraph(root: root, offsets: offsets), taken: taken)
  }

}

// From expressions to nodes.

extension SharedCalls {

  mutating func node(of e: Expr, _ names: Names) -> FieldNode {
    switch e.kind {
    case .reference(let name):
      switch names[name] {
      case .value(let n): return n
      case .function: isComplete = false
      case nil: break
      }
      return add(e, .leaf(names: []), [])
    case .builtin, .literal, .typeName, .infinity, .offset, .axis:
      return add(e, .leaf(names: []), [])
    case .lambda: return node(ofOpen: e, names)
    case .call(let function, let arguments):
      if let (parameters, values, body) = e.asLet {
        return node(ofLet: parameters, values, body, names)
      }
      if case .reference(let name) = function.kind, case .function(let f)? = names[name] {
        return call(f, arguments.map { node(of: $0, names) })
      }
      return node(ofCall: e, function, arguments, names)
    }
  }

  private mutating func node(
    ofLet parameters: [Symbol], _ values: [Expr], _ body: Expr, _ names: Names
  ) -> FieldNode {
    var inner = names
    var joined: [Closure] = []
    for (p, v) in zip(parameters, values) {
      guard case .lambda(let own, let result) = v.kind else {
        let n = node(of: v, names)
        name(n, after: p)
        inner[p] = .value(n)
        continue
      }
      let f = Closure(p, own, result, names, isJoined: body.endsWithCalls(of: p, free))
      closures.append(f)
      if f.isJoined { joined.append(f) }
      inner[p] = .function(f)
    }
    var result = node(of: body, inner)
    for f in joined.reversed() { result = join(f, in: result) }
    return result
  }

  private mutating func node(
    ofCall e: Expr, _ function: Expr, _ arguments: [Expr], _ names: Names
  ) -> FieldNode {
    let isChoice = e.arguments(of: .if) != nil
    let slots = arguments.indices.filter { isChoice || arguments[$0].isData }
    // What is no data stays as it is written, but that functions are applied in it.
    var parts = (function: function, arguments: arguments)
    let fixed = [function] + arguments.indices.filter { !slots.contains($0) }.map { arguments[$0] }
    let used = fixed.flatMap { free.names(of: $0).filter { names[$0] != nil } }
    if used.contains(where: { if case .value? = names[$0] { true } else { false } }) {
      return node(ofOpen: e, names)
    }
    if !used.isEmpty {
      parts.function = applied(function, names)
      for i in arguments.indices where !slots.contains(i) {
        parts.arguments[i] = applied(arguments[i], names)
      }
    }
    let children = slots.map { node(of: arguments[$0], names) }
    // An element of a tuple that is made here.
    if let i = e.elementOf?.index, let tuple = children.first, children.count == 1,
      let elements = tuple.expr.arguments(of: .makeTuple), elements.indices.contains(i),
      elements.count == tuple.children.count
    {
      return tuple.children[i]
    }
    if let distances = e.moving(offsets)?.distances {
      return moved(children[0], distances, at: e.span)
    }
    let call = used.isEmpty ? e : Expr(.call(parts.function, parts.arguments), at: e.span)
    return add(call, .call(slots: slots), children)
  }

  /// Returns the node of an expression whose names are replaced by what they stand for, no more.
  private mutating func node(ofOpen e: Expr, _ names: Names) -> FieldNode {
    var children: [(name: Symbol, node: FieldNode)] = []
    for name in free.names(of: e) {
      switch names[name] {
      case .value(let n): children.append((name, n))
      case .function: isComplete = false
      case nil: break
      }
    }
    children.sort { $0.name.name < $1.name.name }
    return add(e, .leaf(names: children.map(\.name)), children.map(\.node))
  }

  /// Returns a stencil, or what makes one, with the functions applied that it calls.
  private mutating func applied(_ e: Expr, _ names: Names) -> Expr {
    guard free.names(of: e).contains(where: { names[$0] != nil }) else { return e }
    guard case .lambda(let parameters, let body) = e.kind else {
      return e.mapChildren { applied($0, names) }
    }
    var inner = SharedCalls(like: self)
    var innerNames = names
    for p in parameters { innerNames[p] = nil }
    var taken = globals.union(parameters)
    taken.formUnion(free.names(of: e))
    if !globals.isDisjoint(with: parameters) { isComplete = false }
    let new = isComplete ? inner.apply(in: body, innerNames, taken: taken) : nil
    (counter, isStopped) = (inner.counter, isStopped || inner.isStopped)
    guard let new else {
      isComplete = false
      return e
    }
    return Expr(.lambda(parameters, new), at: e.span)
  }

  private mutating func apply(in e: Expr, _ names: Names, taken: Set<Symbol>) -> Expr? {
    let root = node(of: e, names)
    guard isComplete else { return nil }
    return FieldWriter.write(FieldGraph(root: root, offsets: offsets), taken: taken)
  }

  /// Returns the node of `e`, whose children are at hand; the same for the same.
  mutating func add(
    _ e: Expr, _ kind: FieldNode.Kind, _ children: [FieldNode]
  ) -> FieldNode {
    let key: Expr
    switch kind {
    case .leaf(let names) where names.isEmpty: key = e
    case .leaf(let names):
      key = e.substituting(
        Dictionary(zip(names, children.map(\.placeholder)), uniquingKeysWith: { a, _ in a }))
    case .call(let slots):
      guard case .call(let function, var arguments) = e.kind else {
        preconditionFailure("only calls have arguments")
      }
      for (slot, c) in zip(slots, children) { arguments[slot] = c.placeholder }
      key = Expr(.call(function, arguments))
    case .stencil: preconditionFailure("stencils are calls here")
    }
    if let known = nodes[key] { return known }
    let node = FieldNode(id: nodes.count + 1, e, kind, children)
    nodes[key] = node
    return node
  }

  /// Gives `node` a name of its own that begins with `hint`, if it has none.
  mutating func name(_ node: FieldNode, after hint: Symbol) {
    if node.name != nil || node.isAtom { return }
    let n = nameCounts[hint, default: 0]
    nameCounts[hint] = n + 1
    node.name = Symbol("\(hint.name)_\(n)")
  }

}

// Moved fields.

extension SharedCalls {

  /// Returns the node of `field` moved by `distances`; of what it is moved from if it is a moved
  /// field itself.
  private mutating func moved(
    _ field: FieldNode, _ distances: [String: Int], at span: SourceSpan?
  ) -> FieldNode {
    var (base, all) = (field, distances)
    if let inner = moves[field.id], let sum = addingDistances(inner.distances, distances) {
      (base, all) = (inner.field, sum)
    }
    if all.isEmpty { return base }
    let node = add(base.placeholder.moved(by: all, at: span), .call(slots: [0]), [base])
    moves[node.id] = (base, all)
    return node
  }

}

extension FieldNode {

  /// A name that no program has.
  var placeholder: Expr { .ref("#\(id)") }

}

extension Expr {

  /// `true` iff the argument has a value that can be named.
  fileprivate var isData: Bool {
    switch kind {
    case .lambda, .builtin, .axis, .offset, .typeName: false
    case .reference, .literal, .infinity, .call: true
    }
  }

}
