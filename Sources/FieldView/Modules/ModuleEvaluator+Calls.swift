import Diagnostics
import PythonSyntax
import StencilTypes

extension ModuleEvaluator {

  /// Returns `callee(arguments)`, whose span is `span`.
  func evaluateCall(
    of callee: ModuleValue, _ arguments: [Argument], at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    switch callee {
    case .library(.dimension): return try dimension(arguments, at: span)
    case .library(.fieldOffset): return try offset(arguments, at: span)
    case .library(.flipStaggered):
      return .dimension(try staggered(arguments, at: span).flippingStagger)
    case .library(.asNonStaggered):
      return .dimension(try staggered(arguments, at: span).unstaggered)
    case .library(.isStaggered):
      return .constant(ScalarValue(try staggered(arguments, at: span).isStaggered))
    case .library(.typeVariable): return try typeVariable(arguments, at: span)
    case .library(.frozenNamespace): return try namespace(arguments)
    case .library(.floatLimits), .library(.integerLimits):
      return try limits(arguments, at: span)
    case .scalarFunction(let function):
      var values: [ModuleValue] = []
      for argument in arguments {
        if argument.name != nil { return .skipped(what: "a call with keywords", at: span) }
        values.append(try evaluate(argument.value))
      }
      if values.count == 1, case .tuple(let elements) = values[0] { values = elements }
      return try function.apply(to: values, at: span)
    case .type(.scalar(let kind)): return try scalar(kind, arguments, at: span)
    case .type(.named(let type)): return try collection(type, arguments, at: span)
    case .namespace where arguments.isEmpty: return callee
    case .skipped: return callee
    case .dimension, .dimensionKind, .offset, .constant, .string, .tuple, .type, .openTuple,
      .genericField, .typeVariable, .dims, .builtin, .fieldOperator, .program, .namespace, .module,
      .generic, .library:
      return .skipped(what: "the result of a call", at: span)
    }
  }

  // MARK: Declarations

  /// Reads `Dimension(value, kind=DimensionKind.HORIZONTAL)`.
  private func dimension(
    _ arguments: [Argument], at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    let bound = try MatchedArguments(
      arguments, of: "Dimension", to: ["value", "kind"], required: ["value"], at: span)
    let name = try string(bound, "value", of: "Dimension", at: span)
    guard let kind = bound["kind"] else { return .dimension(Dimension(name)) }
    let value = try evaluate(kind)
    guard case .dimensionKind(let kind) = value else {
      throw DiagnosticError(
        .wrongArgument(
          "kind", of: "Dimension", value.phrase, at: kind.span,
          hint: "write gtx.DimensionKind.VERTICAL"))
    }
    return .dimension(Dimension(name, kind))
  }

  /// Reads the dimension in `flip_staggered(I)`.
  private func staggered(
    _ arguments: [Argument], at span: SourceSpan
  ) throws(DiagnosticError) -> Dimension {
    let bound = try MatchedArguments(
      arguments, of: "flip_staggered", to: ["dim"], required: ["dim"], at: span)
    guard let expression = bound["dim"] else {
      preconditionFailure("required arguments are bound")
    }
    let value = try evaluate(expression)
    guard case .dimension(let dimension) = value, dimension.kind != .local else {
      throw DiagnosticError(
        .wrongArgument(
          "dim", of: "flip_staggered", value.phrase, at: expression.span,
          hint: "name a dimension that is not local"))
    }
    return dimension
  }

  /// Reads `FieldOffset(value, source, target)`.
  private func offset(
    _ arguments: [Argument], at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    let parameters = ["value", "source", "target"]
    let bound = try MatchedArguments(
      arguments, of: "FieldOffset", to: parameters, required: parameters, at: span)
    let name = try string(bound, "value", of: "FieldOffset", at: span)
    guard let source = bound["source"], let target = bound["target"] else {
      preconditionFailure("required arguments are bound")
    }
    let sourceValue = try evaluate(source)
    guard case .dimension(let from) = sourceValue, from.kind != .local else {
      let isLocal = if case .dimension = sourceValue { true } else { false }
      throw DiagnosticError(
        .wrongArgument(
          "source", of: "FieldOffset", isLocal ? "a local dimension" : sourceValue.phrase,
          at: source.span, hint: "name the dimension of the fields that it is applied to"))
    }
    return .offset(FieldOffset(name, source: from, target: try targets(target)))
  }

  private func targets(_ expression: Expression) throws(DiagnosticError) -> [Dimension] {
    let value = try evaluate(expression)
    guard case .tuple(let elements) = value else {
      throw DiagnosticError(
        .wrongArgument(
          "target", of: "FieldOffset", value.phrase, at: expression.span,
          hint: "write (I,) or (Vertex, V2EDim)"))
    }
    var dims: [Dimension] = []
    for element in elements {
      guard case .dimension(let dimension) = element else {
        throw DiagnosticError(
          .wrongArgument(
            "target", of: "FieldOffset", "a tuple with \(element.phrase)", at: expression.span,
            hint: "name dimensions only"))
      }
      dims.append(dimension)
    }
    let isOffset = dims.count == 1 || (dims.count == 2 && dims[1].kind == .local)
    guard isOffset, dims[0].kind != .local else {
      throw DiagnosticError(.badTargets(at: expression.span))
    }
    return dims
  }

