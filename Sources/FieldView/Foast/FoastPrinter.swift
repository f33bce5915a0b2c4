import PythonSyntax
import StencilTypes

extension FoastOperatorDefinition {

  /// The operator as Python text, with the type of each assigned name.
  public var text: String {
    var printer = FoastPrinter()
    printer.print(self)
    return printer.text
  }

}

/// Writes operators as Python that reads back.
struct FoastPrinter {

  private(set) var text = ""
  private var indentation = 0

  mutating func print(_ o: FoastOperatorDefinition) {
    if let scan = o.scan {
      text +=
        "@scan_operator(axis=\(scan.axis.name), forward=\(scan.forward ? "True" : "False"), init="
      expression(scan.initial)
      text += ")\n"
    } else {
      text += "@field_operator\n"
    }
    let parameters = o.parameters.map { "\($0.name): \($0.type.annotation)" }
    text += "def \(o.name)(\(parameters.joined(separator: ", "))) -> \(o.returnType.annotation):"
    block(o.body)
  }

  private mutating func block(_ statements: [FoastStatement]) {
    indentation += 1
    if statements.isEmpty { line("pass") }
    for s in statements { statement(s) }
    indentation -= 1
  }

  private mutating func line(_ start: String) {
    text += "\n" + String(repeating: "  ", count: indentation) + start
  }

  private mutating func statement(_ s: FoastStatement) {
    switch s {
    case .assign(let symbol, let value):
      line("\(symbol.name): \(symbol.type.annotation) = ")
      expression(value)
    case .return(let value):
      line("return ")
      expression(value)
    case .if(let i):
      line("if ")
      expression(i.condition)
      text += ":"
      block(i.then)
      if !i.otherwise.isEmpty {
        line("else:")
        block(i.otherwise)
      }
    }
  }

}

// MARK: - Expressions

extension FoastPrinter {

  mutating func expression(_ e: FoastExpression, in required: PythonPrecedence = .ternary) {
    let own = e.precedence
    if own < required { text += "(" }
    bare(e)
    if own < required { text += ")" }
  }

  private mutating func bare(_ e: FoastExpression) {
    switch e.kind {
    case .local(let name): text += name
    case .constant(let value): text += value.pythonText
    case .string(let s): text += "\"\(s)\""
    case .dimension(let d, _): text += d.name
    case .tuple(let elements):
      list(elements, open: "(", close: elements.count == 1 ? ",)" : ")")
    case .element(let value, let i):
      expression(value, in: .postfix)
      text += "[\(i)]"
    case .member(let value, let name, _):
      expression(value, in: .postfix)
      text += ".\(name)"
    case .neighbor(let value, let d, let i):
      expression(value, in: .postfix)
      text += "[\(d.name)(\(i))]"
    case .unary(let op, let operand):
      text += op == .not ? "not " : op.rawValue
      expression(operand, in: e.precedence)
    case .binary(let op, let l, let r): infix(l, op.rawValue, r, e.precedence, op == .power)
    case .compare(let op, let l, let r):
      infix(l, op.rawValue, r, e.precedence.tighter, false)
    case .ternary(let condition, let then, let otherwise):
      expression(then, in: PythonPrecedence.ternary.tighter)
      text += " if "
      expression(condition, in: PythonPrecedence.ternary.tighter)
      text += " else "
      expression(otherwise)
    case .shift(let value, let shifts): self.shift(value, shifts)
    case .call(let o, let arguments):
      text += o.name
      list(arguments, open: "(", close: ")")
    case .builtin(let b, let arguments):
      text += b.name
      list(arguments, open: "(", close: ")")
    case .reduction(let b, let value, let axis):
      text += b.name
      list([value], open: "(", close: ", axis=\(axis.name))")
    case .broadcast(let value, let dims, _):
      let names = dims.map(\.name).joined(separator: ", ")
      list([value], open: "broadcast(", close: ", (\(names)\(dims.count == 1 ? "," : "")))")
    case .cast(let value, let kind): list([value], open: "astype(", close: ", \(kind))")
    case .construct(let type, let values): list(values, open: type.name + "(", close: ")")
    case .error: text += "..."
    }
  }

