import IteratorIR
import StencilTypes

/// What is known of scalar values from the text alone.
struct ScalarFacts: Hashable {

  /// `true` iff evaluation cannot fail, so that the value may be dropped.
  var isTotal: Bool

  /// The type; `nil` if it is not known, or not a scalar.
  var kind: ScalarKind?

  static let unknown = ScalarFacts(isTotal: false, kind: nil)

}

/// The names that an expression can use, with what is known of them.
///
/// A name is a scalar parameter of the program, or bound by a let whose value is known. Parameters
/// of other lambdas stand for elements of fields, carries and arguments of any origin: nothing is
/// known of them.
struct Scope {

  private var names: [Symbol: ScalarFacts] = [:]

  /// Whether what is looked at may decide where a domain ends: there a sum that wraps is an error.
  ///
  /// What a name stands for may be used so, wherever that is.
  private(set) var isInBound = false

  /// Facts of nodes in the innermost block, with the node to keep its identity taken.
  private var cache: [ObjectIdentifier: (Expr, ScalarFacts)] = [:]

  private var outer:
    [(undo: [(Symbol, ScalarFacts?)], cache: [ObjectIdentifier: (Expr, ScalarFacts)])] =
      []

  init() {}

  /// Creates the scope of the statements of `program`.
  init(_ program: Program) {
    for p in program.parameters {
      switch p.type.structural {
      case .scalar(let kind): names[p.name] = ScalarFacts(isTotal: true, kind: kind)
      case .tuple(let elements) where elements.allSatisfy(\.isScalar):
        names[p.name] = ScalarFacts(isTotal: true, kind: nil)
      case .tuple, .field, .named: break
      }
    }
  }

  /// Begins a block in which `parameters` are known to have `facts`.
  mutating func enter(_ parameters: [Symbol], _ facts: [ScalarFacts]) {
    var undo: [(Symbol, ScalarFacts?)] = []
    for (p, f) in zip(parameters, facts) {
      undo.append((p, names[p]))
      names[p] = f == .unknown ? nil : f
    }
    outer.append((undo, cache))
    cache = [:]
  }

  /// Ends the block that was entered last.
  mutating func leave() {
    guard let (undo, cache) = outer.popLast() else { preconditionFailure("no block to leave") }
    for (name, facts) in undo.reversed() { names[name] = facts }
    self.cache = cache
  }

  /// Begins with the parts of `e`; returns what `leaveParts` takes at their end.
  mutating func enterParts(of e: Expr) -> Bool {
    let outer = isInBound
    isInBound = isInBound || e.mayHaveBounds
    return outer
  }

  /// Begins with what a let gives names to; returns what `leaveParts` takes at its end.
  mutating func enterNamed() -> Bool {
    let outer = isInBound
    isInBound = true
    return outer
  }

  /// Ends with the parts of an expression; `outer` is what `enterParts` returned.
  mutating func leaveParts(_ outer: Bool) { isInBound = outer }

  /// Returns what is known of `e`.
  mutating func facts(of e: Expr) -> ScalarFacts {
    switch e.kind {
    case .literal(let v): return ScalarFacts(isTotal: true, kind: v.kind)
    case .reference(let name): return names[name] ?? .unknown
    case .infinity: return ScalarFacts(isTotal: true, kind: .int32)
    case .builtin, .typeName, .offset, .axis, .lambda:
      return ScalarFacts(isTotal: true, kind: nil)
    case .call:
      if let known = cache[e.identity] { return known.1 }
      let facts = callFacts(e)
      cache[e.identity] = (e, facts)
      return facts
    }
  }

  mutating func isTotal(_ e: Expr) -> Bool { facts(of: e).isTotal }

}

extension Expr {

  /// `true` iff the parts may be bounds: a range, a comparison, which may be one with an index, or
  /// the arguments of what may compare them.
  fileprivate var mayHaveBounds: Bool {
    guard let (builtin, _) = builtinCall else { return true }
    if builtin == .namedRange { return true }
    if case .comparison? = builtin.scalarOperation { return true }
    return false
  }

}

extension DataType {

  fileprivate var isScalar: Bool {
    if case .scalar = self { true } else { false }
  }

}
