import Diagnostics

/// Returns `program` if all its scans run along one dimension.
public func pastLint(
  _ program: PastProgramDefinition
) throws(DiagnosticError) -> PastProgramDefinition {
  let axes = Set(program.operators.compactMap { $0.scan?.axis })
  if axes.count > 1 {
    throw DiagnosticError(severalAxes(program, axes.map(\.name).sorted()))
  }
  return program
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