  /// Returns the string given for `parameter`.
  private func string(
    _ bound: MatchedArguments, _ parameter: String, of callee: String, at span: SourceSpan
  ) throws(DiagnosticError) -> String {
    guard let expression = bound[parameter] else {
      preconditionFailure("required arguments are bound")
    }
    let value = try evaluate(expression)
    guard case .string(let text) = value else {
      throw DiagnosticError(
        .wrongArgument(
          parameter, of: callee, value.phrase, at: expression.span,
          hint: "write a string: \(callee)(\"name\", …)"))
    }
    return text
  }

  /// Reads `TypeVar(name, …)`.
  private func typeVariable(
    _ arguments: [Argument], at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    guard let first = arguments.first, case .string(let name) = first.value.kind else {
      return .skipped(what: "a type variable without a name", at: span)
    }
    return .typeVariable(name)
  }

  // MARK: Values

  /// Reads `FrozenNamespace(name=value, …)`.
  private func namespace(_ arguments: [Argument]) throws(DiagnosticError) -> ModuleValue {
    var members: [String: ModuleValue] = [:]
    for argument in arguments {
      guard let name = argument.name else { continue }
      members[name.name] = try evaluate(argument.value)
    }
    return .namespace(name: "FrozenNamespace", members: members)
  }

  private func scalar(
    _ kind: ScalarKind, _ arguments: [Argument], at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    guard arguments.count == 1, arguments[0].name == nil else {
      throw DiagnosticError(.oneArgument(kind, count: arguments.count, at: span))
    }
    if let exact = arguments[0].value.exactInteger {
      return .constant(try ScalarConstructor.apply(kind, to: exact, at: span))
    }
    let value = try evaluate(arguments[0].value)
    if case .skipped = value { return value }
    return .constant(try ScalarConstructor.apply(kind, to: value, at: span))
  }

  /// Returns the members of a named collection as a tuple, in the order of its type.
  private func collection(
    _ type: NamedCollectionType, _ arguments: [Argument], at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    let names = type.members.map(\.name)
    let bound = try MatchedArguments(
      arguments, of: type.name, to: names, required: names, at: span)
    var values: [ModuleValue] = []
    for name in names {
      if let expression = bound[name] { values.append(try evaluate(expression)) }
    }
    var members: [ModuleValue] = []
    for (value, member) in zip(values, type.members) {
      members.append(try value.converted(to: member.type, at: bound[member.name]?.span ?? span))
    }
    return .tuple(members)
  }

  /// Reads `np.finfo(np.float32)` and `np.iinfo(np.int32)`.
  private func limits(
    _ arguments: [Argument], at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    guard arguments.count == 1, case .type(.scalar(let kind)) = try evaluate(arguments[0].value)
    else { return .skipped(what: "the limits of something that is no type", at: span) }
    var members: [String: ModuleValue] = [:]
    switch kind {
    case .float64: members = Library.floatInfo
    case .float32:
      members = [
        "eps": .constant(ScalarValue(Float.ulpOfOne)),
        "max": .constant(ScalarValue(Float.greatestFiniteMagnitude)),
        "min": .constant(ScalarValue(-Float.greatestFiniteMagnitude)),
        "tiny": .constant(ScalarValue(Float.leastNormalMagnitude)),
      ]
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64:
      guard let range = kind.integerRange else { break }
      for (name, value) in [("min", range.lowerBound), ("max", range.upperBound)] {
        members[name] = ScalarValue(exactly: value, as: kind).map { .constant($0) }
      }
    case .bool, .string: break
    }
    if kind == .float64 {
      members["eps"] = members["epsilon"]
      members["tiny"] = members["min"]
      members["min"] = .constant(ScalarValue(-Double.greatestFiniteMagnitude))
    }
    return .namespace(name: span.text, members: members)
  }

}

extension Diagnostic {

  fileprivate static func wrongArgument(
    _ parameter: String, of callee: String, _ what: String, at span: SourceSpan, hint: String
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.call, "Argument '\(parameter)' of '\(callee)' cannot be \(what).",
      at: span, hint: hint)
  }

  fileprivate static func badTargets(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.call,
      "The target of an offset is one dimension, or a dimension and a local one.", at: span,
      hint: "write (Vertex, V2EDim); only V2EDim is declared with kind=gtx.DimensionKind.LOCAL")
  }

  fileprivate static func oneArgument(
    _ kind: ScalarKind, count: Int, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.call, "'\(kind)' takes one argument, got \(count).", at: span,
      hint: "write \(kind)(1)")
  }

}
