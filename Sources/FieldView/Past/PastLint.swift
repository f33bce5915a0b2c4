import Diagnostics

/// Returns `program` if it can be lowered.
///
/// - Throws: What it asks for that no lowering gives.
public func pastLint(
  _ program: PastProgramDefinition
) throws(DiagnosticError) -> PastProgramDefinition {
  let problems = program.lintProblems
  if !problems.isEmpty { throw DiagnosticError(problems) }
  return program
}

extension PastProgramDefinition {

  /// Why the program cannot be lowered: it writes to what is no field, or scans along several axes.
  ///
  /// GT4Py takes such a definition, and refuses it where it is used.
  public var lintProblems: [Diagnostic] {
    let axes = Set(operators.compactMap { $0.scan?.axis })
    return unlowerable
      + (axes.count > 1 ? [severalAxes(self, axes.map(\.name).sorted())] : [])
  }

}

extension PastProgramDefinition {

  /// All operators that are called, in the order in which ITIR defines them.
  public var operators: [FoastOperatorDefinition] { functionOrder(captures) }

}

private func severalAxes(_ program: PastProgramDefinition, _ axes: [String]) -> Diagnostic {
  Diagnostic(
    code: TypeCode.scanAxes,
    "Program '\(program.name)' scans along several dimensions: \(axes.joined(separator: ", ")).",
    at: program.span, label: "several axes", hint: "make a program for each")
}
