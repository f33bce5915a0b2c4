import Diagnostics
import PythonSyntax
import StencilTypes

extension ModuleEvaluator {

  /// Returns the value of `expression` where an annotation stands: a list is a list of
  /// dimensions, a string is read as Python.
  func evaluateAnnotation(_ expression: Expression) throws(DiagnosticError) -> ModuleValue {
    switch expression.kind {
    case .string(let text): return try evaluateQuoted(text, at: expression.span)
    case .list(let elements): return .dims(try dimensions(elements))
    case .name, .integer, .float, .bool, .none, .ellipsis, .attribute, .subscript, .slice, .call,
      .unary, .binary, .logical, .compare, .ternary, .tuple, .dict, .starred, .generator,
      .unsupported, .error:
      return try evaluate(expression)
    }
  }

  /// Returns the value of the annotation `text`, whose messages point to `span`.
  private func evaluateQuoted(
    _ text: String, at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    let (expression, diagnostics) = parseExpression(SourceFile(name: span.file.name, text: text))
    do throws(DiagnosticError) {
      if !diagnostics.isEmpty { throw DiagnosticError(diagnostics) }
      return try evaluateAnnotation(expression)
    } catch {
      throw DiagnosticError(error.diagnostics.map { $0.moved(to: span) })
    }
  }

  /// Returns `base[index]`, whose span is `span`.
  func evaluateSubscript(
    of base: ModuleValue, _ index: Expression, at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    switch base {
    case .library(.field): return try fieldType(index, at: span)
    case .library(.dims): return .dims(try dimensions(elements(of: index)))
    case .library(.tuple): return try tupleType(index, at: span)
    case .library(.final), .library(.classVariable), .library(.annotated):
      return try evaluateAnnotation(elements(of: index)[0])
    case .genericField(let dims, _): return try field(dims, index)
    case .generic(let parameters, let value, let scope):
      return try specialized(parameters, value, scope, elements(of: index), at: span)
    case .tuple(let values): return try element(of: values, index)
    case .skipped: return base
    case .dimension, .dimensionKind, .offset, .constant, .string, .type, .openTuple, .typeVariable,
      .dims, .builtin, .fieldOperator, .program, .namespace, .module, .scalarFunction, .library:
      return .skipped(what: "a subscript of \(base.phrase)", at: span)
    }
  }

  /// Returns the type that a generic alias is for `arguments`.
  private func specialized(
    _ parameters: [String], _ value: Expression, _ scope: any ModuleScope,
    _ arguments: [Expression], at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    guard arguments.count == parameters.count else {
      throw DiagnosticError(.wrongParameterCount(parameters, arguments.count, at: span))
    }
    let inner = LocalNames(name: scope.name, outer: scope)
    for (name, argument) in zip(parameters, arguments) {
      inner.define(name, try evaluateAnnotation(argument))
    }
    return try ModuleEvaluator(scope: inner).evaluateAnnotation(value)
  }

  private func elements(of index: Expression) -> [Expression] {
    if case .tuple(let elements) = index.kind, !elements.isEmpty { return elements }
    return [index]
  }

  // MARK: Fields

  /// Returns the type `Field[index]`.
  private func fieldType(
    _ index: Expression, at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    let parts = elements(of: index)
    guard parts.count == 2 else { throw DiagnosticError(.fieldForm(at: span)) }
    let dims = try evaluateAnnotation(parts[0])
    switch dims {
    case .dims(let dims):
      try checkOrder(dims, at: parts[0].span)
      return try field(dims, parts[1])
    case .skipped: return dims
    case .dimension, .dimensionKind, .offset, .constant, .string, .tuple, .type, .openTuple,
      .genericField, .typeVariable, .builtin, .fieldOperator, .program, .namespace, .module,
      .generic, .scalarFunction, .library:
      throw DiagnosticError(.noDimensions(dims.phrase, at: parts[0].span))
    }
  }

