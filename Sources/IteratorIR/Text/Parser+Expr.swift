import Diagnostics
import StencilTypes

extension Parser {

  mutating func expr() throws(DiagnosticError) -> Expr {
    if sees("λ") { return try lambda() }
    if seesWord("let") { return try letIn() }
    return try operation(.choice)
  }

  /// Reads an expression whose operators hold at least as tightly as `least`.
  private mutating func operation(_ least: Precedence) throws(DiagnosticError) -> Expr {
    if seesWord("if") { return try choice() }
    let start = start
    var left = try prefixed()
    while case .symbol(let s) = token, let (builtin, precedence) = infixes[s], precedence >= least {
      let at = tokenSpan
      advance()
      let right = try operation(precedence.tighter)
      left = Expr(.call(.builtin(builtin, at: at), [left, right]), at: span(from: start))
    }
    return left
  }

  private mutating func lambda() throws(DiagnosticError) -> Expr {
    let start = start
    try expect("λ")
    let parameters = try parameters()
    let body = try expr()
    return Expr(.lambda(parameters, body), at: span(from: start))
  }

  /// Reads `(a, b) →`.
  mutating func parameters() throws(DiagnosticError) -> [Symbol] {
    try expect("(", in: .lambda)
    var seen: [Symbol: SourceSpan] = [:]
    let names = try list(to: ")", in: .lambda) { (p) throws(DiagnosticError) in
      try p.boundName(in: .lambda, &seen)
    }
    try expect("→", in: .lambda)
    return names
  }

  /// Reads `let a = v, b = w; body`, and the lets that follow it in a row.
  private mutating func letIn() throws(DiagnosticError) -> Expr {
    var bindings: [(start: Int, names: [Symbol], values: [Expr])] = []
    while seesWord("let") {
      let start = start
      advance()
      var names: [Symbol] = []
      var values: [Expr] = []
      var seen: [Symbol: SourceSpan] = [:]
      repeat {
        names.append(try boundName(in: .letIn, &seen))
        try expect("=", in: .letIn)
        values.append(try expr())
      } while accept(",")
      try expect(";", in: .letIn)
      bindings.append((start, names, values))
    }
    var body = try expr()
    for (start, names, values) in bindings.reversed() {
      let span = span(from: start)
      body = Expr(.call(Expr(.lambda(names, body), at: span), values), at: span)
    }
    return body
  }

  /// Reads `if a then b else c`, and the choices that follow `else`.
  private mutating func choice() throws(DiagnosticError) -> Expr {
    var branches: [(at: SourceSpan, start: Int, condition: Expr, value: Expr)] = []
    while seesWord("if") {
      let (at, start) = (tokenSpan, start)
      advance()
      let condition = try operation(.choice)
      try expectWord("then", in: .choice)
      let value = try operation(.choice)
      try expectWord("else", in: .choice)
      branches.append((at, start, condition, value))
    }
    var result = try operation(.choice)
    for b in branches.reversed() {
      result = Expr(
        .call(.builtin(.if, at: b.at), [b.condition, b.value, result]), at: span(from: b.start))
    }
    return result
  }

  private mutating func prefixed() throws(DiagnosticError) -> Expr {
    guard case .symbol(let s) = token, let builtin = prefixes[s] else { return try postfixed() }
    let (at, start) = (tokenSpan, start)
    advance()
    let operand = try prefixed()
    return Expr(.call(.builtin(builtin, at: at), [operand]), at: span(from: start))
  }

  private mutating func postfixed() throws(DiagnosticError) -> Expr {
    let start = start
    var e = try primary()
    while true {
      if accept("(") {
        let arguments = try list(to: ")") { (p) throws(DiagnosticError) in try p.expr() }
        e = Expr(.call(e, arguments), at: span(from: start))
      } else if sees("["), beginsExpr(tokenAfter()) {
        advance()
        let index = try expr()
        try expect("]")
        e = .call(.tupleGet, index, e, at: span(from: start))
      } else if sees(":"), tokenAfter() == .symbol("[") {
        advance()
        advance()
        let low = try expr()
        try expect(",", in: .range)
        let high = try expr()
        try expect("[", in: .range)
        e = .call(.namedRange, e, low, high, at: span(from: start))
      } else {
        return e
      }
    }
  }

