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

  let expression: PythonSyntax.Expression
  let span: SourceSpan

  /// What the expression is made of, besides numbers that are written out.
  struct Operand {

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

  init(_ expression: PythonSyntax.Expression, at span: SourceSpan) {
    self.expression = expression
    self.span = span
  }

  /// Whether somebody who types the expression by itself means a look at fields: it is more than a
  /// name, and names a field, or calls a function that computes with them.
  func isLook(in session: Session) -> Bool {
    switch expression.kind {
    case .call(let function, let arguments) where function.name == "print":
      return arguments.count == 1 && arguments[0].value.mentionsField(in: session)
    case .unary, .binary, .subscript, .attribute, .call, .compare, .logical:
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
    guard let kind = try typing(of: expression, in: session)?.dtype else {
      throw DiagnosticError(.noFields(at: span))
    }
    let domains = operands.compactMap(\.field?.domain)
    let box =
      domains.first.map { domains.dropFirst().reduce($0) { $0.common(with: $1) } }
      ?? Domain(dims: [], ranges: [])
    try session.surroundings.advance(0, of: 1)
    let result = try evaluate(expression, on: box, kind, session)
    let names = operands.filter { $0.field != nil }.map(\.text)
    var remarks: [String] = []
    if domains.contains(where: { $0 != box }) {
      remarks.append("on \(box): the points of all of \(names.joined(separator: ", "))")
    }
    if expression.dividesIntegers(kind) {
      remarks.append(
        "/ drops the fraction of \(kind), here and in operators; of float64 it does not")
    }
    return (result, remarks.isEmpty ? nil : remarks.joined(separator: "\n"))
  }

  /// Returns what the expression is made of, which all has to fit together.
  func operands(in session: Session) throws(DiagnosticError) -> [Operand] {
    var found: [Operand] = []
    try collect(expression, session, &found)
    let fields = found.compactMap { o in o.field.map { (o.text, $0) } }
    if let (first, field) = fields.first {
      for (name, other) in fields.dropFirst() where other.dims != field.dims {
        throw DiagnosticError(.otherDims(name, other, first, field, at: span))
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
      if found.contains(where: { $0.text == name }) || session.constant(name) != nil { return }
      let spelled = Spelled(text: name, span: place(of: e), isQuoted: false)
      let field = try session.field(spelled)
      found.append(Operand(text: name, dtype: field.dtype, field: field))
    case .subscript(let value, let index):
      let field = value.name.flatMap { name in session.fields[name].map { (name, $0) } }
      throw DiagnosticError(.subscripted(field, index.indices, e.span.text, at: place(of: e)))
    case .attribute:
      throw DiagnosticError(.member(e.span.text, at: place(of: e)))
    case .call(let function, let arguments):
      guard e.reduction != nil else {
        if let name = function.name, let field = session.fields[name] {
          throw DiagnosticError(.shift(name, field, e.span.text, at: place(of: e)))
        }
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
      guard !inner.isEmpty else {
        throw DiagnosticError(.noFields(at: place(of: arguments[0].value)))
      }
    default:
      for child in e.kind.children { try collect(child, session, &found) }
    }
  }

  /// The place of `e` in the line.
  func place(of e: PythonSyntax.Expression) -> SourceSpan {
    SourceSpan(span.file, e.span.bytes)
  }

}

extension PythonSyntax.Expression {

  /// The name that the expression is; `nil` if it is anything else.
  var name: String? { if case .name(let name) = kind { name } else { nil } }

  /// The indices that are written as whole numbers, in the order of the dimensions; none if another
  /// one is among them.
  fileprivate var indices: [String] {
    let all = if case .tuple(let parts) = kind { parts } else { [self] }
    let texts = all.map(\.span.text)
    return texts.allSatisfy { Int($0) != nil } ? texts : []
  }

  /// Whether `/` stands in the expression, of values of type `kind`, which are integers.
  fileprivate func dividesIntegers(_ kind: ScalarKind) -> Bool {
    if !kind.isInteger { return false }
    if case .binary(.divide, _, _) = self.kind { return true }
    return self.kind.children.contains { $0.dividesIntegers(kind) }
  }

  /// What a call makes one number of a field by; `nil` if this is no such call.
  var reduction: FieldReduction? {
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
        if isKnown || name == "where" || reduction != nil { return true }
      }
      return ([function] + arguments.map(\.value)).contains { $0.mentionsField(in: session) }
    default: return kind.children.contains { $0.mentionsField(in: session) }
    }
  }

}

extension Session {

  /// The number or truth value that `name` stands for at the prompt.
  func constant(_ name: String) -> ScalarValue? {
    guard fields[name] == nil, case .constant(let value) = definitions.prompt.constant(named: name),
      value.kind != .string
    else { return nil }
    return value
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

  fileprivate static func subscripted(
    _ field: (name: String, field: Field)?, _ index: [String], _ text: String, at span: SourceSpan
  ) -> Diagnostic {
    let place = field.map { name, field in
      let options = zip(field.dims, field.domain.ranges).enumerated().map { i, axis in
        "\(axis.0.name)=\(i < index.count ? index[i] : String(axis.1.lowerBound))"
      }
      return ([name] + options).joined(separator: " ")
    }
    return Diagnostic(
      code: WorkbenchCode.usage, "Brackets do not take '\(text)' out of a field here.", at: span,
      hint: "to see a value: print \(place ?? "NAME I=0 J=0")")
  }

  /// `>` in front of the name of a file, or a member as in NumPy.
  fileprivate static func member(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "Fields have no members here: '\(text)' is not known.", at: span,
      hint: "> compares fields; to write one to a file: print NAME > FILE, or save NAME FILE")
  }

  fileprivate static func shift(
    _ name: String, _ field: Field, _ text: String, at span: SourceSpan
  ) -> Diagnostic {
    let dims = field.dims.map(\.name).joined(separator: ", ")
    return Diagnostic(
      code: WorkbenchCode.usage, "'\(text)' shifts a field, which only operators do.", at: span,
      hint: "write one:\n@field_operator\n"
        + "def f(\(name): Field[[\(dims)], \(field.dtype)]) -> Field[[\(dims)], \(field.dtype)]:\n"
        + "    return \(text)")
  }

  fileprivate static func method(
    _ member: String, _ operand: String, _ text: String, at span: SourceSpan
  ) -> Diagnostic {
    let isReduction =
      FieldReduction(rawValue: member) != nil || member == "where"
      || ScalarOperation.allCases.contains { $0.fieldViewName == member }
    return Diagnostic(
      code: WorkbenchCode.usage, "Fields have no members here: '\(text)' is not known.", at: span,
      hint: isReduction
        ? "write \(member)(\(operand))"
        : "functions are min max sum mean, and abs minimum maximum sqrt exp …")
  }

}