  /// Returns the field type with `dims` and the dtype that `expression` names.
  private func field(
    _ dims: [Dimension], _ expression: Expression
  ) throws(DiagnosticError) -> ModuleValue {
    let dtype = try evaluateAnnotation(expression)
    switch dtype {
    case .type(.scalar(let kind)) where kind != .string: return .type(.field(dims, kind))
    case .typeVariable(let name): return .genericField(dims: dims, variable: name)
    case .skipped: return dtype
    case .dimension, .dimensionKind, .offset, .constant, .string, .tuple, .type, .openTuple,
      .genericField, .dims, .builtin, .fieldOperator, .program, .namespace, .module, .generic,
      .scalarFunction, .library:
      throw DiagnosticError(.badDtype(dtype.phrase, at: expression.span))
    }
  }

  /// Returns the dimensions that `expressions` name.
  ///
  /// - Throws: What is wrong with each that names none.
  private func dimensions(_ expressions: [Expression]) throws(DiagnosticError) -> [Dimension] {
    var dims: [Dimension] = []
    var wrong: [Diagnostic] = []
    for e in expressions {
      do throws(DiagnosticError) { dims.append(try dimension(e)) } catch {
        wrong += error.diagnostics
      }
    }
    if !wrong.isEmpty { throw DiagnosticError(wrong) }
    return dims
  }

  private func dimension(_ e: Expression) throws(DiagnosticError) -> Dimension {
    let value = try evaluateAnnotation(e)
    if case .dimension(let dimension) = value { return dimension }
    if case .skipped(let what, let place) = value {
      throw DiagnosticError(.skipped(e.span.text, what, place, at: e.span))
    }
    throw DiagnosticError(.noDimension(value.phrase, at: e.span))
  }

  /// Checks that `dims` stand in canonical order, each once, at most one of them local.
  private func checkOrder(_ dims: [Dimension], at span: SourceSpan) throws(DiagnosticError) {
    let ordered = promote([dims])
    if ordered != dims { throw DiagnosticError(.wrongOrder(dims, ordered, at: span)) }
    if let (a, b) = conflict(in: dims) { throw DiagnosticError(.conflicting(a, b, at: span)) }
    if dims.count(where: { $0.kind == .local }) > 1 {
      throw DiagnosticError(.manyLocals(at: span))
    }
  }

  // MARK: Tuples

  private func tupleType(
    _ index: Expression, at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    let parts = elements(of: index)
    if parts.count == 2, case .ellipsis = parts[1].kind {
      return .openTuple(.open(try TypeAnnotation.pattern(parts[0], in: scope)))
    }
    var patterns: [TypePattern] = []
    for e in parts {
      if case .ellipsis = e.kind { throw DiagnosticError(.strayEllipsis(at: e.span)) }
      patterns.append(try TypeAnnotation.pattern(e, in: scope))
    }
    let types = patterns.compactMap(\.type)
    return types.count == patterns.count ? .type(.tuple(types)) : .openTuple(.tuple(patterns))
  }

  private func element(
    of values: [ModuleValue], _ index: Expression
  ) throws(DiagnosticError) -> ModuleValue {
    if case .slice(let lower, let upper, let step) = index.kind {
      return try slice(of: values, lower, upper, step, at: index.span)
    }
    guard case .constant(let number) = try evaluate(index), let position = number.integer else {
      return .skipped(what: "a subscript of a tuple", at: index.span)
    }
    let fromStart = position < 0 ? position + Int128(values.count) : position
    guard (0 ..< Int128(values.count)).contains(fromStart) else {
      throw DiagnosticError(.outOfRange(count: values.count, at: index.span))
    }
    return values[Int(fromStart)]
  }

