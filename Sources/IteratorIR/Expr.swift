import Diagnostics
import StencilTypes

/// A name bound by a lambda, a function definition, or a parameter list.
public struct Symbol: Hashable, Sendable {

  public let name: String

  /// The name's hash: names are looked up far more often than they are made.
  fileprivate let code: Int

  /// Creates the symbol spelled `name`.
  public init(_ name: String) {
    self.name = name
    code = name.hashValue
  }

  public static func == (l: Symbol, r: Symbol) -> Bool { l.code == r.code && l.name == r.name }

  public func hash(into hasher: inout Hasher) { hasher.combine(code) }

}

/// Which connectivity, or which neighbor or distance, a shift means.
public enum OffsetLiteral: Hashable, Sendable {

  /// The name of an offset: `Ioffₒ`, `V2Eₒ`.
  case tag(String)

  /// A distance or the number of a neighbor: `-1ₒ`.
  case index(Int)

}

/// An expression of the iterator IR.
///
/// An `Expr` is one immutable, shared node. Equality is structural and ignores `origin`.
public struct Expr: Sendable {

  /// The forms an expression can take.
  public enum Kind: Sendable {

    /// A reference to a bound name.
    case reference(Symbol)

    /// A reference to a function that every program has.
    case builtin(Builtin)

    /// A scalar with its type.
    case literal(ScalarValue)

    /// A scalar type as argument of `cast_`.
    case typeName(ScalarKind)

    /// An unbounded end of a domain's range.
    case infinity(negative: Bool)

    /// The tag or the index of a shift.
    case offset(OffsetLiteral)

    /// A dimension.
    case axis(Dimension)

    /// `λ(parameters) → body`.
    case lambda([Symbol], Expr)

    /// `function(arguments...)`.
    case call(Expr, [Expr])

  }

  @usableFromInline private(set) var node: Node

  /// Creates an expression that came from the source text `span`.
  public init(_ kind: Kind, at span: SourceSpan? = nil) {
    node = Node(kind, span.map { .source($0) })
  }

  /// Creates an expression that came from `origin`.
  public init(_ kind: Kind, from origin: Origin?) {
    node = Node(kind, origin)
  }

  @inlinable public var kind: Kind { node.kind }

  public var origin: Origin? { node.origin }

  /// The text that the expression was written as.
  public var span: SourceSpan? { node.origin?.span }

  /// The length of the longest way from here down to a leaf; 0 for a leaf.
  public var height: Int { Int(node.height) }

  /// The number of nodes of the tree, shared ones counted each time; saturates.
  public var nodeCount: Int { node.nodeCount }

  /// The builtins that the tree mentions.
  public var builtins: BuiltinSet { node.builtins }

  /// Whether it is a let: a lambda that is called with as many values as it has parameters.
  @inlinable public var isLet: Bool { node.isLet }

  /// Whether a let stands somewhere in the tree.
  public var containsLet: Bool { node.containsLet }

  /// Whether `self` and `other` are the same node, not merely equal ones.
  @inlinable public func isIdentical(to other: Expr) -> Bool { node === other.node }

  /// A key that identical nodes share, valid as long as the node lives.
  @inlinable public var identity: ObjectIdentifier { ObjectIdentifier(node) }

  /// The box that expressions share.
  ///
  /// `kind` changes once only: when the node dies, to let go of its children one by one. So its
  /// reads, which are the most frequent thing that the compiler does, need no check.
  @usableFromInline final class Node: @unchecked Sendable {

    // The small ones first: they fit behind `kind`, which keeps a node in 112 bytes of memory.
    @exclusivity(unchecked) @usableFromInline fileprivate(set) var kind: Kind
    @usableFromInline let isLet: Bool
    let containsLet: Bool
    let height: Int32
    let origin: Origin?
    let hash: Int
    let nodeCount: Int
    let builtins: BuiltinSet

    init(_ kind: Kind, _ origin: Origin?) {
      self.kind = kind
      self.origin = origin
      var h = NodeHash()
      var height: Int32 = -1
      var count = 1
      var builtins = BuiltinSet()
      var isLet = false, containsLet = false
      func add(_ child: Expr) {
        h.combine(child.node.hash)
        height = max(height, child.node.height)
        builtins.formUnion(child.node.builtins)
        containsLet = containsLet || child.node.containsLet
        let (sum, overflow) = count.addingReportingOverflow(child.node.nodeCount)
        count = overflow ? .max : sum
      }
      switch kind {
      case .reference(let s): h.combine(s.code)
      case .builtin(let b):
        h.combine(Int(b.code))
        builtins = BuiltinSet(b)
      case .literal(let v): h.combine(v.hashValue)
      case .typeName(let k): h.combine(k.hashValue)
      case .infinity(let negative): h.combine(negative ? -1 : 1)
      case .offset(let o): h.combine(o.hashValue)
      case .axis(let d): h.combine(d.hashValue)
      case .lambda(let parameters, let body):
        for p in parameters { h.combine(p.code) }
        add(body)
      case .call(let function, let arguments):
        add(function)
        arguments.forEach(add)
        if case .lambda(let parameters, _) = function.kind, parameters.count == arguments.count {
          isLet = true
        }
        h.combine(arguments.count)
      }
      hash = h.value
      self.height = height + 1
      nodeCount = count
      self.builtins = builtins
      self.isLet = isLet
      self.containsLet = containsLet || isLet
    }

