import FieldView
import Toolchain

extension SessionDefinitions {

  /// What a definition means after others have changed.
  enum Renewal {

    /// The same: neither it nor what it looks up is another one.
    case same

    /// A definition that may be another one.
    case renewed(Callable)

    /// Nothing: its file, or the prompt, gives its name to nothing that can be called.
    case gone

  }

  /// Returns what `callable`, which has no bound arguments, means now.
  func renewal(of callable: Callable) -> Renewal {
    guard let scope = callable.definition.scope else { return .same }
    let newest: any ModuleScope
    if scope is PromptScope {
      newest = prompt
    } else if let old = scope as? SourceModule,
      let new = loaded.last(where: { $0.path == old.path })
    {
      if new === old { return .same }
      newest = new
    } else {
      return .same
    }
    let value = try? newest.lookup(callable.definitionName)
    return Callable.Definition(value).map { .renewed(callable.redefined(as: $0)) } ?? .gone
  }

  /// Returns the file in which `callable` stands if that gives a meaning of its own to `name`.
  func file(of callable: Callable, givingMeaningTo name: String) -> String? {
    let scope = callable.definition.scope
    guard let module = scope as? SourceModule, module.boundNames.contains(name) else { return nil }
    return module.syntax?.file.name
  }

  /// Returns the constant that `name` stands for where `callable` is defined, or else at the
  /// prompt.
  func constant(_ name: String, for callable: Callable) -> ModuleValue? {
    callable.definition.scope?.constant(named: name) ?? prompt.constant(named: name)
  }

}
