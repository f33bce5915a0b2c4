import IteratorIR

/// A program whose parts can be replaced in place.
struct ProgramEditor {

  private let base: Program
  private var functions: [FunctionDefinition]
  private var temporaries: [Temporary]
  private var body: [Statement]

  init(_ program: Program) {
    base = program
    functions = program.functions
    temporaries = program.temporaries
    body = program.body
  }

  /// The program as it stands.
  var program: Program {
    Program(
      name: base.name, functions: functions, parameters: base.parameters,
      temporaries: temporaries, body: body, offsets: base.offsets)
  }

  subscript(root: Path.Root) -> Expr {
    get {
      switch root {
      case .function(let i): return functions[i].body
      case .temporary(let i): return temporaries[i].domain
      case .target(let p), .domain(let p), .value(let p), .condition(let p):
        return statement(at: p)[root]
      }
    }
    set {
      switch root {
      case .function(let i): functions[i] = functions[i].withBody(newValue)
      case .temporary(let i): temporaries[i] = temporaries[i].withDomain(newValue)
      case .target(let p), .domain(let p), .value(let p), .condition(let p):
        replace(statementAt: p, with: [statement(at: p).replacing(root, with: newValue)])
      }
    }
  }

  func statement(at path: StatementPath) -> Statement {
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

  mutating func replace(statementAt path: StatementPath, with statements: [Statement]) {
    ProgramEditor.replace(in: &body, path.indices[...], with: statements)
  }

  private static func replace(
    in body: inout [Statement], _ path: ArraySlice<Int>, with statements: [Statement]
  ) {
    let i = path[path.startIndex]
    if path.count == 1 {
      if let only = statements.first, statements.count == 1 {
        body[i] = only
      } else {
        body.replaceSubrange(i ... i, with: statements)
      }
      return
    }
    guard case .if(let condition, var then, var otherwise) = body[i] else {
      preconditionFailure("a path leads through if statements")
    }
    let inner = path.dropFirst(2)
    if path[path.startIndex + 1] == 0 {
      replace(in: &then, inner, with: statements)
    } else {
      replace(in: &otherwise, inner, with: statements)
    }
    body[i] = .if(condition: condition, then: then, otherwise: otherwise)
  }

}

extension Statement {

  fileprivate subscript(root: Path.Root) -> Expr {
    switch (self, root) {
    case (.set(let target, _, _), .target): target
    case (.set(_, let domain, _), .domain): domain
    case (.set(_, _, let value), .value): value
    case (.if(let condition, _, _), .condition): condition
    default: preconditionFailure("a path names a part that the statement has")
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
    default: preconditionFailure("a path names a part that the statement has")
    }
  }

}

extension FunctionDefinition {

  /// Returns the function with another body.
  func withBody(_ body: Expr) -> FunctionDefinition {
    FunctionDefinition(name: name, parameters: parameters, body: body)
  }

}

extension Temporary {

  /// Returns the temporary with another domain.
  func withDomain(_ domain: Expr) -> Temporary {
    Temporary(name: name, domain: domain, dtype: dtype)
  }

}
