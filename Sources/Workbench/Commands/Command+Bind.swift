import Diagnostics
import FieldView
import IteratorIR
import StencilTypes
import Toolchain
import Transforms

extension Command {

  static let bind: Command = Command(
    "bind", "fixes arguments of the current program",
    usage: [
      "bind NAME=VALUE …", .init("bind NAME=? …", "what each value, or combination, would fold"),
    ],
    arguments: [
      .init("NAME", "a scalar parameter of the current program"),
      .init("VALUE", "a number, true or false, a tuple of those: (1,2)"),
    ],
    examples: ["bind use_lam=true", "bind n=3 order=(1,2)", "bind use_lam=?"],
    completion: { point in
      guard let key = point.key else { return point.parameters(where: \.isScalar).map { $0 + "=" } }
      return (point.parameterType(of: key)?.isBool ?? true ? ["true", "false"] : []) + ["?"]
    }
  ) { line, session throws(DiagnosticError) in
    guard line.words.isEmpty, !line.options.isEmpty else {
      throw DiagnosticError(.usage(.bind, at: line.span))
    }
    for (i, option) in line.options.enumerated()
    where line.options[..<i].contains(where: { $0.key.text == option.key.text }) {
      throw DiagnosticError(.repeatedArgument(option.key))
    }
    var callable = try session.callable(nil, at: line.span)
    let again = line.options.filter { o in
      callable.bindings.contains { $0.name == o.key.text }
    }
    callable = callable.withoutBoundArguments(again.map(\.key.text))
    if line.options.contains(where: { $0.value.text == "?" }) {
      for (_, value) in line.options where value.text != "?" {
        throw DiagnosticError(.usage(.bind, at: value.span))
      }
      return Output([try BindingPreview(of: line.options.map(\.key), callable, session).item])
    }
    var runner = session.runner
    let parameters = try session.toolchain.parameters(of: callable, &runner)
    let bindings = try line.options.map { (key, value) throws(DiagnosticError) in
      try BoundArgument(key, value, parameters) { session.definitions.constant($0, for: callable) }
    }
    let bound = try callable.withBoundArguments(bindings, parameters: parameters) { name in
      line.options.first { $0.key.text == name }?.key.span
    }
    let effect = try session.effect(of: bindings, from: callable, to: bound)
    session.adopt(bound)
    let remarks = again.map {
      Output.Item.message("\($0.key.text) was bound before; bound anew from the original")
    }
    return Output(
      remarks + [session.item(of: bound), effect],
      next: session.suggestions(for: bound) + ["unbind \(bindings[0].name)"])
  }

  static let unbind: Command = Command(
    "unbind", "frees bound arguments again", usage: ["unbind NAME … | all"],
    arguments: [.init("NAME", "a bound parameter of the current program")],
    examples: ["unbind use_lam", "unbind all"], listedWith: "bind",
    completion: { $0.boundNames + ["all"] }
  ) { line, session throws(DiagnosticError) in
    guard !line.words.isEmpty, line.options.isEmpty else {
      throw DiagnosticError(.usage(.unbind, at: line.span))
    }
    let callable = try session.callable(nil, at: line.span)
    let all = line.words.count == 1 && line.words[0].text == "all"
    for w in line.words where !all && !callable.bindings.contains(where: { $0.name == w.text }) {
      throw DiagnosticError(.notBound(w, callable.bindings.map(\.name)))
    }
    let free = callable.withoutBoundArguments(all ? nil : line.words.map(\.text))
    session.adopt(free)
    return Output([session.item(of: free)])
  }

}

extension Session {

  /// Says what the bindings folded, or where the names are used if they folded nothing.
  fileprivate func effect(
    of bindings: [BoundArgument], from callable: Callable, to bound: Callable
  ) throws(DiagnosticError) -> Output.Item {
    var runner = self.runner
    let before = try pipelineRun(of: callable, &runner)
    let after = try pipelineRun(of: bound, &runner)
    let old = ProgramFigures(before.result)
    let new = ProgramFigures(after.result)
    if let improvement = new.improvement(on: old) {
      return .message("folded: \(improvement)")
    }
    let uses = bindings.map { b in
      let written = ParameterUses(of: b.name, in: before.initial).lines
      let lines = written.map(String.init).joined(separator: ", ")
      if written.isEmpty { return "\(b.name) is used nowhere" }
      // What other bindings folded away is in the text of the program still.
      return callable.bindings.isEmpty || ParameterUses(of: b.name, in: before.result).isUsed
        ? "\(b.name) is used in line \(lines)"
        : "the use of \(b.name) in line \(lines) was folded away already"
    }
    return .message("nothing folded: \(uses.joined(separator: "; "))")
  }