  private mutating func infix(
    _ l: FoastExpression, _ op: String, _ r: FoastExpression, _ own: PythonPrecedence,
    _ groupsRight: Bool
  ) {
    expression(l, in: groupsRight ? own.tighter : own)
    text += " \(op) "
    expression(r, in: groupsRight ? own : own.tighter)
  }

  private mutating func list(_ elements: [FoastExpression], open: String, close: String) {
    text += open
    for (i, e) in elements.enumerated() {
      if i > 0 { text += ", " }
      expression(e)
    }
    text += close
  }

  private mutating func shift(_ value: FoastExpression, _ shifts: [FoastShift]) {
    expression(value, in: .postfix)
    text += "("
    for (i, s) in shifts.enumerated() {
      if i > 0 { text += ", " }
      switch s {
      case .indexed(let o, let n): text += "\(o.name)[\(n)]"
      case .displaced(let d, let source, let n): text += displacement(d, source, n)
      case .neighbors(let o): text += o.name
      case .dynamic(let o, let distance):
        text += "as_offset(\(o.name), "
        expression(distance)
        text += ")"
      }
    }
    text += ")"
  }

}

/// How tightly Python's operators bind.
enum PythonPrecedence: Int, Comparable {

  case ternary, not, compare, or, xor, and, sum, product, sign, power, postfix

  static func < (l: Self, r: Self) -> Bool { l.rawValue < r.rawValue }

  var tighter: PythonPrecedence { PythonPrecedence(rawValue: rawValue + 1) ?? .postfix }

}

extension FoastExpression {

  fileprivate var precedence: PythonPrecedence {
    switch kind {
    case .ternary: .ternary
    case .unary(.not, _): .not
    case .unary: .sign
    case .compare: .compare
    case .binary(let op, _, _):
      switch op {
      case .bitOr: .or
      case .bitXor: .xor
      case .bitAnd: .and
      case .add, .subtract, .shiftLeft, .shiftRight: .sum
      case .multiply, .divide, .floorDivide, .modulo, .matrixMultiply: .product
      case .power: .power
      }
    case .constant(let v): v.description.hasPrefix("-") ? .sign : .postfix
    case .local, .string, .dimension, .tuple, .element, .member, .neighbor, .shift, .call,
      .builtin, .reduction, .broadcast, .cast, .construct, .error:
      .postfix
    }
  }

}

extension ScalarValue {

  /// The value as Python writes a constant of its type: `0.5`, `float32(0.5)`, `int64(7)`.
  var pythonText: String {
    if let d = float64, !d.isFinite { return "float64(\"\(description)\")" }
    if let f = float32, !f.isFinite { return "float32(\"\(description)\")" }
    switch kind {
    case .bool, .float64, .int32, .string: return description
    case .float32, .int8, .uint8, .int16, .uint16, .uint32, .int64, .uint64:
      return "\(kind)(\(description))"
    }
  }

}

extension DataType {

  /// The type as an annotation; a named collection by its name.
  var annotation: String {
    switch self {
    case .scalar, .field: description
    case .tuple(let e): "tuple[\(e.map(\.annotation).joined(separator: ", "))]"
    case .named(let n): n.name
    }
  }

}

/// Returns `I + 1` or `I - 0.5`.
private func displacement(_ d: Dimension, _ source: Dimension, _ n: Int) -> String {
  if source == d { return "\(d.name) \(n < 0 ? "-" : "+") \(n.magnitude)" }
  let distance = Double(n) + (d.isStaggered ? 0.5 : -0.5)
  return "\(d.name) \(distance < 0 ? "-" : "+") \(distance.magnitude)"
}
