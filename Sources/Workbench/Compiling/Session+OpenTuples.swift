import Diagnostics
import FieldView
import StencilTypes
import Toolchain

extension Session {

  /// Returns `callable` for the tuples that `line` gives to parameters which take any length;
  /// `callable` itself if there are none.
  func instance(
    of callable: Callable, for line: CommandInput
  ) throws(DiagnosticError) -> Callable {
    guard case .fieldOperator(let definition) = callable.definition,
      let open = definition.asOpen
    else { return callable }
    var types: [DataType] = []
    for (name, pattern) in zip(open.names, open.patterns) {
      let value = line.options.first { $0.key.text == name }?.value
      guard let type = pattern.type ?? value.flatMap({ pattern.type(shapedAs: $0) }) else {
        throw DiagnosticError(.lengthNotGiven(name, pattern, at: value?.span ?? line.span))
      }
      types.append(type)
    }
    return Callable(.fieldOperator(try open.instance(for: types)))
  }

}

extension TypePattern {

  /// Returns the type whose tuples have as many elements as those in `value`, `(a,(b,c))`; `nil` if
  /// no tuple stands there.
  fileprivate func type(shapedAs value: Spelled) -> DataType? {
    switch self {
    case .type(let type): return type
    case .open(let element):
      guard let parts = value.tupleParts, !parts.isEmpty else { return nil }
      let types = parts.compactMap { element.type(shapedAs: $0) }
      return types.count == parts.count ? .tuple(types) : nil
    case .tuple(let elements):
      guard let parts = value.tupleParts, parts.count == elements.count else { return nil }
      let types = zip(elements, parts).compactMap { $0.type(shapedAs: $1) }
      return types.count == parts.count ? .tuple(types) : nil
    }
  }

}

extension Diagnostic {

  fileprivate static func lengthNotGiven(
    _ name: String, _ pattern: TypePattern, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.missingArgument,
      "'\(name)' takes '\(pattern)': as many values as you give.", at: span,
      hint: "write them as a tuple: \(name)=(a,b)")
  }

}
