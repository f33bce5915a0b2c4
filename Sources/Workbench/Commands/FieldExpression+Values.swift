import Diagnostics
import Fields
import PythonSyntax
import StencilTypes

/// What an expression of fields comes to.
extension FieldExpression {

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

  /// Returns what `e` comes to on the points of `box`; numbers in it are of type `kind`.
  func evaluate(
    _ e: PythonSyntax.Expression, on box: Domain, _ kind: ScalarKind, _ session: Session
  ) throws(DiagnosticError) -> Field {
    func operands(_ parts: [PythonSyntax.Expression]) throws(DiagnosticError) -> [Field] {
      var result: [Field] = []
      for part in parts { result.append(try evaluate(part, on: box, kind, session)) }
      return result
    }
    switch e.kind {
    case .name(let name):
      if let value = session.constant(name) {
        guard let value = value.literal?.value(as: kind) else {
          throw DiagnosticError(.literal(name, kind, at: place(of: e)))
        }
        return try constant(value, on: box, at: e)
      }
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
    case .unary(.invert, let value): return try apply(.not, to: operands([value]), at: e)
    case .binary(.power, let base, let exponent):
      return try power(
        evaluate(base, on: box, kind, session), exponent, on: box, kind, session, at: e)
    case .compare(let first, let links):
      return try comparison(of: first, links, on: box, session, at: e)
    case .binary(let sign, let a, let b):
      guard let operation = Self.operations[sign] else {
        throw DiagnosticError(.unknownOperation(sign.rawValue, at: place(of: e)))
      }
      return try apply(operation, to: operands([a, b]), at: e)
    case .call(let function, let arguments):
      return try self.call(function, arguments.map(\.value), on: box, kind, session, at: e)
    case .logical, .unary(.not, _): throw DiagnosticError(.logical(at: place(of: e)))
    default: throw DiagnosticError(.unknownOperation(e.span.text, at: place(of: e)))
    }
  }

  /// Returns what a call comes to: a reduction, `where`, or a function of field view.
  private func call(
    _ function: PythonSyntax.Expression, _ arguments: [PythonSyntax.Expression], on box: Domain,
    _ kind: ScalarKind, _ session: Session, at e: PythonSyntax.Expression
  ) throws(DiagnosticError) -> Field {
    if let reduction = e.reduction {
      let value = try reduced(arguments[0], by: reduction, session)
      return try constant(value, on: box, at: e)
    }
    if function.name == "where", arguments.count == 3 {
      let mask = try evaluate(arguments[0], on: box, .bool, session)
      let values = try arguments.dropFirst().map { (a) throws(DiagnosticError) in
        try evaluate(a, on: box, kind, session)
      }
      return Field.choosing(values[0], values[1], where: mask)
    }
    if function.name == "power", arguments.count == 2 {
      return try power(
        evaluate(arguments[0], on: box, kind, session), arguments[1], on: box, kind,
        session, at: e)
    }
    guard let name = function.name,
      let operation = ScalarOperation.allCases.first(where: { $0.fieldViewName == name }),
      operation.operandCount == arguments.count
    else { throw DiagnosticError(.unknownOperation(function.span.text, at: place(of: e))) }
    // What asks a question of numbers gives a truth value, so its operands tell their own type.
    let own =
      operation.resultKind(on: kind) == kind && !operation.signature.isPredicate
      ? kind : try joint(arguments, in: session)?.dtype ?? .float64
    guard operation.signature.accepts(own) else {
      throw DiagnosticError(
        .unsuitableOperands(e.span.text, own, of: arguments[0].span.text, at: place(of: e)))
    }
    var values: [Field] = []
    for a in arguments { values.append(try evaluate(a, on: box, own, session)) }
    return try apply(operation, to: values, at: e)
  }

  /// Returns `base` raised to `exponent`: a whole number that is written out means products.
  private func power(
    _ base: Field, _ exponent: PythonSyntax.Expression, on box: Domain, _ kind: ScalarKind,
    _ session: Session, at e: PythonSyntax.Expression
  ) throws(DiagnosticError) -> Field {
    let literal = ScalarLiteral(exponent.span.text)?.value(as: nil)
    let exponents =
      if let literal, literal.kind.isInteger {
        try constant(literal, on: box, at: exponent)
      } else {
        try evaluate(exponent, on: box, kind, session)
      }
    return try apply(.power, to: [base, exponents], at: e)
  }

