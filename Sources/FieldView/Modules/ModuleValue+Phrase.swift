import Diagnostics

extension ModuleValue {

  /// What the value is, as a message says it: "a dimension", "a plain function".
  public var phrase: String {
    switch self {
    case .dimension: "a dimension"
    case .dimensionKind: "a kind of dimension"
    case .offset: "an offset"
    case .constant(let value): "a constant of type '\(value.kind)'"
    case .string: "a string"
    case .tuple: "a tuple"
    case .type(let type): "the type '\(type)'"
    case .openTuple(let pattern): "the type '\(pattern)'"
    case .genericField(_, let variable): "a field type with the open dtype '\(variable)'"
    case .typeVariable: "a type variable"
    case .dims: "a list of dimensions"
    case .builtin(let builtin): "the builtin function '\(builtin.name)'"
    case .fieldOperator(let definition):
      definition.scan == nil ? "a field operator" : "a scan operator"
    case .program: "a program"
    case .namespace(let name, _): "the namespace '\(name)'"
    case .module(let module): "the module '\(module.name)'"
    case .generic: "a generic type"
    case .scalarFunction(let function): "\(function.family.words) '\(function.name)'"
    case .library(let name): "GT4Py's or Python's '\(name.rawValue)'"
    case .skipped(let what, _): what
    }
  }

}

extension Diagnostic {

  /// Returns the message that `text` stands for something that is Python, but not field view.
  public static func skipped(
    _ text: String, _ what: String, _ place: SourceSpan?, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.skipped, "'\(text)' cannot be used here: it is \(what).", at: span,
      notes: place.map { [Note("it is defined here", at: $0)] } ?? [],
      hint: what == "a plain function"
        ? "decorate it with @gtx.field_operator"
        : Library.counterparts[text].map { "GT4Py's counterpart is '\($0)'" })
  }

  /// Returns the message that `scope` does not bind `name`.
  public static func undefined(
    _ name: String, at span: SourceSpan, in scope: any ModuleScope
  ) -> Diagnostic {
    let known = Library.gt4pyNext.boundNames
    let hint =
      if scope.boundNames.contains(name) {
        "it is defined below; move its definition up"
      } else if let module = Library.home(of: name) {
        Library.importHint(name, from: module, with: span.file, in: scope)
      } else if let near = nearest(to: name, among: scope.boundNames + known) {
        "did you mean '\(near)'?"
      } else {
        "define it before it is used, or import it"
      }
    return Diagnostic(
      code: ModuleCode.undefined, "Undeclared symbol '\(name)'.", at: span,
      label: "nothing of this name is in scope", hint: hint)
  }

  /// Returns the message that `owner` has no member `name`.
  public static func missingMember(
    _ name: String, of owner: String, among members: [String], at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.attribute, "\(owner) has no member '\(name)'.", at: span,
      hint: nearest(to: name, among: members).map { "did you mean '\($0)'?" })
  }

}

extension Library {

  /// Returns the hint to import `name`, with the other dimensions and offsets of a module of ours that
  /// `file` uses and `scope` does not bind: who lacks one of them lacks all.
  fileprivate static func importHint(
    _ name: String, from module: String, with file: SourceFile, in scope: any ModuleScope
  ) -> String {
    let shipped = ShippedModules.modules.first { $0.name == module }
    var names = [name]
    for word in file.text(0 ..< file.bytes.count).split(whereSeparator: {
      !$0.isLetter && !$0.isNumber && $0 != "_"
    }) {
      let other = String(word)
      guard let shipped, !names.contains(other), shipped.boundNames.contains(other),
        !scope.boundNames.contains(other)
      else { continue }
      switch try? shipped.lookup(other) {
      case .dimension?, .offset?: names.append(other)
      case .dimensionKind?, .constant?, .string?, .tuple?, .type?, .openTuple?, .genericField?,
        .typeVariable?, .dims?, .builtin?, .fieldOperator?, .program?, .namespace?, .module?,
        .generic?, .scalarFunction?, .library?, .skipped?, nil:
        continue
      }
    }
    return "import \(names.count == 1 ? "it" : "them"): "
      + "from \(module) import \(names.joined(separator: ", "))"
  }

  /// Returns the name of a module that comes with the tool and binds `name`; `nil` if none does.
  static func home(of name: String) -> String? {
    if gt4pyNext.binds(name) { return gt4pyNext.name }
    return ShippedModules.modules.first { $0.boundNames.contains(name) }?.name
      ?? pythonModules.first { $0.boundNames.contains(name) }?.name
  }

}
