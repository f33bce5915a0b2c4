import Diagnostics
import PythonSyntax

/// Returns `e` as nested lists, operator first: `a + b.c` is `(+ a (. b c))`.
func outline(_ e: Expression) -> String {
  switch e.kind {
  case .name(let name): name
  case .integer(let value): value.map { String($0) } ?? "?"
  case .float(let value): "float:\(value)"
  case .string(let value): "str:" + value.utf8.map(hexadecimal).joined()
  case .bool(let value): value ? "True" : "False"
  case .none: "None"
  case .ellipsis: "..."
  case .attribute(let value, let name): list(".", outline(value), name.name)
  case .subscript(let value, let index): list("[]", outline(value), outline(index))
  case .slice(let lower, let upper, let step):
    list(":", optional(lower), optional(upper), optional(step))
  case .call(let function, let arguments):
    list(["call", outline(function)] + arguments.map(outline))
  case .unary(let op, let operand): list(op.rawValue, outline(operand))
  case .binary(let op, let left, let right): list(op.rawValue, outline(left), outline(right))
  case .logical(let op, let operands): list([op.rawValue] + operands.map(outline))
  case .compare(let first, let rest):
    list(["cmp", outline(first)] + rest.map { "\($0.operator.rawValue) \(outline($0.right))" })
  case .ternary(let condition, let then, let otherwise):
    list("if", outline(condition), outline(then), outline(otherwise))
  case .tuple(let elements): list(["tuple"] + elements.map(outline))
  case .list(let elements): list(["list"] + elements.map(outline))
  case .dict(let entries):
    list(["dict"] + entries.map { "\(optional($0.key)):\(outline($0.value))" })
  case .starred(let value): list("*", outline(value))
  case .generator(let element, let target, let values):
    list("for", outline(element), outline(target), outline(values))
  case .unsupported(let what): "<\(what)>"
  case .error: "<error>"
  }
}

/// Returns the outline of the only expression in `text`, or its first diagnostic.
func outline(_ text: String) -> String {
  let (expression, diagnostics) = parseExpression(SourceFile(name: "test.py", text: text))
  return diagnostics.first?.rendered() ?? outline(expression)
}

private func outline(_ argument: Argument) -> String {
  (argument.name.map { $0.name + "=" } ?? "") + outline(argument.value)
}

private func optional(_ e: Expression?) -> String { e.map { outline($0) } ?? "_" }

private func list(_ parts: String...) -> String { list(parts) }

private func list(_ parts: [String]) -> String { "(\(parts.joined(separator: " ")))" }

private func hexadecimal(_ byte: UInt8) -> String {
  (byte < 16 ? "0" : "") + String(byte, radix: 16)
}
/// Returns `s` on one line, blocks in braces, what is not ours in angle brackets.
func outline(_ s: Statement) -> String {
  switch s.kind {
  case .assign(let targets, let value):
    (targets + [value]).map { outline($0) }.joined(separator: " = ")
  case .annotatedAssign(let target, let annotation, let value):
    "\(outline(target)): \(outline(annotation))" + (value.map { " = " + outline($0) } ?? "")
  case .return(let value): "return" + (value.map { " " + outline($0) } ?? "")
  case .if(let condition, let then, let otherwise):
    "if \(outline(condition)) \(block(then))"
      + (otherwise.isEmpty ? "" : " else \(block(otherwise))")
  case .pass: "pass"
  case .expression(let e): outline(e)
  case .function(let f):
    decorators(f.decorators) + "def \(f.name.name)"
      + "(\(f.parameters.map(outline).joined(separator: ", ")))"
      + (f.returns.map { " -> " + outline($0) } ?? "") + " " + block(f.body)
  case .class(let c):
    decorators(c.decorators) + "class \(c.name.name)"
      + "(\(c.bases.map(outline).joined(separator: ", "))) " + block(c.body)
  case .import(let modules):
    "import "
      + modules.map { dotted($0.path) + alias($0.alias) }.joined(separator: ", ")
  case .importFrom(let from):
    "from \(String(repeating: ".", count: from.level))\(dotted(from.path)) import "
      + (from.names.isEmpty
        ? "*" : from.names.map { $0.name.name + alias($0.alias) }.joined(separator: ", "))
  case .typeAlias(let name, let parameters, let value):
    "type \(name.name)\(parameters.map { "[\($0.name)]" }.joined()) = \(outline(value))"
  case .unsupported(let what, let binds):
    (["<\(what)>"] + binds.map(\.name)).joined(separator: " ")
  }
}

private func outline(_ p: FunctionParameter) -> String {
  let name =
    switch p.kind {
    case .positionalOnly: p.name.name + "/"
    case .normal: p.name.name
    case .variadic: "*" + p.name.name
    case .keywordOnly: p.name.name + "!"
    case .keywords: "**" + p.name.name
    }
  return name + (p.annotation.map { ": " + outline($0) } ?? "")
    + (p.default.map { " = " + outline($0) } ?? "")
}

private func block(_ statements: [Statement]) -> String {
  "{\(statements.map(outline).joined(separator: "; "))}"
}

private func decorators(_ list: [Expression]) -> String {
  list.map { "@\(outline($0)) " }.joined()
}

private func dotted(_ path: [Identifier]) -> String {
  path.map(\.name).joined(separator: ".")
}

private func alias(_ name: Identifier?) -> String { name.map { " as " + $0.name } ?? "" }
