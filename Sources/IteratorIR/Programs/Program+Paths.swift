// The parts of a program by their paths.

extension Program {

  /// The expression that stands directly in the program at `root`.
  ///
  /// Requires: there is one.
  public subscript(root: Path.Root) -> Expr {
    get {
      switch root {
      case .function(let i): functions[i].body
      case .temporary(let i): temporaries[i].domain
      case .target(let p), .domain(let p), .value(let p), .condition(let p): self[p][root]
      }
    }
    set {
      switch root {
      case .function(let i): functions[i] = functions[i].with(body: newValue)
      case .temporary(let i): temporaries[i] = temporaries[i].with(domain: newValue)
      case .target(let p), .domain(let p), .value(let p), .condition(let p):
        replace(statementAt: p, with: [self[p].replacing(root, with: newValue)])
      }
    }
  }

  /// The expression at `path`.
  ///
  /// Requires: there is one.
  public subscript(path: Path) -> Expr {
    get { path.slots.reduce(self[path.root]) { $0.children[$1] } }
    set { self[path.root] = self[path.root].replacing(path.slots, with: newValue) }
  }

  /// The statement at `path`.
  ///
  /// Requires: there is one.
  public subscript(path: StatementPath) -> Statement {
    var s = body[path.indices[0]]
    var rest = path.indices.dropFirst()
    while let branch = rest.popFirst(), let i = rest.popFirst() {
      guard case .if(_, let then, let otherwise) = s else {
        preconditionFailure("a path leads through if statements")
      }
      s = branch == 0 ? then[i] : otherwise[i]
    }
    return s
  }

  /// Puts `statements` in place of the one at `path`.
  ///
  /// Requires: there is one.
  public mutating func replace(statementAt path: StatementPath, with statements: [Statement]) {
    body.replace(path.indices[...], with: statements)
  }

}

extension [Statement] {

  fileprivate mutating func replace(_ path: ArraySlice<Int>, with statements: [Statement]) {
    let i = path[path.startIndex]
    if path.count == 1 {
      if let only = statements.first, statements.count == 1 {
        self[i] = only
      } else {
        replaceSubrange(i ... i, with: statements)
      }
      return
    }
    guard case .if(let condition, var then, var otherwise) = self[i] else {
      preconditionFailure("a path leads through if statements")
    }
    let inner = path.dropFirst(2)
    if path[path.startIndex + 1] == 0 {
      then.replace(inner, with: statements)
    } else {
      otherwise.replace(inner, with: statements)
    }
    self[i] = .if(condition: condition, then: then, otherwise: otherwise)
  }

}

extension Statement {

  fileprivate subscript(root: Path.Root) -> Expr {
    switch (self, root) {
    case (.set(let target, _, _), .target): target
    case (.set(_, let domain, _), .domain): domain
    case (.set(_, _, let value), .value): value
    case (.if(let condition, _, _), .condition): condition
    case (.set, .condition), (.if, .target), (.if, .domain), (.if, .value), (_, .function),
      (_, .temporary):
      preconditionFailure("a path names a part that the statement has")
    }
  }

  fileprivate func replacing(_ root: Path.Root, with e: Expr) -> Statement {
    switch (self, root) {
    case (.set(_, let domain, let value), .target):
      .set(target: e, domain: domain, value: value)
    case (.set(let target, _, let value), .domain): .set(target: target, domain: e, value: value)
    case (.set(let target, let domain, _), .value): .set(target: target, domain: domain, value: e)
    case (.if(_, let then, let otherwise), .condition):
      .if(condition: e, then: then, otherwise: otherwise)
    case (.set, .condition), (.if, .target), (.if, .domain), (.if, .value), (_, .function),
      (_, .temporary):
      preconditionFailure("a path names a part that the statement has")
    }
  }

}

extension Expr {

  /// Returns `self` with child `slot` replaced.
  ///
  /// Requires: there is one.
  public func replacingChild(_ slot: Int, with child: Expr) -> Expr {
    switch kind {
    case .reference, .builtin, .literal, .typeName, .infinity, .offset, .axis:
      preconditionFailure("a leaf has no children")
    case .lambda(let parameters, _):
      return Expr(.lambda(parameters, child), from: origin)
    case .call(let function, var arguments):
      if slot == 0 { return Expr(.call(child, arguments), from: origin) }
      arguments[slot - 1] = child
      return Expr(.call(function, arguments), from: origin)
    }
  }

  /// Returns `self` with what stands below the children `slots` replaced.
  ///
  /// Requires: there is such a child.
  public func replacing(_ slots: some Collection<Int>, with e: Expr) -> Expr {
    guard !slots.isEmpty else { return e }
    var around: [Expr] = [self]
    for slot in slots.dropLast() { around.append(around[around.count - 1].children[slot]) }
    return zip(around, slots).reversed().reduce(e) { inner, place in
      place.0.replacingChild(place.1, with: inner)
    }
  }

}
