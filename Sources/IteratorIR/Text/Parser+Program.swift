import Diagnostics
import StencilTypes

extension Parser {

  mutating func program() throws(DiagnosticError) -> Program {
    let name = try boundName().name
    try expect("(")
    let parameters = try list(to: ")") { (p) throws(DiagnosticError) in try p.parameter() }
    try expect("{")
    var offsets: [String: FieldOffset] = [:]
    var functions: [FunctionDefinition] = []
    var temporaries: [Temporary] = []
    var body: [Statement] = []
    while !accept("}") {
      if seesOffsetDeclaration {
        let span = tokenSpan
        let (key, offset) = try offset()
        if offsets.updateValue(offset, forKey: key) != nil {
          throw DiagnosticError(declaredTwice(key, span))
        }
      } else if case .name = token, tokenAfter() == .symbol("=") {
        if tokenAfter(2) == .symbol("λ") {
          functions.append(try function())
        } else {
          temporaries.append(try temporary())
        }
      } else {
        body.append(try statement())
      }
    }
    return Program(
      name: name, functions: functions, parameters: parameters, temporaries: temporaries,
      body: body, offsets: offsets)
  }

  private mutating func parameter() throws(DiagnosticError) -> Parameter {
    let name = try boundName()
    try expect(":")
    return Parameter(name: name, type: try dataType())
  }

  private mutating func dataType() throws(DiagnosticError) -> DataType {
    guard case .name(let word, quoted: false) = token else { throw unexpected("a type") }
    switch word {
    case "tuple":
      advance()
      try expect("[")
      return .tuple(try list(to: "]") { (p) throws(DiagnosticError) in try p.dataType() })
    case "Field":
      advance()
      try expect("[")
      try expect("[")
      let dims = try list(to: "]") { (p) throws(DiagnosticError) in try p.dimension() }
      try expect(",")
      let dtype = try scalarKind()
      try expect("]")
      return .field(dims, dtype)
    default: return .scalar(try scalarKind())
    }
  }

  private mutating func scalarKind() throws(DiagnosticError) -> ScalarKind {
    guard case .name(let word, quoted: false) = token, let kind = ScalarKind(rawValue: word) else {
      throw unexpected("a type")
    }
    advance()
    return kind
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
    try expect(":")
    let source = try dimension()
    try expect("→")
    let target = try list(to: ";") { (p) throws(DiagnosticError) in try p.dimension() }
    return (key, FieldOffset(name, source: source, target: target))
  }

  private mutating func tag() throws(DiagnosticError) -> String {
    guard case .name(let name, _) = token else { throw unexpected("the name of an offset") }
    advance()
    try expect("ₒ")
    return name
  }

  private mutating func function() throws(DiagnosticError) -> FunctionDefinition {
    let name = try boundName()
    try expect("=")
    try expect("λ")
    let parameters = try parameters()
    let body = try expr()
    try expect(";")
    return FunctionDefinition(name: name, parameters: parameters, body: body)
  }

  private mutating func temporary() throws(DiagnosticError) -> Temporary {
    let name = try boundName()
    try expect("=")
    try expectWord("temporary")
    try expect("(")
    try expectWord("domain")
    try expect("=")
    let domain = try expr()
    try expect(",")
    try expectWord("dtype")
    try expect("=")
    let dtype = try dataType()
    try expect(")")
    try expect(";")
    return Temporary(name: name, domain: domain, dtype: dtype)
  }

  mutating func statement() throws(DiagnosticError) -> Statement {
    if seesWord("if") { return try ifStatement() }
    let target = try expr()
    try expect("@")
    let domain = try expr()
    try expect("←")
    let value = try expr()
    try expect(";")
    return .set(target: target, domain: domain, value: value)
  }

  private mutating func ifStatement() throws(DiagnosticError) -> Statement {
    advance()
    try expect("(")
    let condition = try expr()
    try expect(")")
    let then = try block()
    var otherwise: [Statement] = []
    if seesWord("else") {
      advance()
      otherwise = seesWord("if") ? [try ifStatement()] : try block()
    }
    return .if(condition: condition, then: then, otherwise: otherwise)
  }

  private mutating func block() throws(DiagnosticError) -> [Statement] {
    try expect("{")
    var statements: [Statement] = []
    while !accept("}") { statements.append(try statement()) }
    return statements
  }

}

private func declaredTwice(_ key: String, _ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: IRCode.duplicate, "The offset '\(key)' is declared twice.", at: span,
    hint: "leave out one of the two")
}
