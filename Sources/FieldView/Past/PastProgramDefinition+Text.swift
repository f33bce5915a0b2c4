import PythonSyntax
import StencilTypes

extension PastProgramDefinition {

  /// The program as Python, with types and with arguments in the order of the parameters.
  public var text: String {
    let parameters = parameters.map { "\($0.name): \($0.type.annotation)" }.joined(separator: ", ")
    let calls = body.map { "  " + $0.text }
    return (["@program", "def \(name)(\(parameters)):"] + calls).joined(separator: "\n")
  }

}

extension PastCall {

  /// The call as Python.
  public var text: String {
    let arguments = arguments.map(\.programText) + ["out=\(target.text)"]
    let domain = domain.map { ["domain=\($0.text)"] } ?? []
    return "\(callee.name)(\((arguments + domain).joined(separator: ", ")))"
  }

}

extension PastTarget {

  var text: String {
    switch self {
    case .parameter(let p, let slices, _):
      slices.isEmpty
        ? p.name : "\(p.name)[\(slices.map(\.text).joined(separator: ", "))]"
    case .tuple(let e, _):
      "(\(e.map(\.text).joined(separator: ", "))\(e.count == 1 ? "," : ""))"
    }
  }

}

extension PastSlice {

  var text: String {
    "\(lower.map { String($0) } ?? ""):\(upper.map { String($0) } ?? "")"
  }

}

extension PastDomain {

  var text: String {
    switch self {
    case .ranges(let ranges, _):
      "{"
        + ranges.map {
          "\($0.dimension.name): (\($0.lower.programText), \($0.upper.programText))"
        }.joined(separator: ", ") + "}"
    case .tuple(let e, _): "(\(e.map(\.text).joined(separator: ", ")))"
    }
  }

}

extension FoastExpression {

  /// An expression of a program as Python; operands are in parentheses where that matters.
  var programText: String {
    switch kind {
    case .local(let name): name
    case .constant(let v): v.description
    case .tuple(let e), .construct(_, let e):
      "(\(e.map(\.programText).joined(separator: ", "))\(e.count == 1 ? "," : ""))"
    case .element(let e, let i): "\(e.operandText)[\(i)]"
    case .unary(let op, let e): "\(op.rawValue)\(e.operandText)"
    case .binary(let op, let l, let r): "\(l.operandText) \(op.rawValue) \(r.operandText)"
    case .builtin(let b, let e):
      "\(b.name)(\(e.map(\.programText).joined(separator: ", ")))"
    case .string, .dimension, .member, .neighbor, .compare, .ternary, .shift, .call, .reduction,
      .broadcast, .cast, .error:
      span.text
    }
  }

  private var operandText: String {
    if case .binary = kind { "(\(programText))" } else { programText }
  }

}
