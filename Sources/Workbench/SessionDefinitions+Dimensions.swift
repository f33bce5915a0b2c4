import Diagnostics
import FieldView
import StencilTypes
import Toolchain

extension SessionDefinitions {

  /// Returns the dimension that `name` names: by its own name first, else by the name in scope.
  func dimension(_ name: String) -> Dimension? { names.dimensionsByName[name] }

  /// Returns the offset that `name` names: by its own name first, else by the name in scope.
  func offset(_ name: String) -> FieldOffset? { names.offsetsByName[name] }

  /// The dimensions that are known, each once.
  var dimensions: [Dimension] { names.dimensions }

  /// The offsets that are known, each once.
  var offsets: [FieldOffset] { names.offsets }

  private var names: KnownNames.Lists { known.lists { KnownNames.Lists(scopes) } }

  /// The prompt, the modules that it can see, what those import, and the modules that come with
  /// the tool.
  private var scopes: [any ModuleScope] {
    var result: [any ModuleScope] = []
    var seen: Set<ObjectIdentifier> = []
    var pending: [any ModuleScope] = [prompt]
    while let scope = pending.popLast() {
      guard seen.insert(ObjectIdentifier(scope)).inserted else { continue }
      result.append(scope)
      guard scope is PromptScope || scope is SourceModule else { continue }
      for name in scope.boundNames {
        let value = try? scope.lookup(name)
        if case .module(let module) = value { pending.append(module) }
        if let scope = Callable.Definition(value)?.scope { pending.append(scope) }
      }
    }
    return result + ModuleLoader.shipped
  }

}

extension Session {

  /// Returns the dimension that `name` names.
  ///
  /// - Parameter others: names beside it, of which those are told too that are no dimensions.
  func dimension(
    _ name: Spelled, amid others: [String] = []
  ) throws(DiagnosticError) -> Dimension {
    guard let d = definitions.dimension(name.text) else {
      let unknown = others.filter { definitions.dimension($0) == nil }
      throw DiagnosticError(
        .unknownDimension(name, unknown, among: definitions.dimensions.map(\.name)))
    }
    return d
  }

  /// Returns the dimension that `name` names; `nil` if there is none.
  func knownDimension(_ name: String) -> Dimension? { definitions.dimension(name) }

  /// Returns the offset that `name` names.
  func offset(_ name: Spelled) throws(DiagnosticError) -> FieldOffset {
    guard let o = definitions.offset(name.text) else {
      throw DiagnosticError(.unknownOffset(name, among: definitions.offsets.map(\.name)))
    }
    return o
  }

}

// MARK: - Messages

extension Diagnostic {

  fileprivate static func unknownDimension(
    _ name: Spelled, _ unknown: [String], among names: [String]
  ) -> Diagnostic {
    let parts = name.text.split(whereSeparator: \.isWhitespace)
    if parts.count > 1 {
      return Diagnostic(
        code: WorkbenchCode.unknownDimension, "A dimension is one name, not '\(name.text)'.",
        at: name.span, hint: "put commas between them: \(parts.joined(separator: ", "))")
    }
    if unknown.count > 1, nearest(to: name.text, among: names) == nil {
      let quoted = unknown.map { "'\($0)'" }.joined(separator: " and ")
      return Diagnostic(
        code: WorkbenchCode.unknownDimension, "There are no dimensions \(quoted).", at: name.span,
        hint: "define them: "
          + unknown.map { "\($0) = Dimension(\"\($0)\")" }.joined(separator: ", then "))
    }
    return Diagnostic(
      code: WorkbenchCode.unknownDimension, "There is no dimension '\(name.text)'.",
      at: name.span,
      hint: nearest(to: name.text, among: names).map { "did you mean '\($0)'?" }
        ?? "define it: \(name.text) = Dimension(\"\(name.text)\")")
  }

  fileprivate static func unknownOffset(_ name: Spelled, among names: [String]) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownOffset, "There is no offset '\(name.text)'.", at: name.span,
      hint: nearest(to: name.text, among: names).map { "did you mean '\($0)'?" }
        ?? "define it: \(name.text) = FieldOffset(\"\(name.text)\", source=…, target=(…, …))")
  }

}
