import Diagnostics
import Fields
import PythonSyntax
import StencilTypes

/// An expression of fields for a quick look: `a - b`, `abs(a - b) / 2.0`.
///
/// It means what it means in an operator, but that fields may have different ranges: the result is on
/// the points that all of them have.
struct FieldExpression {

  private let expression: PythonSyntax.Expression
  private let span: SourceSpan

  /// Reads the text at `span`.
  init(at span: SourceSpan) throws(DiagnosticError) {
    // What stands before the expression is blanked, so that places stay what they are.
    let blanks = String(repeating: " ", count: span.bytes.lowerBound)
    let padded = SourceFile(name: span.file.name, text: "(" + blanks.dropFirst() + span.text + ")")
    let (expression, diagnostics) = parseExpression(padded)
    if !diagnostics.isEmpty { throw DiagnosticError(.malformed(at: span)) }
    self.expression = expression
    self.span = span
  }

  /// Returns the field, and what there is to say about its range.
  func value(in session: Session) throws(DiagnosticError) -> (field: Field, remark: String?) {
    var fields: [(name: String, field: Field)] = []
    try collect(expression, session, &fields)
    guard let first = fields.first else { throw DiagnosticError(.noFields(at: span)) }
    for (name, field) in fields.dropFirst() {
      if field.dims != first.field.dims {
        throw DiagnosticError(.otherDims(name, field, first.name, first.field, at: span))
      }
      if field.dtype != first.field.dtype {
        throw DiagnosticError(.otherKind(name, field.dtype, first.name, first.field, at: span))
      }
    }
    let box = fields.dropFirst().reduce(first.field.domain) { $0.common(with: $1.field.domain) }
    let isCut = fields.contains { $0.field.domain != box }
    try session.surroundings.advance(0, of: 1)
    let result = try evaluate(expression, on: box, first.field.dtype, session)
    let names = fields.map(\.name)
    return (
      result, isCut ? "on \(box): the points of all of \(names.joined(separator: ", "))" : nil
    )
  }

  /// Adds the fields in `e` to `found`, each once.
  private func collect(
    _ e: PythonSyntax.Expression, _ session: Session,
    _ found: inout [(name: String, field: Field)]
  ) throws(DiagnosticError) {
    switch e.kind {
    case .name(let name):
      if found.contains(where: { $0.name == name }) { return }
      let spelled = Spelled(text: name, span: place(of: e), isQuoted: false)
      found.append((name, try session.field(spelled)))
    case .call(_, let arguments):
      for a in arguments { try collect(a.value, session, &found) }
    default:
      for child in e.kind.children { try collect(child, session, &found) }
    }
  }

  private func evaluate(
    _ e: PythonSyntax.Expression, on box: Domain, _ kind: ScalarKind, _ session: Session
  ) throws(DiagnosticError) -> Field {
    func operands(_ parts: [PythonSyntax.Expression]) throws(DiagnosticError) -> [Field] {
      var result: [Field] = []
      for part in parts { result.append(try evaluate(part, on: box, kind, session)) }
      return result
    }
    switch e.kind {
    case .name(let name):
      let spelled = Spelled(text: name, span: place(of: e), isQuoted: false)
      return try session.field(spelled).sliced(to: box)
    case .integer, .float, .bool:
      guard let value = ScalarLiteral(e.span.text)?.value(as: kind) else {
        throw DiagnosticError(.literal(e.span.text, kind, at: place(of: e)))
      }
      do throws(FieldError) {
        return try Field.constant(value, on: box)
      } catch {
        throw DiagnosticError(.impossibleField(error, at: place(of: e)))
      }
    case .unary(.minus, let value):
      return try apply(.unary(.negative), to: operands([value]), at: e)
    case .unary(.plus, let value): return try evaluate(value, on: box, kind, session)
    case .binary(let sign, let a, let b):
      guard let operation = Self.operations[sign] else {
        throw DiagnosticError(.unknownOperation(sign.rawValue, at: place(of: e)))
      }
      return try apply(.binary(operation), to: operands([a, b]), at: e)
    case .call(let function, let arguments):
      guard case .name(let name) = function.kind,
        let operation = ScalarOperation.allCases.first(where: { $0.fieldViewName == name }),
        operation != .power, operation.operandCount == arguments.count,
        operation.signature.accepts(kind)
      else { throw DiagnosticError(.unknownOperation(function.span.text, at: place(of: e))) }
      return try apply(operation, to: operands(arguments.map(\.value)), at: e)
    default: throw DiagnosticError(.unknownOperation(e.span.text, at: place(of: e)))
    }
  }

  private func apply(
    _ operation: ScalarOperation, to operands: [Field], at e: PythonSyntax.Expression
  ) throws(DiagnosticError) -> Field {
    do throws(ScalarFailure) {
      return try Field.applying(operation, to: operands)
    } catch {
      switch error {
      case .divisionByZero: throw DiagnosticError(.division(at: place(of: e)))
      case .negativePower, .undefined:
        throw DiagnosticError(.unknownOperation(e.span.text, at: place(of: e)))
      }
    }
  }

  /// The place of `e` in the line.
  private func place(of e: PythonSyntax.Expression) -> SourceSpan {
    SourceSpan(span.file, e.span.bytes)
  }

  private static let operations: [PythonSyntax.BinaryOperator: BinaryOperation] = [
    .add: .plus, .subtract: .minus, .multiply: .multiplies, .divide: .divides,
    .floorDivide: .floorDivides, .modulo: .remainder,
  ]

}

extension Domain {

  /// Returns the points of both domains, which have the same dimensions.
  fileprivate func common(with other: Domain) -> Domain {
    Domain(
      dims: dims,
      ranges: zip(ranges, other.ranges).map { a, b in
        let low = max(a.lowerBound, b.lowerBound)
        return low ..< max(low, min(a.upperBound, b.upperBound))
      })
  }

}

extension Diagnostic {

  fileprivate static func malformed(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "This is no expression of fields.", at: span,
      hint: "write it like field d = abs(a - b) / 2.0")
  }

  fileprivate static func noFields(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "No field is named here, so its range is not known.", at: span,
      hint: "write dimensions and ranges: field u[I] = 1.0 I=8")
  }

  fileprivate static func otherDims(
    _ a: String, _ x: Field, _ b: String, _ y: Field, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage,
      "'\(a)' is a '\(x.type)', '\(b)' a '\(y.type)': their dimensions differ.", at: span,
      hint: "use fields with the same dimensions, or write an operator")
  }

  fileprivate static func otherKind(
    _ a: String, _ x: ScalarKind, _ b: String, _ y: Field, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'\(a)' holds \(x), '\(b)' \(y.dtype).", at: span,
      hint: "convert one of them: field \(a)2 = \(a) dtype=\(y.dtype)")
  }

  fileprivate static func literal(
    _ text: String, _ kind: ScalarKind, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "'\(text)' is no value of type '\(kind)'.", at: span,
      hint: "the number takes the type of the fields: write one that it can hold")
  }

  fileprivate static func unknownOperation(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'\(text)' is nothing that fields can be computed by here.",
      at: span, hint: "use + - * / // % abs minimum maximum sqrt exp …, or write an operator")
  }

  fileprivate static func division(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "An integer is divided by zero.", at: span,
      hint: "convert the fields: field f = g dtype=float64")
  }

}
