extension Expression: CustomStringConvertible {

  /// The expression as Python, on one line and with the fewest parentheses; tuples have theirs.
  public var description: String {
    var printer = ExpressionPrinter()
    printer.print(self, atLeast: .lowest)
    return printer.text
  }

}

/// How tightly an expression holds together: what binds less than its place needs parentheses.
private enum Precedence: Int, Comparable {

  case lowest, ternary, or, and, not, comparison, bitOr, bitXor, bitAnd, shift, sum, product, unary
  case power, primary, atom

  static func < (l: Self, r: Self) -> Bool { l.rawValue < r.rawValue }

  /// The next tighter level.
  var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .atom }

}

/// Writes expressions from left to right.
private struct ExpressionPrinter {

  private(set) var text = ""

  /// Writes `e` where at least `binding` is needed.
  mutating func print(_ e: Expression, atLeast binding: Precedence) {
    let needsParentheses = e.kind.binding < binding
    if needsParentheses { text += "(" }
    printBare(e)
    if needsParentheses { text += ")" }
  }

  private mutating func printBare(_ e: Expression) {
    switch e.kind {
    case .name(let name): text += name
    case .integer(let value): text += value.map { String($0) } ?? e.span.text
    case .float(let value): text += value.isInfinite ? "1e999" : value.description
    case .string(let value): text += pythonLiteral(value)
    case .bool(let value): text += value ? "True" : "False"
    case .none: text += "None"
    case .ellipsis: text += "..."
    case .unsupported, .error: text += e.span.text
    case .attribute(let value, let name): printAttribute(of: value, name.name)
    case .subscript(let value, let index): printSubscript(of: value, index)
    case .slice(let lower, let upper, let step): printSlice(lower, upper, step)
    case .call(let function, let arguments): printCall(of: function, arguments)
    case .unary(let op, let operand):
      text += op == .not ? "not " : op.rawValue
      print(operand, atLeast: e.kind.binding)
    case .binary(.power, let base, let exponent):
      print(base, atLeast: .primary)
      text += " ** "
      print(exponent, atLeast: .unary)
    case .binary(let op, let left, let right):
      print(left, atLeast: e.kind.binding)
      text += " \(op.rawValue) "
      print(right, atLeast: e.kind.binding.tighter)
    case .logical(let op, let operands):
      printList(operands, separator: " \(op.rawValue) ", atLeast: e.kind.binding.tighter)
    case .compare(let first, let rest):
      print(first, atLeast: .bitOr)
      for comparison in rest {
        text += " \(comparison.operator.rawValue) "
        print(comparison.right, atLeast: .bitOr)
      }
    case .ternary(let condition, let then, let otherwise):
      print(then, atLeast: .or)
      text += " if "
      print(condition, atLeast: .or)
      text += " else "
      print(otherwise, atLeast: .ternary)
    case .tuple(let elements): printTuple(elements)
    case .list(let elements):
      text += "["
      printList(elements, separator: ", ", atLeast: .lowest)
      text += "]"
    case .dict(let entries): printDict(entries)
    case .starred(let value):
      text += "*"
      print(value, atLeast: .bitOr)
    case .generator(let element, let target, let values):
      text += "("
      print(element, atLeast: .ternary)
      text += " for "
      print(target, atLeast: .bitOr)
      text += " in "
      print(values, atLeast: .or)
      text += ")"
    }
  }

  // MARK: Primaries

  private mutating func printAttribute(of value: Expression, _ name: String) {
    // `1.real` would be a malformed number.
    if case .integer = value.kind {
      text += "("
      print(value, atLeast: .lowest)
      text += ")"
    } else {
      print(value, atLeast: .primary)
    }
    text += ".\(name)"
  }

  private mutating func printSubscript(of value: Expression, _ index: Expression) {
    print(value, atLeast: .primary)
    text += "["
    if case .tuple(let elements) = index.kind, !elements.isEmpty {
      printList(elements, separator: ", ", atLeast: .lowest)
      if elements.count == 1 { text += "," }
    } else {
      print(index, atLeast: .lowest)
    }
    text += "]"
  }

  private mutating func printSlice(
    _ lower: Expression?, _ upper: Expression?, _ step: Expression?
  ) {
    if let lower { print(lower, atLeast: .ternary) }
    text += ":"
    if let upper { print(upper, atLeast: .ternary) }
    if let step {
      text += ":"
      print(step, atLeast: .ternary)
    }
  }

  private mutating func printCall(of function: Expression, _ arguments: [Argument]) {
    print(function, atLeast: .primary)
    text += "("
    for (i, argument) in arguments.enumerated() {
      if i > 0 { text += ", " }
      if let name = argument.name { text += "\(name.name)=" }
      print(argument.value, atLeast: .lowest)
    }
    text += ")"
  }

  // MARK: Displays

  private mutating func printList(
    _ elements: [Expression], separator: String, atLeast binding: Precedence
  ) {
    for (i, element) in elements.enumerated() {
      if i > 0 { text += separator }
      print(element, atLeast: binding)
    }
  }

  private mutating func printTuple(_ elements: [Expression]) {
    text += "("
    printList(elements, separator: ", ", atLeast: .lowest)
    text += elements.count == 1 ? ",)" : ")"
  }

  private mutating func printDict(_ entries: [(key: Expression?, value: Expression)]) {
    text += "{"
    for (i, entry) in entries.enumerated() {
      if i > 0 { text += ", " }
      if let key = entry.key {
        print(key, atLeast: .ternary)
        text += ": "
        print(entry.value, atLeast: .ternary)
      } else {
        text += "**"
        print(entry.value, atLeast: .bitOr)
      }
    }
    text += "}"
  }

}

extension Expression.Kind {

  /// How tightly the expression holds together.
  fileprivate var binding: Precedence {
    switch self {
    case .name, .integer, .float, .string, .bool, .none, .ellipsis, .unsupported, .error, .tuple,
      .list, .dict, .generator:
      .atom
    case .attribute, .subscript, .call: .primary
    case .slice, .starred: .lowest
    case .unary(.not, _): .not
    case .unary: .unary
    case .binary(let op, _, _): op.binding
    case .logical(.or, _): .or
    case .logical(.and, _): .and
    case .compare: .comparison
    case .ternary: .ternary
    }
  }

}

extension BinaryOperator {

  fileprivate var binding: Precedence {
    switch self {
    case .bitOr: .bitOr
    case .bitXor: .bitXor
    case .bitAnd: .bitAnd
    case .shiftLeft, .shiftRight: .shift
    case .add, .subtract: .sum
    case .multiply, .divide, .floorDivide, .modulo, .matrixMultiply: .product
    case .power: .power
    }
  }

}

/// Returns `text` as a string literal, quoted as Python's `repr` quotes.
private func pythonLiteral(_ text: String) -> String {
  let quote: Unicode.Scalar = text.contains("'") && !text.contains("\"") ? "\"" : "'"
  var result = String(quote)
  for scalar in text.unicodeScalars {
    switch scalar {
    case quote, "\\": result += "\\\(scalar)"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\0" ..< " ", "\u{7F}": result += "\\x" + hexadecimal(scalar, digits: 2)
    default: result.unicodeScalars.append(scalar)
    }
  }
  result.unicodeScalars.append(quote)
  return result
}

private func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
  let text = String(scalar.value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
