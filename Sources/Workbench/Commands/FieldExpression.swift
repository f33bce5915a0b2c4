import Diagnostics
import Fields
import PythonSyntax
import StencilTypes

/// An expression of fields for a quick look: `a - b`, `abs(a - b) / 2.0`, `max(a)`.
///
/// It means what it means in an operator, but that fields may have different ranges: the result is on
/// the points that all of them have. What makes one number of a field is a number on all points; an
/// expression of nothing else is a field without dimensions.
struct FieldExpression {

  private let expression: PythonSyntax.Expression
  private let span: SourceSpan

  /// What the expression is made of, besides numbers that are written out.
  private struct Operand {

    let text: String
    let dtype: ScalarKind

    /// The field; `nil` for a number that is made of one.
    let field: Field?

  }

  /// Reads the text at `span`.
  init(at span: SourceSpan) throws(DiagnosticError) {
    // What stands before the expression is blanked, so that places stay what they are.
    let blanks = String(repeating: " ", count: max(0, span.bytes.lowerBound - 1))
    let text = span.bytes.lowerBound == 0 ? span.text : "(" + blanks + span.text + ")"
    let (expression, diagnostics) = parseExpression(SourceFile(name: span.file.name, text: text))
    if !diagnostics.isEmpty { throw DiagnosticError(.malformed(at: span)) }
    self.init(expression, at: span)
  }

  private init(_ expression: PythonSyntax.Expression, at span: SourceSpan) {
    self.expression = expression
    self.span = span
  }

  /// Whether somebody who types the expression by itself means a look at fields: it is more than a
  /// name, and names a field, or calls a function that computes with them.
  func isLook(in session: Session) -> Bool {
    switch expression.kind {
    case .call(let function, let arguments) where function.name == "print":
      return arguments.count == 1 && arguments[0].value.mentionsField(in: session)
    case .unary, .binary, .subscript, .attribute, .call:
      return expression.mentionsField(in: session)
    default: return false
    }
  }

  /// The expression that is looked at: that in `print(…)`, or all of it.
  var lookedAt: FieldExpression {
    guard case .call(let function, let arguments) = expression.kind, function.name == "print",
      arguments.count == 1
    else { return self }
    return FieldExpression(arguments[0].value, at: place(of: arguments[0].value))
  }

  /// The text of the expression.
  var text: String { span.text }

  /// Returns the field, and what there is to say about its range.
  func value(in session: Session) throws(DiagnosticError) -> (field: Field, remark: String?) {
    let operands = try operands(in: session)
    guard let kind = operands.first?.dtype else { throw DiagnosticError(.noFields(at: span)) }
    let domains = operands.compactMap(\.field?.domain)
    let box =
      domains.first.map { domains.dropFirst().reduce($0) { $0.common(with: $1) } }
      ?? Domain(dims: [], ranges: [])
    try session.surroundings.advance(0, of: 1)
    let result = try evaluate(expression, on: box, kind, session)
    let names = operands.filter { $0.field != nil }.map(\.text)
    let isCut = domains.contains { $0 != box }
    return (
      result, isCut ? "on \(box): the points of all of \(names.joined(separator: ", "))" : nil
    )
  }

  /// Returns what the expression is made of, which all has to fit together.
  private func operands(in session: Session) throws(DiagnosticError) -> [Operand] {
    var found: [Operand] = []
    try collect(expression, session, &found)
    let fields = found.compactMap { o in o.field.map { (o.text, $0) } }
    if let (first, field) = fields.first {
      for (name, other) in fields.dropFirst() where other.dims != field.dims {
        throw DiagnosticError(.otherDims(name, other, first, field, at: span))
      }
    }
    if let first = found.first {
      for other in found.dropFirst() where other.dtype != first.dtype {
        throw DiagnosticError(
          .otherKind((other.text, other.dtype), (first.text, first.dtype), at: span))
      }
    }
    return found
  }

  /// Adds what `e` is made of to `found`, each once.
  private func collect(
    _ e: PythonSyntax.Expression, _ session: Session, _ found: inout [Operand]
  ) throws(DiagnosticError) {
    switch e.kind {
    case .name(let name):
      if found.contains(where: { $0.text == name }) { return }
      let spelled = Spelled(text: name, span: place(of: e), isQuoted: false)
      let field = try session.field(spelled)
      found.append(Operand(text: name, dtype: field.dtype, field: field))
    case .subscript(let value, index: _):
      let field = value.name.flatMap { name in session.fields[name].map { (name, $0) } }
      throw DiagnosticError(.subscripted(field, e.span.text, at: place(of: e)))
    case .call(let function, let arguments):
      guard let reduction = e.reduction else {
        if case .attribute(let value, let member) = function.kind {
          // Of `np.max(u)` the argument is meant, of `u.max()` what stands before.
          let operand = arguments.first?.value ?? value
          throw DiagnosticError(
            .method(member.name, operand.span.text, e.span.text, at: place(of: e)))
        }
        for a in arguments { try collect(a.value, session, &found) }
        return
      }
      let inner = try FieldExpression(arguments[0].value, at: place(of: arguments[0].value))
        .operands(in: session)
      guard let kind = inner.first?.dtype else {
        throw DiagnosticError(.noFields(at: place(of: arguments[0].value)))
      }
      found.append(Operand(text: e.span.text, dtype: reduction.kind(of: kind), field: nil))
    default:
      for child in e.kind.children { try collect(child, session, &found) }
    }
  }