  private mutating func primary() throws(DiagnosticError) -> Expr {
    let start = start
    switch token {
    case .name(let name, let quoted): return try named(name, quoted)
    case .number: return try number(negative: false)
    case .symbol("("):
      advance()
      let opened = lastSpan
      let e = try expr()
      try expect(")", closing: opened)
      return e
    case .symbol("{"):
      return try builtinList(.makeTuple, from: start, to: "}")
    case .symbol("⟪"):
      return try builtinList(.shift, from: start, to: "⟫")
    case .symbol("∞"):
      advance()
      return Expr(.infinity(negative: false), at: span(from: start))
    case .symbol("-"):
      if tokenAfter() != .symbol("∞") { return try number(negative: true) }
      advance()
      advance()
      return Expr(.infinity(negative: true), at: span(from: start))
    case .symbol, .end: throw unexpected("an expression")
    }
  }

  /// Passes over one token, then reads expressions up to `close`.
  private mutating func builtinList(
    _ builtin: Builtin, from start: Int, to close: String
  ) throws(DiagnosticError) -> Expr {
    advance()
    let arguments = try list(to: close) { (p) throws(DiagnosticError) in try p.expr() }
    return .call(builtin, arguments: arguments, at: span(from: start))
  }

  private mutating func named(_ name: String, _ quoted: Bool) throws(DiagnosticError) -> Expr {
    let (start, at) = (start, tokenSpan)
    if case .symbol(let mark) = tokenAfter() {
      if mark == "ₒ" {
        advance()
        advance()
        return Expr(.offset(.tag(name)), at: span(from: start))
      }
      if axisKinds[mark] != nil { return Expr(.axis(try dimension()), at: span(from: start)) }
      if mark == "⟨", !quoted {
        guard let builtin = domainLetters[name] else {
          throw DiagnosticError(noDomainLetter(name, at))
        }
        advance()
        return try builtinList(builtin, from: start, to: "⟩")
      }
    }
    if !quoted {
      if ["then", "else", "let", "if"].contains(name) { throw unexpected("an expression") }
      advance()
      if let b = Builtin(name: name) { return .builtin(b, at: at) }
      if let k = ScalarKind(rawValue: name) { return Expr(.typeName(k), at: at) }
      if name == "True" || name == "False" { return .literal(ScalarValue(name == "True"), at: at) }
    } else {
      advance()
    }
    return Expr(.reference(Symbol(name)), at: at)
  }

  /// Reads `Iₕ`.
  mutating func dimension() throws(DiagnosticError) -> Dimension {
    guard case .name(let name, _) = token else { throw unexpected("a dimension") }
    advance()
    guard case .symbol(let mark) = token, let kind = axisKinds[mark] else {
      throw DiagnosticError(noDimensionKind(name, lastSpan))
    }
    advance()
    return Dimension(name, kind)
  }

}

/// `true` iff an expression can begin with `token`.
private func beginsExpr(_ token: Token) -> Bool {
  switch token {
  case .name(let name, let quoted): quoted || (name != "then" && name != "else")
  case .number: true
  case .symbol(let s): ["(", "{", "⟪", "∞", "-", "λ"].contains(s) || prefixes[s] != nil
  case .end: false
  }
}

private func noDomainLetter(_ name: String, _ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: IRCode.syntax, "'\(name)' is no kind of domain.", at: span,
    hint: "a domain begins with c⟨ (cartesian) or u⟨ (unstructured)")
}

private func noDimensionKind(_ name: String, _ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: IRCode.syntax, "The kind of the dimension '\(name)' is missing.", at: span,
    hint: "write \(name)ₕ if it is horizontal, \(name)ᵥ if vertical, \(name)ₗ if local")
}

private let infixes: [String: (Builtin, Precedence)] = Dictionary(
  uniqueKeysWithValues: Builtin.allCases.compactMap { b in
    b.infix.map { ($0.symbol, (b, $0.precedence)) }
  })

private let prefixes: [String: Builtin] = Dictionary(
  uniqueKeysWithValues: Builtin.allCases.compactMap { b in b.prefix.map { ($0, b) } })

private let domainLetters: [String: Builtin] = Dictionary(
  uniqueKeysWithValues: Builtin.allCases.compactMap { b in b.domainLetter.map { ($0, b) } })

private let axisKinds: [String: DimensionKind] = Dictionary(
  uniqueKeysWithValues: DimensionKind.allCases.map { ($0.axisSuffix, $0) })