  /// Returns `values[lower:upper:step]` as Python takes it: what lies outside is left out.
  private func slice(
    of values: [ModuleValue], _ lower: Expression?, _ upper: Expression?, _ step: Expression?,
    at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    var given: [Int?] = []
    for e in [lower, upper, step] {
      guard let e else {
        given.append(nil)
        continue
      }
      guard case .constant(let v) = try evaluate(e), let n = v.integer else {
        return .skipped(what: "a slice of a tuple", at: span)
      }
      given.append(Int(clamping: n))
    }
    let distance = given[2] ?? 1
    guard distance != 0 else { throw DiagnosticError(.zeroStep(at: step?.span ?? span)) }
    let range = distance > 0 ? 0 ... values.count : -1 ... values.count - 1
    func end(_ n: Int?, _ unless: Int) -> Int {
      guard let n else { return unless }
      return min(max(n < 0 ? n + values.count : n, range.lowerBound), range.upperBound)
    }
    let start = end(given[0], distance > 0 ? range.lowerBound : range.upperBound)
    let stop = end(given[1], distance > 0 ? range.upperBound : range.lowerBound)
    // A step beyond the tuple is as good as any other.
    let reach = min(max(distance, -values.count - 1), values.count + 1)
    return .tuple(stride(from: start, to: stop, by: reach).map { values[$0] })
  }

}

extension Diagnostic {

  /// Returns the message with its own place, and that of its notes, at `span`.
  fileprivate func moved(to span: SourceSpan) -> Diagnostic {
    Diagnostic(
      severity, code: ModuleCode(rawValue: code) ?? .annotation, message, at: span, label: label,
      notes: notes, hint: hint)
  }

  fileprivate static func wrongParameterCount(
    _ parameters: [String], _ count: Int, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.annotation,
      "This generic type takes \(parameters.count) argument\(parameters.count == 1 ? "" : "s"), "
        + "got \(count).", at: span,
      hint: "its parameters are \(parameters.joined(separator: ", "))")
  }

  fileprivate static func fieldForm(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.fieldForm, "A field type takes dimensions and a dtype.", at: span,
      hint: "write Field[[I, K], float]")
  }

  fileprivate static func noDimensions(_ what: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.dimension,
      "The first part of a field type is a list of dimensions, not \(what).", at: span,
      hint: "write Field[[\(span.text)], float]")
  }

  fileprivate static func noDimension(_ what: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.dimension, "'\(span.text)' is \(what), no dimension.", at: span,
      hint: "declare it: \(span.text) = gtx.Dimension(\"\(span.text)\")")
  }

  fileprivate static func wrongOrder(
    _ dims: [Dimension], _ ordered: [Dimension], at span: SourceSpan
  ) -> Diagnostic {
    if dims.count != ordered.count {
      return Diagnostic(
        code: ModuleCode.dimensionOrder, "A dimension of this field type stands there twice.",
        at: span, hint: "name each dimension once")
    }
    let names = { (dims: [Dimension]) in dims.map(\.name).joined(separator: ", ") }
    return Diagnostic(
      code: ModuleCode.dimensionOrder,
      "Dimensions '\(names(dims))' are not ordered correctly, expected '\(names(ordered))'.",
      at: span,
      hint: "horizontal dimensions come first, then the local one, then vertical ones; "
        + "by name among themselves")
  }

  fileprivate static func conflicting(
    _ a: Dimension, _ b: Dimension, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.dimension,
      a.name == b.name
        ? "A field has one dimension '\(a.name)', not '\(a)' and '\(b)'."
        : "A field is on '\(a.unstaggered.name)' or on the points between its points, not on both.",
      at: span, hint: "leave one of the two out")
  }

  fileprivate static func manyLocals(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.dimension, "A field has at most one local dimension.", at: span)
  }

  fileprivate static func badDtype(_ what: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.dtype, "The dtype of a field is a scalar type, not \(what).", at: span,
      hint: "write float, gtx.float32, gtx.int32, bool, …")
  }

  fileprivate static func strayEllipsis(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.annotation, "'...' stands behind one type only.", at: span,
      hint: "write tuple[T, ...] for any number of elements, else name the type of each")
  }

  fileprivate static func zeroStep(at span: SourceSpan) -> Diagnostic {
    Diagnostic(code: ModuleCode.arithmetic, "The step of a slice is not 0.", at: span)
  }

  fileprivate static func outOfRange(count: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.arithmetic, "The index is out of range: the tuple has \(count) elements.",
      at: span)
  }

}
