import Diagnostics
import Toolchain

extension Session {

  /// Lets what was typed before see the names that mean something else now, and tells what that
  /// changed.
  ///
  /// What no longer fits stays: it can be defined again.
  mutating func renewDependents(
    of found: [Callable]
  ) throws(DiagnosticError) -> [Output.Item] {
    var runner = self.runner
    var changed: [String] = []
    var remarks: [Output.Item] = []
    for (i, (name, old)) in callables.enumerated()
    where !found.contains(where: { $0.name == name }) {
      try environment.advance(i, of: callables.count)
      guard let new = definitions.renewed(old) else { continue }
      callables[name] = new
      do throws(DiagnosticError) {
        let warnings = try toolchain.check(new, &runner)
        if case .program = new.definition, let unusable = warnings.first {
          throw DiagnosticError(unusable)
        }
        if isChanged(old, new, &runner) { changed.append(name) }
      } catch {
        let reason = error.diagnostics.first?.message ?? ""
        remarks.append(.message("\(name) no longer fits: \(reason)"))
      }
    }
    if !changed.isEmpty {
      remarks.insert(.message("recompiled: \(changed.joined(separator: ", "))"), at: 0)
    }
    return remarks
  }

  /// `true` iff the ITIR of `new` is not that of `old`, or one of them has none.
  private func isChanged(
    _ old: Callable, _ new: Callable, _ runner: inout StepRunner
  ) -> Bool {
    let before = try? toolchain.functionText(of: old, &runner)(80)
    let after = try? toolchain.functionText(of: new, &runner)(80)
    return before == nil || before != after
  }

}
