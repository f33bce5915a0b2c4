import StencilTypes

/// Writes ITIR so that it reads back as the same tree.
///
/// A chain of lets stands flat, one binding a line: `let x = value;`.
struct TypedPrinter {

  private let names = SpelledNames()

  func document(_ e: Expr, _ required: Precedence = .lambda) -> Document {
    switch e.kind {
    case .reference(let s): return names[s]
    case .builtin(let b): return Document(b.name)
    case .literal(let v): return Document(v.typedDescription)
    case .typeName(let k): return Document(k.description)
    case .infinity(let negative): return Document(negative ? "-∞" : "∞")
    case .offset(let o): return Document(o.spelling)
    case .axis(let d): return Document(spelled(d))
    case .lambda(let parameters, let body):
      return enclose(function("λ", parameters, body), if: required > .lambda)
    case .call(let function, let arguments):
      if isLet(e) { return enclose(lets(e), if: required > .lambda) }
      return sugar(e, required) ?? call(function, arguments)
    }
  }

  /// Returns `head(parameters) → body`.
  func function(_ head: String, _ parameters: [Symbol], _ body: Expr) -> Document {
    let names = parameters.map { spelled($0.name) }.joined(separator: ", ")
    return .sequence([
      Document("\(head)(\(names)) →"), Document.sequence([.space, document(body)]).nested,
    ]).grouped
  }

  private func enclose(_ inner: Document, if needed: Bool) -> Document {
    needed ? .enclosed("(", inner, ")") : inner
  }

  private func call(_ function: Expr, _ arguments: [Expr]) -> Document {
    let callee = document(function, .postfix)
    if arguments.isEmpty { return .sequence([callee, Document("()")]) }
    return .sequence([callee, .enclosed("(", list(arguments), ")")]).grouped
  }

  private func list(_ expressions: [Expr]) -> Document {
    .list(expressions.map { document($0) })
  }

  /// `true` iff `e` binds something and applies no function but a lambda.
  private func isLet(_ e: Expr) -> Bool { e.asLet?.parameters.isEmpty == false }

  /// Returns a chain of lets and its body.
  private func lets(_ e: Expr) -> Document {
    var lines: [Document] = []
    var rest = e
    while isLet(rest), let (names, values, body) = rest.asLet {
      let bindings = zip(names, values).map { binding(spelled($0.name), $1) }
      let list = bindings.count == 1 ? bindings[0] : Document.list(bindings).nested.grouped
      lines += [Document("let "), list, Document(";"), .newline]
      rest = body
    }
    return .sequence(lines + [document(rest)])
  }

  /// Returns `name = value`; the value begins a new line if its inner structure is not a list.
  private func binding(_ name: String, _ value: Expr) -> Document {
    .sequence([Document("\(name) ="), hanging(value)])
  }

  /// Returns a blank and `e`, or a break and `e` if lines of `e` would not hang together else.
  func hanging(_ e: Expr) -> Document {
    let inner = document(e)
    return isLet(e) || e.arguments(of: .if) != nil || isOperation(e)
      ? Document.sequence([.space, inner]).nested.grouped
      : .sequence([Document(" "), inner])
  }

  private func isOperation(_ e: Expr) -> Bool { e.builtinCall?.builtin.infix != nil }

}

extension TypedPrinter {

  /// Returns the text of a call that is not written `f(a, b)`; `nil` for the others.
  private func sugar(_ e: Expr, _ required: Precedence) -> Document? {
    guard let (builtin, arguments) = e.builtinCall else { return nil }
    if let infix = builtin.infix, arguments.count == 2 {
      return enclose(operation(e, infix.precedence), if: required > infix.precedence)
    }
    if let prefix = builtin.prefix, arguments.count == 1 {
      let inner = Document.sequence([Document(prefix), document(arguments[0], .prefix)])
      return required > .prefix ? .sequence([Document("("), inner, Document(")")]) : inner
    }
    if let letter = builtin.domainLetter, !arguments.isEmpty {
      return .sequence([Document(letter + "⟨ "), list(arguments).nested, Document(" ⟩")]).grouped
    }
    switch (builtin, arguments.count) {
    case (.makeTuple, _): return .enclosed("{", list(arguments), "}")
    case (.shift, _): return .enclosed("⟪", list(arguments), "⟫")
    case (.tupleGet, 2):
      guard let index = arguments[0].literalValue, index.kind == .int32,
        let index = index.integer, index >= 0
      else { return nil }
      return .sequence([document(arguments[1], .postfix), Document("[\(index)]")])
    case (.namedRange, 3):
      guard case .axis(let dimension) = arguments[0].kind else { return nil }
      let bounds = arguments.dropFirst().map { document($0, .disjunction) }
      let range = Document.sequence([
        Document("\(spelled(dimension)): ["), .list(Array(bounds)), Document("["),
      ])
      return enclose(range.grouped, if: required > .lambda)
    case (.if, 3):
      return enclose(choice(e), if: required > .choice)
    default:
      return nil
    }
  }

  /// Returns a chain of infix operators of one precedence, which break lines together.
  private func operation(_ e: Expr, _ precedence: Precedence) -> Document {
    var parts: [Document] = []
    var first = e
    while let (builtin, arguments) = first.builtinCall, let infix = builtin.infix,
      infix.precedence == precedence, arguments.count == 2
    {
      parts.append(
        .sequence([
          .space, Document(infix.symbol + " "), document(arguments[1], precedence.tighter),
        ]))
      first = arguments[0]
    }
    return Document.sequence([document(first, precedence)] + parts.reversed()).grouped
  }

  /// Returns `if a then b else if c then d else e`.
  private func choice(_ e: Expr) -> Document {
    var parts: [Document] = []
    var rest = e
    while let arguments = rest.arguments(of: .if), arguments.count == 3 {
      parts += [
        Document("if "), branch(arguments[0]), .space, Document("then "), branch(arguments[1]),
        .space, Document("else "),
      ]
      rest = arguments[2]
    }
    return Document.sequence(parts + [branch(rest)]).grouped
  }

  private func branch(_ e: Expr) -> Document {
    isOperation(e) ? document(e, .choice).nested : document(e, .choice)
  }

}
