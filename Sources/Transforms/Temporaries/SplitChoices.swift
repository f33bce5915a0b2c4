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
    guard program.assignments.contains(where: \.value.mayChoose)
    else {
      return program
    }
    let names = program.definedNames
    let types = try context.types(of: program)
    let limit = program.nodeCount.multipliedReportingOverflow(by: 4).partialValue
    var count = program.nodeCount
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
    let split = program.flatMapAssignments { s, _ in
      if s.value.mayChoose,
        let graph = FieldGraph(s.value, types: types, offsets: program.offsets),
        let choice = branches(graph, graph.root, s.target, s.domain)
      {
        return [choice]
      }
      return [.set(target: s.target, domain: s.domain, value: s.value)]
    }
    if split.body == program.body { return program }
    return context.replace(program, with: split, by: .splitChoices)
  }

}

extension Rule {

  static let splitChoices = Rule(
    "split-choices", "o ← if c then a else b ⇒ if (c) { o ← a } else { o ← b }",
    except: "where branches would repeat too much of what they share")

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
