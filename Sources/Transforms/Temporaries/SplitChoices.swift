import IteratorIR

extension Pass {

  /// Turns choices between fields into choices between statements.
  ///
  ///     o @ D ← let x = v; if c then a else b
  ///       ⇒  if (c) { o @ D ← let x = v; a } else { o @ D ← let x = v; b }
  ///
  /// So each branch computes what it needs, where it needs it. Does nothing to choices inside other
  /// fields, or if branches would repeat too much of what they share.
  public static let splitChoices = Pass(
    "split_choices", "Turns choices between fields into choices between statements.",
    rules: [.splitChoices]
  ) { program, context in
    guard context.allows(Rule.splitChoices.name), program.body.contains(where: \.mayChoose) else {
      return program
    }
    let names = program.definedNames
    let types = try context.types(of: program)
    let limit = program.nodeCount.multipliedReportingOverflow(by: 4).partialValue
    var count = program.nodeCount
    func split(_ s: Statement) -> Statement {
      switch s {
      case .if(let condition, let then, let otherwise):
        return .if(
          condition: condition, then: then.map { split($0) }, otherwise: otherwise.map { split($0) }
        )
      case .set(let target, let domain, let value):
        guard value.mayChoose, let graph = FieldGraph(value, types: types, offsets: program.offsets)
        else { return s }
        return branches(graph, graph.root, target, domain) ?? s
      }
    }
    func branches(
      _ graph: FieldGraph, _ root: FieldNode, _ target: Expr, _ domain: Expr
    ) -> Statement? {
      guard let choice = root.choice else { return nil }
      let parts = [choice.condition, choice.then, choice.otherwise].map {
        FieldGraph(part: $0, of: graph, after: [:])
      }
      let written = parts.map { FieldWriter.write($0, taken: names) }
      count += written[1].nodeCount &+ written[2].nodeCount
      if count > limit { return nil }
      let statements = zip([choice.then, choice.otherwise], written.dropFirst()).map {
        branches(graph, $0, target, domain)
          ?? .set(target: target, domain: domain, value: $1)
      }
      return .if(condition: written[0], then: [statements[0]], otherwise: [statements[1]])
    }
    let body = program.body.map { split($0) }
    if body == program.body { return program }
    return context.replace(
      program,
      with: Program(
        name: program.name, functions: program.functions, parameters: program.parameters,
        temporaries: program.temporaries, body: body, offsets: program.offsets),
      by: Rule.splitChoices.name)
  }

}

extension Rule {

  static let splitChoices = Rule(
    "split-choices", "o ← if c then a else b ⇒ if (c) { o ← a } else { o ← b }",
    except: "where branches would repeat too much of what they share")

}

extension Statement {

  /// `true` iff the value of some statement may be a choice.
  fileprivate var mayChoose: Bool {
    switch self {
    case .set(_, _, let value): value.mayChoose
    case .if(_, let then, let otherwise):
      then.contains(where: \.mayChoose)
        || otherwise.contains(where: \.mayChoose)
    }
  }

}

extension Expr {

  /// `true` iff the value is a choice, below lets.
  fileprivate var mayChoose: Bool {
    guard builtins.contains(.if) else { return false }
    var e = self
    while let (_, _, body) = e.asLet { e = body }
    return e.arguments(of: .if) != nil || { if case .reference = e.kind { true } else { false } }()
  }

}