  /// Returns where all links of the chain hold.
  private func comparison(
    of first: PythonSyntax.Expression, _ links: [PythonSyntax.Comparison], on box: Domain,
    _ session: Session, at e: PythonSyntax.Expression
  ) throws(DiagnosticError) -> Field {
    guard let kind = try joint([first] + links.map(\.right), in: session)?.dtype else {
      throw DiagnosticError(.noFields(at: place(of: e)))
    }
    var left = try evaluate(first, on: box, kind, session)
    var result: Field?
    for link in links {
      guard let operation = Self.comparisons[link.operator] else {
        throw DiagnosticError(.unknownOperation(link.operator.rawValue, at: place(of: e)))
      }
      let right = try evaluate(link.right, on: box, kind, session)
      let holds = try apply(.comparison(operation), to: [left, right], at: e)
      result =
        try result.map { (all) throws(DiagnosticError) in
          try apply(.logic(.and), to: [all, holds], at: e)
        } ?? holds
      left = right
    }
    guard let result else { preconditionFailure("a comparison has links") }
    return result
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
        throw DiagnosticError(
          .unsuitableOperands(e.span.text, operands[0].dtype, of: "g", at: place(of: e)))
      }
    }
  }

  /// The operations by the signs that stand for them.
  private static let operations: [PythonSyntax.BinaryOperator: ScalarOperation] = [
    .add: .binary(.plus), .subtract: .binary(.minus), .multiply: .binary(.multiplies),
    .divide: .binary(.divides), .floorDivide: .binary(.floorDivides),
    .modulo: .binary(.remainder), .bitAnd: .logic(.and), .bitOr: .logic(.or),
    .bitXor: .logic(.xor),
  ]

  private static let comparisons: [ComparisonOperator: StencilTypes.Comparison] = [
    .equal: .equal, .notEqual: .notEqual, .less: .less, .lessEqual: .lessEqual,
    .greater: .greater, .greaterEqual: .greaterEqual,
  ]

}

extension ScalarOperation.Signature {

  /// Whether operands of any type give a truth value.
  fileprivate var isPredicate: Bool { self == .predicate || self == .comparison }

}

extension ScalarValue {

  /// The value as people write it, which takes the type of the fields around it.
  fileprivate var literal: ScalarLiteral? { ScalarLiteral(description) }

}

extension Diagnostic {

  fileprivate static func noPoints(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "'\(text)' has no points to make a number of.", at: span,
      hint: "use a field that has some; `list fields` shows their ranges")
  }

  fileprivate static func literal(
    _ text: String, _ kind: ScalarKind, at span: SourceSpan
  ) -> Diagnostic {
    .noValue(
      text, of: kind, at: span,
      hint: "the number takes the type of the fields: write one that it can hold")
  }

  fileprivate static func unknownOperation(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'\(text)' cannot be used to compute a field here.",
      at: span,
      hint: "use + - * / // % ** < > == & | where abs minimum maximum sqrt exp min max sum mean …, "
        + "or write an operator"
    )
  }

  fileprivate static func division(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "An integer is divided by zero.", at: span,
      hint: "convert the fields: field f = g dtype=float64")
  }

  fileprivate static func unsuitableOperands(
    _ text: String, _ kind: ScalarKind, of operand: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'\(text)' is not defined for values of type \(kind).", at: span,
      hint: kind == .bool
        ? "where(MASK, A, B) takes values by a mask; masks are joined by & | ^ ~"
        : kind.isInteger
          ? "convert the field: field f = \(operand) dtype=float64"
          : "& | ^ ~ join masks: (u > 0.0) & (u < 1.0)"
    )
  }

  fileprivate static func logical(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'and', 'or' and 'not' are for single truth values.", at: span,
      hint: "masks are joined by & | ~: (u > 0.0) & (u < 1.0)")
  }

  fileprivate static func noFields(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "No field is compared here.", at: span,
      hint: "write a comparison of fields: u > 0.5")
  }

}
