import Diagnostics
import FieldView
import OrderedCollections
import PythonSyntax
import Toolchain

extension Session {

  /// What became of the programs and operators that were there before others were defined.
  struct Renewals {

    /// Those whose ITIR is another one now.
    var recompiled: [String] = []

    /// Those that no longer fit.
    var unfit: Set<String> = []

    /// Why they do not, what is gone, and what could not be read.
    var problems: [String] = []

    /// What to tell.
    var items: [Output.Item] {
      let first = recompiled.isEmpty ? [] : ["recompiled: \(recompiled.joined(separator: ", "))"]
      return (first + problems).map { .message($0) }
    }

  }

  /// Lets what was defined before see the names that mean something else now, and tells what that
  /// changed.
  ///
  /// What no longer fits stays: it can be defined again. Bound variants follow what they were made
  /// of.
  mutating func renewDependents(of found: [Callable]) throws(DiagnosticError) -> Renewals {
    var runner = self.runner
    var result = Renewals()
    result.problems = definitions.refresh()
    let foundNames = Set(found.map(\.name))
    let names = callables.keys.filter { !foundNames.contains($0) }
    let variants = Set(callables.filter { !$0.value.bindings.isEmpty }.keys)
    let ordered = names.filter { !variants.contains($0) } + names.filter(variants.contains)
    for (i, name) in ordered.enumerated() {
      try surroundings.advance(i, of: ordered.count)
      guard let old = callables[name] else { continue }
      switch renewal(of: old) {
      case .same: continue
      case .gone:
        callables[name] = nil
        lastArguments[name] = nil
        if current == name { current = nil }
        result.problems.append("\(name) is gone: nothing defines \(old.definitionName) any more")
      case .renewed(let new):
        callables[name] = new
        do throws(DiagnosticError) {
          let warnings = try toolchain.check(new, &runner)
          if case .program = new.definition, let unusable = warnings.first {
            throw DiagnosticError(unusable)
          }
          if isChanged(old, new, &runner) { result.recompiled.append(name) }
        } catch {
          let reason = error.diagnostics.first?.message ?? ""
          result.unfit.insert(name)
          result.problems.append("\(name) no longer fits: \(reason)")
        }
      }
    }
    result.recompiled = callables.keys.filter(Set(result.recompiled).contains)
    return result
  }

  /// Returns what `callable` means now.
  private func renewal(of callable: Callable) -> SessionDefinitions.Renewal {
    if callable.bindings.isEmpty { return definitions.renewal(of: callable) }
    guard let base = callables[callable.definitionName] else { return .gone }
    return .renewed(callable.redefined(as: base.definition))
  }

  /// `true` iff the ITIR of `new` is not that of `old`, or one of them has none.
  private func isChanged(
    _ old: Callable, _ new: Callable, _ runner: inout StepRunner
  ) -> Bool {
    let before = text(of: old, &runner)
    return before == nil || before != text(of: new, &runner)
  }

  /// Returns the ITIR of `callable`: of the program, or of the functions of an operator that cannot
  /// be called by itself.
  private func text(of callable: Callable, _ runner: inout StepRunner) -> String? {
    if let program = try? toolchain.program(for: callable, &runner).program {
      return program.text()
    }
    return (try? toolchain.functionText(of: callable, &runner))?(80)
  }

  /// Returns what tells that programs of a file keep the meaning that the file gives to one of
  /// `names`, which were typed.
  func keepers(of names: [String]) -> [Output.Item] {
    var runner = self.runner
    return names.compactMap { name in
      var keepers: OrderedDictionary<String, [String]> = [:]
      for callable in callables.values where callable.definitionName != name {
        guard let file = definitions.file(of: callable, givingMeaningTo: name),
          let operators = try? toolchain.operators(of: callable, &runner),
          callable.isUsing(name)
            || operators.contains(where: { $0.captures.operators[name] != nil })
        else { continue }
        keepers[file, default: []].append(callable.name)
      }
      if keepers.isEmpty { return nil }
      let parts = keepers.map { file, programs in
        "\(programs.joined(separator: ", ")) \(programs.count == 1 ? "keeps" : "keep") the "
          + "\(name) of \(file)"
      }
      return .message(
        parts.joined(separator: "; ") + ": to change that, change the file and load it again")
    }
  }

}

extension Callable {

  /// `true` iff `name`, which is no parameter and is not assigned to, stands in the definition.
  fileprivate func isUsing(_ name: String) -> Bool {
    let syntax: PythonSyntax.FunctionDefinition
    switch definition {
    case .program(let p): syntax = p.syntax
    case .fieldOperator(let o): syntax = o.syntax
    case .itir: return false
    }
    guard !syntax.parameters.contains(where: { $0.name.name == name }) else {
      return false
    }
    return syntax.body.contains { $0.span.text.hasWord(name) } && !syntax.assigns(name)
  }

}

extension PythonSyntax.FunctionDefinition {

  /// `true` iff a statement of the body, or one in it, assigns to `name`.
  fileprivate func assigns(_ name: String) -> Bool {
    func isTarget(_ e: Expression) -> Bool {
      switch e.kind {
      case .name(let n): n == name
      case .tuple(let elements), .list(let elements): elements.contains(where: isTarget)
      case .starred(let e): isTarget(e)
      case .integer, .float, .bool, .string, .none, .ellipsis, .attribute, .subscript, .slice,
        .call, .unary, .binary, .logical, .compare, .ternary, .dict, .generator, .unsupported,
        .error:
        false
      }
    }
    func assigns(_ s: Statement) -> Bool {
      switch s.kind {
      case .assign(let targets, _): targets.contains(where: isTarget)
      case .annotatedAssign(let target, _, _): isTarget(target)
      case .if(_, let then, let otherwise): (then + otherwise).contains(where: assigns)
      case .return, .pass, .expression, .function, .class, .import, .importFrom, .typeAlias,
        .unsupported:
        false
      }
    }
    return body.contains(where: assigns)
  }

}
