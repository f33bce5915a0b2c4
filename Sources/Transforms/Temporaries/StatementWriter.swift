import IteratorIR
import StencilTypes

/// Writes the graph of one statement as statements that store some of its values before.
struct StatementWriter {

  private let graph: FieldGraph
  private let demands: FieldNeeds
  private let scopes: FieldScopes

  /// The names that are bound around all statements.
  private let defined: Set<Symbol>

  private let builtin: Builtin

  /// The names that are taken, those of the new temporaries included.
  private(set) var taken: Set<Symbol>

  private(set) var temporaries: [Temporary] = []

  /// The number of the next temporary.
  private(set) var number: Int

  /// The temporaries by the nodes that they store, and the references to them.
  private var stored: [Int: Temporary] = [:]
  private var references: [Int: Expr] = [:]

  /// The domains of stencils, where less is needed than is written.
  private var domains: [Int: Expr] = [:]

  /// The choices that become statements.
  private var choices: Set<Int> = []

  /// Creates the writer for a statement that writes on `domain`, whose points lie in `box`.
  init(
    _ graph: FieldGraph, domain: Expr, box: SymbolicDomain, taken: Set<Symbol>,
    defined: Set<Symbol>, number: Int
  ) {
    self.graph = graph
    self.taken = taken
    self.defined = defined
    self.number = number
    scopes = FieldScopes(graph)
    demands = FieldNeeds(graph, scopes, on: box)
    builtin = domain.domainBuiltin ?? .cartesianDomain
    decide()
  }

  /// `true` iff the statement does not stay as it is.
  var isChanged: Bool { !stored.isEmpty || !choices.isEmpty }

  /// Returns the statements that store the value of the graph.
  func statements(_ target: Expr, _ domain: Expr) -> [Statement] {
    store(graph.root, in: scopes.whole, target, domain)
  }

}

// What is stored.

extension StatementWriter {

  private mutating func decide() {
    var statementScopes: Set<ObjectIdentifier> = [ObjectIdentifier(scopes.whole)]
    var roots: Set<Int> = [graph.root.id]
    var found: [(node: FieldNode, domain: Expr, dtype: DataType)] = []
    for n in graph.nodes {
      if let written = n.fieldop?.domain, let needed = demands.points(of: n),
        needed.box != SymbolicDomain(written)
      {
        domains[n.id] = needed.domain(builtin)
      }
      let scope = scopes.scope(of: n)
      guard statementScopes.contains(ObjectIdentifier(scope)) else { continue }
      if demands.operands.contains(n.id), let (domain, dtype) = storage(of: n) {
        found.append((n, domain, dtype))
      } else if !roots.contains(n.id) {
        continue
      }
      guard let choice = n.choice, let (then, otherwise) = scopes.branches(of: n) else { continue }
      choices.insert(n.id)
      for (branch, scope) in [(choice.then, then), (choice.otherwise, otherwise)] {
        statementScopes.insert(ObjectIdentifier(scope))
        if scopes.scope(of: branch) === scope { roots.insert(branch.id) }
      }
    }
    // Readers come first among the nodes, but temporaries in the order of statements.
    for (node, domain, dtype) in found.reversed() {
      var name = Symbol("_tmp\(number)")
      while taken.contains(name) {
        number += 1
        name = Symbol("_tmp\(number)")
      }
      number += 1
      taken.insert(name)
      let temporary = Temporary(name: name, domain: domain, dtype: dtype)
      temporaries.append(temporary)
      stored[node.id] = temporary
      references[node.id] = Expr(.reference(name))
    }
  }

  /// Returns how `node` is stored; `nil` if its value had better not be.
  private func storage(of node: FieldNode) -> (domain: Expr, dtype: DataType)? {
    switch node.kind {
    case .leaf: return nil
    case .call: if node.choice == nil { return nil }
    case .stencil: break
    }
    guard demands.isCertain(node), let type = graph.types?[node.expr], let dtype = type.storedType,
      let points = demands.points(of: node), !points.box.dims.isEmpty, points.box.isFinite
    else { return nil }
    let box = points.domain(builtin)
    guard box.freeNames.isSubset(of: defined) else { return nil }
    return (box, dtype)
  }

}

// Statements.

extension StatementWriter {

  private func store(
    _ root: FieldNode, in scope: FieldScopes.Scope, _ target: Expr, _ domain: Expr
  ) -> [Statement] {
    var result: [Statement] = []
    for n in scope.nodes {
      guard let temporary = stored[n.id], let name = references[n.id] else { continue }
      result.append(statement(n, name, temporary.domain))
    }
    if let temporary = references[root.id] {
      return result + [.set(target: target, domain: domain, value: temporary)]
    }
    return result + [statement(root, target, domain)]
  }

  /// Returns the statement that stores the value of `node`; the temporaries around it are there.
  private func statement(_ node: FieldNode, _ target: Expr, _ domain: Expr) -> Statement {
    guard choices.contains(node.id), let choice = node.choice,
      let (then, otherwise) = scopes.branches(of: node)
    else { return .set(target: target, domain: domain, value: expr(of: node)) }
    return .if(
      condition: expr(of: choice.condition),
      then: branch(choice.then, in: then, target, domain),
      otherwise: branch(choice.otherwise, in: otherwise, target, domain))
  }

  private func branch(
    _ root: FieldNode, in scope: FieldScopes.Scope, _ target: Expr, _ domain: Expr
  ) -> [Statement] {
    if scopes.scope(of: root) === scope { return store(root, in: scope, target, domain) }
    let value = references[root.id] ?? expr(of: root)
    return [.set(target: target, domain: domain, value: value)]
  }

  private func expr(of node: FieldNode) -> Expr {
    FieldWriter.write(
      FieldGraph(part: node, of: graph, after: references), taken: taken, domains: domains)
  }

}

extension IRType {

  /// The type of a temporary's elements for fields of this type; `nil` if there is none.
  fileprivate var storedType: DataType? {
    switch self {
    case .field(_, .scalar(let k)): return .scalar(k)
    case .tuple(let elements):
      let types = elements.compactMap(\.storedType)
      return types.count == elements.count ? .tuple(types) : nil
    case .field, .scalar, .list, .iterator, .domain, .namedRange, .axis, .offset, .function:
      return nil
    }
  }

}
