import Diagnostics
import StencilTypes

extension Parser {

  mutating func program() throws(DiagnosticError) -> Program {
    var own: [Symbol: SourceSpan] = [:]
    let name = try boundName(in: .program, &own).name
    var names: [Symbol: SourceSpan] = [:]
    try expect("(", in: .program)
    let parameters = try list(to: ")", in: .program) { (p) throws(DiagnosticError) in
      try p.parameter(&names)
    }
    try expect("{", in: .program)
    let opened = lastSpan
    var offsets: [String: FieldOffset] = [:]
    var functions: [FunctionDefinition] = []
    var temporaries: [Temporary] = []
    var body: [Statement] = []
    while !accept("}") {
      if token == .end { throw unexpected("'}'", in: .program, closing: opened) }
      if seesOffsetDeclaration {
        let span = tokenSpan
        let (key, offset) = try offset()
        if offsets.updateValue(offset, forKey: key) != nil {
          throw DiagnosticError(declaredTwice(key, span))
        }
      } else if case .name = token, tokenAfter() == .symbol("=") {
        if tokenAfter(2) == .symbol("λ") {
          functions.append(try function(&names))
        } else if tokenAfter(2) == .name("temporary", quoted: false) {
          temporaries.append(try temporary(&names))
        } else {
          advance()
          throw unexpected("'@'", in: tokenAfter() == lambdaWord ? .function : .statement)
        }
      } else {
        body.append(try statement())
      }
    }
    return Program(
      name: name, functions: functions, parameters: parameters, temporaries: temporaries,
      body: body, offsets: offsets)
  }

  private mutating func parameter(
    _ names: inout [Symbol: SourceSpan]
  ) throws(DiagnosticError) -> Parameter {
    let name = try boundName(in: .program, &names)
    try expect(":", in: .program)
    return Parameter(name: name, type: try dataType())
  }

  private mutating func dataType() throws(DiagnosticError) -> DataType {
    guard case .name(let word, quoted: false) = token else { throw unexpectedType("") }
    switch word {
    case "tuple":
      advance()
      try expect("[")
      return .tuple(try list(to: "]") { (p) throws(DiagnosticError) in try p.dataType() })
    case "Field":
      advance()
      try expect("[", in: .field)
      try expect("[", in: .field)
      let dims = try list(to: "]", in: .field) { (p) throws(DiagnosticError) in try p.dimension() }
      try expect(",", in: .field)
      let dtype = try scalarKind()
      try expect("]", in: .field)
      return .field(dims, dtype)
    default: return .scalar(try scalarKind())
    }
  }

  private mutating func scalarKind() throws(DiagnosticError) -> ScalarKind {
    guard case .name(let word, quoted: false) = token else { throw unexpectedType("") }
    guard let kind = ScalarKind(rawValue: word) else { throw unexpectedType(word) }
    advance()
    return kind
  }

  private func unexpectedType(_ word: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: IRCode.syntax, "Expected a type, found \(token.description).", at: tokenSpan,
        hint: typeHint(word)))
  }

  /// `true` iff `offset NAMEₒ` comes next; `offset` alone can be the name of a target.
  private var seesOffsetDeclaration: Bool {
    guard seesWord("offset"), case .name = tokenAfter() else { return false }
    return true
  }

  /// Reads `offset V2Eₒ: Edgeₕ → Vertexₕ, V2Eₗ;`, where `offset aₒ = bₒ: …` has the key `a`.
  private mutating func offset() throws(DiagnosticError) -> (String, FieldOffset) {
    advance()
    let key = try tag()
    let name = accept("=") ? try tag() : key
    try expect(":", in: .offset)
    let source = try dimension()
    try expect("→", in: .offset)
    let target = try list(to: ";", in: .offset) { (p) throws(DiagnosticError) in
      try p.dimension()
    }
    return (key, FieldOffset(name, source: source, target: target))
  }

  private mutating func tag() throws(DiagnosticError) -> String {
    guard case .name(let name, _) = token else {
      throw unexpected("the name of an offset", in: .offset)
    }
    advance()
    try expect("ₒ", in: .offset)
    return name
  }

  private mutating func function(
    _ names: inout [Symbol: SourceSpan]
  ) throws(DiagnosticError) -> FunctionDefinition {
    let name = try boundName(in: .function, &names)
    try expect("=", in: .function)
    try expect("λ", in: .function)
    let parameters = try parameters()
    let body = try expr()
    try expect(";", in: .function)
    return FunctionDefinition(name: name, parameters: parameters, body: body)
  }

  private mutating func temporary(
    _ names: inout [Symbol: SourceSpan]
  ) throws(DiagnosticError) -> Temporary {
    let name = try boundName(in: .temporary, &names)
    try expect("=", in: .temporary)
    try expectWord("temporary", in: .temporary)
    try expect("(", in: .temporary)
    try expectWord("domain", in: .temporary)
    try expect("=", in: .temporary)
    let domain = try expr()
    try expect(",", in: .temporary)
    try expectWord("dtype", in: .temporary)
    try expect("=", in: .temporary)
    let dtype = try dataType()
    try expect(")", in: .temporary)
    try expect(";", in: .temporary)
    return Temporary(name: name, domain: domain, dtype: dtype)
  }

  mutating func statement() throws(DiagnosticError) -> Statement {
    if seesWord("if") { return try ifStatement() }
    let target = try expr()
    try expect("@", in: .statement)
    let domain = try expr()
    try expect("←", in: .statement)
    let value = try expr()
    try expect(";", in: .statement)
    return .set(target: target, domain: domain, value: value)
  }

  private mutating func ifStatement() throws(DiagnosticError) -> Statement {
    advance()
    try expect("(", in: .ifStatement)
    let condition = try expr()
    try expect(")", in: .ifStatement)
    let then = try block()
    var otherwise: [Statement] = []
    if seesWord("else") {
      advance()
      otherwise = seesWord("if") ? [try ifStatement()] : try block()
    }
    return .if(condition: condition, then: then, otherwise: otherwise)
  }

  private mutating func block() throws(DiagnosticError) -> [Statement] {
    try expect("{", in: .ifStatement)
    let opened = lastSpan
    var statements: [Statement] = []
    while !accept("}") {
      if token == .end { throw unexpected("'}'", in: .ifStatement, closing: opened) }
      statements.append(try statement())
    }
    return statements
  }

}

/// What stands for λ in Python.
private let lambdaWord = Token.name("lambda", quoted: false)

/// Returns what to write instead of `word`, which is no type.
func typeHint(_ word: String) -> String {
  let kinds = ScalarKind.allCases.map(\.rawValue)
  switch word {
  case "int": return "write int32 or int64"
  case "float", "double": return "write float64"
  default:
    return nearest(to: word, among: kinds + ["Field", "tuple"]).map { "did you mean '\($0)'?" }
      ?? "types are \(kinds.joined(separator: ", ")), \(Form.field.rawValue), tuple[…]"
  }
}

private func declaredTwice(_ key: String, _ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: IRCode.duplicate, "The offset '\(key)' is declared twice.", at: span,
    hint: "leave out one of the two")
}
