import Diagnostics
import Fields
import StencilTypes

extension Evaluator {

  /// Throws if there is no memory for values of type `kind` on `domain`, which `what` needs.
  ///
  /// An allocation that fails ends the process, so it is asked before.
  func demandMemory(
    for kind: ScalarKind, on domain: Domain, _ what: String, at span: SourceSpan?
  ) throws(DiagnosticError) {
    var byteCount = kind.byteCount
    var overflows = false
    for range in domain.ranges {
      let product = byteCount.multipliedReportingOverflow(by: range.count)
      overflows = overflows || product.overflow
      byteCount = product.partialValue
    }
    if domain.isEmpty || (!overflows && FieldStorage.canAllocate(byteCount)) { return }
    throw DiagnosticError(
      Diagnostic(
        code: RunCode.memory,
        overflows
          ? "\(what) on \(domain) needs more bytes than can be counted."
          : "\(what) on \(domain) needs \(byteCount) bytes, more memory than can be had.",
        at: span ?? spanOfNode, hint: "compute on a smaller domain; or \(Memory.remedy)"))
  }

  /// Throws if there is no memory for values of `structure` on `domain`.
  func demandMemory(
    for structure: Structure, on domain: Domain, at span: SourceSpan?
  ) throws(DiagnosticError) {
    switch structure {
    case .scalar(let kind):
      try demandMemory(for: kind, on: domain, "what is computed here", at: span)
    case .tuple(let parts):
      for p in parts { try demandMemory(for: p, on: domain, at: span) }
    case .list: break
    }
  }

}
