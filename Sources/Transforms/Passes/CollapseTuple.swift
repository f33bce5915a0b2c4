import IteratorIR

extension Pass {

  /// Takes tuples apart until only those are left that are stored or chosen as a whole.
  ///
  ///     {a, b}[0]  ⇒  a
  ///
  /// An `if_` of tuples stays one: made an `if_` for each element it would grow with each level.
  public static let collapseTuple = Pass(
    "collapse_tuple", "Takes tuples apart.",
    rules: Rule.collapseTuple + [.makeTupleOfElements] + Rule.inlining, isIdempotent: true
  ) { program, context in
    // What is normal stays so, in the next rounds too.
    var engine = RewriteEngine(table, for: program)
    return try context.untilSettled(program) { program, context in
      let whole = try joiningElements(program, &context)
      engine.refuel(for: whole)
      let collapsed = try context.mapExpressions(of: whole) { try engine.normalize($0, &$1) }
      return try inlining(
        collapsed, Inliner.Options(trivialTuples: true, splits: true), &context)
    }
  }

}

private let table = RuleTable(Rule.collapseTuple)

extension Rule {

  /// The rules of `collapse_tuple` for one expression.
  static let collapseTuple: [Rule] = [
    .elementOfTuple, .elementOfLet, .elementOfChoice, .choiceIntoTrivialLet, .flattenTupleArgument,
    .derefLift, .shiftLift, .canDerefLift,
  ]

  static let elementOfTuple = Rule(
    "element-of-tuple", "{a, b}[0] ⇒ a", heads: [.tupleGet], mentions: [.makeTuple]
  ) { e in
    guard let (i, tuple) = e.elementOf, let elements = tuple.arguments(of: .makeTuple),
      elements.indices.contains(i)
    else { return .miss(.otherForm) }
    return .match(elements[i])
  }

  static let elementOfLet = Rule(
    "element-of-let", "(let x = v; t)[0] ⇒ let x = v; t[0]", heads: [.tupleGet]
  ) { e in
    guard let (i, tuple) = e.elementOf, let (parameters, values, body) = tuple.asLet else {
      return .miss(.otherForm)
    }
    return .match(
      Expr(.lambda(parameters, body.element(i, at: e.span)), at: tuple.span).applied(
        to: values, at: e.span))
  }

  static let elementOfChoice = Rule(
    "element-of-choice", "if_(c, s, t)[0] ⇒ if_(c, s[0], t[0]);  concat_where alike",
    heads: [.tupleGet]
  ) { e in
    guard let (i, tuple) = e.elementOf, let (builtin, a) = tuple.builtinCall, a.count == 3,
      builtin == .if || builtin == .concatWhere
    else { return .miss(.otherForm) }
    return .match(
      .call(builtin, a[0], a[1].element(i, at: e.span), a[2].element(i, at: e.span), at: e.span))
  }

  static let choiceIntoTrivialLet = Rule(
    "choice-into-trivial-let",
    "let t = if_(c, v, w); {t[1], t[0]} ⇒ if_(c, let t = v; {t[1], t[0]}, let t = w; {t[1], t[0]})",
    except: "where the body does more than sort elements", mentions: [.if]
  ) { e in
    guard let (parameters, values, body) = e.asLet, values.count == 1, body.isTrivialTuple,
      let (c, a, b) = values[0].choice, case .call(let lambda, _) = e.kind,
      // The condition moves into the scope of nothing: branches keep the let.
      parameters.count == 1
    else { return .miss(.otherForm) }
    return .match(
      .call(
        .if, c, lambda.applied(to: [a], at: e.span), lambda.applied(to: [b], at: e.span),
        at: e.span))
  }

}

extension Expr {

  /// The index and the tuple if `self` is `tuple[index]`.
  var elementOf: (index: Int, tuple: Expr)? {
    guard let a = arguments(of: .tupleGet), a.count == 2, let i = a[0].integer else { return nil }
    return (Int(i), a[1])
  }

}