  /// Takes `callable` up under its own name and makes it current.
  fileprivate mutating func adopt(_ callable: Callable) {
    callables[callable.name] = callable
    current = callable.name
  }

}

extension BoundArgument {

  /// Reads `key=value`, the value as one of the type that the parameter has.
  init(
    _ key: Spelled, _ value: Spelled, _ parameters: [DeclaredParameter],
    constants: (String) -> ModuleValue?
  ) throws(DiagnosticError) {
    let parameter = parameters.first { $0.name == key.text && $0.isBindable }
    guard let bound = BoundValue(value, as: parameter?.type.structural, constants) else {
      throw DiagnosticError(.badBinding(key, value, parameter))
    }
    self.init(name: key.text, value: bound, at: value.span)
  }

}

extension BoundValue {

  /// Reads `value` as one of `type`, or as what it is by itself; `nil` if it is no value at all.
  ///
  /// A name is one of the `constants`: `Mode.A`, `GRAVITY`.
  fileprivate init?(
    _ value: Spelled, as type: DataType?, _ constants: (String) -> ModuleValue?
  ) {
    if let parts = value.tupleParts {
      let types = type?.elements
      if let types, types.count != parts.count { return nil }
      let values = parts.indices.map { BoundValue(parts[$0], as: types?[$0], constants) }
      if values.contains(where: { $0 == nil }) { return nil }
      self = .tuple(values.compactMap { $0 })
      return
    }
    guard !value.isQuoted else { return nil }
    guard let literal = ScalarLiteral(value.text) else {
      guard let constant = constants(value.text) else { return nil }
      self.init(type.map { constant.taking(the: $0) } ?? constant, as: type)
      return
    }
    if case .scalar(let kind)? = type {
      guard let scalar = literal.value(as: kind) else { return nil }
      self = .scalar(scalar)
    } else {
      guard let scalar = literal.value(as: nil) else { return nil }
      self = .scalar(scalar)
    }
  }

}

extension BoundValue {

  /// Takes a constant of the module level; `nil` if it is not of `type`.
  private init?(_ constant: ModuleValue, as type: DataType?) {
    switch constant {
    case .constant(let value):
      if let type, type != .scalar(value.kind) { return nil }
      self = .scalar(value)
    case .tuple(let elements):
      let types = type?.elements
      guard type == nil || types?.count == elements.count else { return nil }
      let values = elements.indices.compactMap { BoundValue(elements[$0], as: types?[$0]) }
      guard values.count == elements.count else { return nil }
      self = .tuple(values)
    case .dimension, .dimensionKind, .offset, .string, .type, .openTuple, .genericField,
      .typeVariable, .dims, .builtin, .fieldOperator, .program, .namespace, .module, .generic,
      .scalarFunction, .library, .skipped:
      return nil
    }
  }

}

extension Diagnostic {

  fileprivate static func badBinding(
    _ key: Spelled, _ value: Spelled, _ parameter: DeclaredParameter?
  ) -> Diagnostic {
    guard let parameter else {
      return Diagnostic(
        code: WorkbenchCode.badValue, "'\(value.text)' is no value.", at: value.span,
        hint: "write a number, true or false, or a tuple of those")
    }
    if value.text.hasSuffix(","), value.text.count > 1 {
      return Diagnostic(
        code: WorkbenchCode.usage, "'\(value.text)' ends in a comma.", at: value.span,
        hint: "separate bindings by blanks: bind a=1 b=2")
    }
    var hint = "bind a value of type '\(parameter.type)'"
    if case .scalar(.bool) = parameter.type { hint = "bind \(key.text)=true or \(key.text)=false" }
    if case .scalar(let kind) = parameter.type, let range = kind.integerRange {
      hint = "bind a whole number from \(range.lowerBound) to \(range.upperBound)"
    }
    return Diagnostic(
      code: BindingCode.type, "'\(value.text)' is no value of type '\(parameter.type)'.",
      at: value.span,
      notes: [.init("'\(parameter.name)' is declared here", at: parameter.span)], hint: hint)
  }

  fileprivate static func notBound(_ name: Spelled, _ bound: [String]) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.notBound, "'\(name.text)' is not bound.", at: name.span,
      hint: bound.isEmpty ? "nothing is bound" : "bound are \(bound.joined(separator: ", "))")
  }

}