    deinit {
      // Deep trees are taken apart with a list of pending nodes; shallow ones by recursion.
      guard height > 1000 else { return }
      var pending: [Expr] = []
      moveChildren(to: &pending)
      while var e = pending.popLast() {
        if isKnownUniquelyReferenced(&e.node) { e.node.moveChildren(to: &pending) }
      }
    }

    private func moveChildren(to pending: inout [Expr]) {
      kind.appendChildren(to: &pending)
      kind = .infinity(negative: false)
    }

  }

}

extension Expr.Kind {

  /// The direct subexpressions, from left to right.
  public var children: [Expr] {
    switch self {
    case .reference, .builtin, .literal, .typeName, .infinity, .offset, .axis: []
    case .lambda(_, let body): [body]
    case .call(let function, let arguments): [function] + arguments
    }
  }

  /// Appends the direct subexpressions, from right to left: the leftmost is the first to be taken
  /// off the end.
  fileprivate func appendChildren(to pending: inout [Expr]) {
    switch self {
    case .reference, .builtin, .literal, .typeName, .infinity, .offset, .axis: break
    case .lambda(_, let body): pending.append(body)
    case .call(let function, let arguments):
      for a in arguments.reversed() { pending.append(a) }
      pending.append(function)
    }
  }

}

extension Expr.Kind: Hashable {

  public static func == (l: Self, r: Self) -> Bool {
    switch (l, r) {
    case (.reference(let a), .reference(let b)): a == b
    case (.builtin(let a), .builtin(let b)): a == b
    case (.literal(let a), .literal(let b)): a == b
    case (.typeName(let a), .typeName(let b)): a == b
    case (.infinity(let a), .infinity(let b)): a == b
    case (.offset(let a), .offset(let b)): a == b
    case (.axis(let a), .axis(let b)): a == b
    case (.lambda(let p, let a), .lambda(let q, let b)): p == q && a == b
    case (.call(let f, let a), .call(let g, let b)): f == g && a == b
    case (.reference, _), (.builtin, _), (.literal, _), (.typeName, _), (.infinity, _),
      (.offset, _), (.axis, _), (.lambda, _), (.call, _):
      false
    }
  }

  public func hash(into hasher: inout Hasher) { Expr(self).hash(into: &hasher) }

}

extension Expr: Hashable {

  public static func == (l: Expr, r: Expr) -> Bool {
    l.node === r.node
      || (l.node.hash == r.node.hash && l.node.nodeCount == r.node.nodeCount
        && l.node.kind == r.node.kind)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(node.hash) }

}

extension Expr {

  /// The direct subexpressions, from left to right.
  public var children: [Expr] { kind.children }

  /// Appends the direct subexpressions, from right to left.
  func appendChildren(to pending: inout [Expr]) { kind.appendChildren(to: &pending) }

  /// Returns `self` with each direct child replaced; the same node if no child changed.
  ///
  /// - Throws: What `transform` throws.
  @inlinable public func mapChildren<E: Error>(_ transform: (Expr) throws(E) -> Expr) throws(E)
    -> Expr
  {
    switch kind {
    case .reference, .builtin, .literal, .typeName, .infinity, .offset, .axis:
      return self
    case .lambda(let parameters, let body):
      let newBody = try transform(body)
      return newBody.isIdentical(to: body) ? self : Expr(.lambda(parameters, newBody), from: origin)
    case .call(let function, let arguments):
      let newFunction = try transform(function)
      var changed = !newFunction.isIdentical(to: function)
      // A copy only if an argument changes.
      var newArguments = arguments
      for (i, a) in arguments.enumerated() {
        let b = try transform(a)
        if b.isIdentical(to: a) { continue }
        changed = true
        newArguments[i] = b
      }
      return changed ? Expr(.call(newFunction, newArguments), from: origin) : self
    }
  }

}

/// The hash of a node from those of its parts.
///
/// A node is made far more often than it is looked up, and what it is made of is hashed already:
/// so this mixes words, and leaves it to `Hasher` to spread the outcome.
private struct NodeHash {

  private(set) var value = 0

  mutating func combine(_ part: Int) {
    var x = UInt64(bitPattern: Int64(value ^ part)) &* 0x9E37_79B9_7F4A_7C15
    x ^= x >> 29
    value = Int(Int64(bitPattern: x)) &+ 1
  }

}