  /// Returns the number that `reduction` makes of `argument`.
  private func reduced(
    _ argument: PythonSyntax.Expression, by reduction: FieldReduction, _ session: Session
  ) throws(DiagnosticError) -> ScalarValue {
    let field = try FieldExpression(argument, at: place(of: argument)).value(in: session).field
    guard let value = try reduction.value(of: field, session.surroundings.progress) else {
      throw DiagnosticError(.noPoints(argument.span.text, at: place(of: argument)))
    }
    return value
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
      return try constant(value, on: box, at: e)
    case .unary(.minus, let value):
      return try apply(.unary(.negative), to: operands([value]), at: e)
    case .unary(.plus, let value): return try evaluate(value, on: box, kind, session)
    case .binary(let sign, let a, let b):
      guard let operation = Self.operations[sign] else {
        throw DiagnosticError(.unknownOperation(sign.rawValue, at: place(of: e)))
      }
      return try apply(.binary(operation), to: operands([a, b]), at: e)
    case .call(let function, let arguments):
      if let reduction = e.reduction {
        let value = try reduced(arguments[0].value, by: reduction, session)
        return try constant(value, on: box, at: e)
      }
      guard let name = function.name,
        let operation = ScalarOperation.allCases.first(where: { $0.fieldViewName == name }),
        operation != .power, operation.operandCount == arguments.count,
        operation.signature.accepts(kind)
      else { throw DiagnosticError(.unknownOperation(function.span.text, at: place(of: e))) }
      return try apply(operation, to: operands(arguments.map(\.value)), at: e)
    default: throw DiagnosticError(.unknownOperation(e.span.text, at: place(of: e)))
    }
  }

  private func constant(
    _ value: ScalarValue, on box: Domain, at e: PythonSyntax.Expression
  ) throws(DiagnosticError) -> Field {
    do throws(FieldError) {
      return try Field.constant(value, on: box)
    } catch {
      throw DiagnosticError(.impossibleField(error, at: place(of: e)))
    }
  }

  private func apply(
    _ operation: ScalarOperation, to operands: [Field], at e: PythonSyntax.Expression
  ) throws(DiagnosticError) -> Field {
    do throws(FieldError) {
      try Field.checkMemory(applying: operation, to: operands)
    } catch {
      throw DiagnosticError(.impossibleField(error, at: place(of: e)))
    }
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

  /// The operations by the signs that stand for them.
  private static let operations: [PythonSyntax.BinaryOperator: BinaryOperation] = [
    .add: .plus, .subtract: .minus, .multiply: .multiplies, .divide: .divides,
    .floorDivide: .floorDivides, .modulo: .remainder,
  ]

}

extension PythonSyntax.Expression {

  /// The name that the expression is; `nil` if it is anything else.
  fileprivate var name: String? { if case .name(let name) = kind { name } else { nil } }

  /// What a call makes one number of a field by; `nil` if this is no such call.
  fileprivate var reduction: FieldReduction? {
    guard case .call(let function, let arguments) = kind, arguments.count == 1,
      arguments[0].name == nil
    else { return nil }
    return function.name.flatMap(FieldReduction.init)
  }

  /// Whether a field of `session` is named, or something called that computes with fields, but no
  /// program or operator.
  fileprivate func mentionsField(in session: Session) -> Bool {
    switch kind {
    case .name(let name): return session.fields[name] != nil
    case .call(let function, let arguments):
      if let name = function.name {
        if session.callables[name] != nil { return false }
        let isKnown = ScalarOperation.allCases.contains { $0.fieldViewName == name }
        if isKnown || reduction != nil { return true }
      }
      return ([function] + arguments.map(\.value)).contains { $0.mentionsField(in: session) }
    default: return kind.children.contains { $0.mentionsField(in: session) }
    }
  }

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
    _ a: (text: String, dtype: ScalarKind), _ b: (text: String, dtype: ScalarKind),
    at span: SourceSpan
  ) -> Diagnostic {
    let name = a.text.filter { $0.isLetter || $0.isNumber || $0 == "_" }
    return Diagnostic(
      code: WorkbenchCode.usage, "'\(a.text)' holds \(a.dtype), '\(b.text)' \(b.dtype).",
      at: span, hint: "convert one of them: field \(name)2 = \(a.text) dtype=\(b.dtype)")
  }

  fileprivate static func noPoints(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "'\(text)' has no points to make a number of.", at: span,
      hint: "use a field that has some; `list fields` shows their ranges")
  }

  fileprivate static func subscripted(
    _ field: (name: String, field: Field)?, _ text: String, at span: SourceSpan
  ) -> Diagnostic {
    let place = field.map { name, field in
      let options = zip(field.dims, field.domain.ranges).map { "\($0.name)=\($1.lowerBound)" }
      return ([name] + options).joined(separator: " ")
    }
    return Diagnostic(
      code: WorkbenchCode.usage, "Brackets do not take '\(text)' out of a field here.", at: span,
      hint: "to see a value: print \(place ?? "NAME I=0 J=0")")
  }

  fileprivate static func method(
    _ member: String, _ operand: String, _ text: String, at span: SourceSpan
  ) -> Diagnostic {
    let isReduction = FieldReduction(rawValue: member) != nil
    return Diagnostic(
      code: WorkbenchCode.usage, "Fields have no members here: '\(text)' is not known.", at: span,
      hint: isReduction
        ? "write \(member)(\(operand))"
        : "functions are min max sum mean, and abs minimum maximum sqrt exp …")
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
      code: WorkbenchCode.usage, "'\(text)' cannot be used to compute a field here.", at: span,
      hint: "use + - * / // % abs minimum maximum sqrt exp min max sum mean …, or write an operator"
    )
  }

  fileprivate static func division(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "An integer is divided by zero.", at: span,
      hint: "convert the fields: field f = g dtype=float64")
  }

}
