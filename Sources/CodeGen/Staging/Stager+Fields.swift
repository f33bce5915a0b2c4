import Diagnostics
import IteratorIR
import StencilTypes

extension Stager {

  /// Returns the field that `stencil` makes of `arguments`.
  func fieldNode(
    _ stencil: StagedValue, _ arguments: [StagedThunk], domain: StagedThunk?, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard !isAtPoints else { throw inapplicable(.asFieldop, span) }
    var operands: [StagedOperand] = []
    for a in arguments {
      guard let o = try operand(try a.force(self)) else { throw inapplicable(.asFieldop, span) }
      operands.append(o)
    }
    var box: StagedBox?
    if let domain { box = try finiteDomain(try domain.force(self), at: span) }
    guard case .function(.scan(let scan)) = stencil else {
      return .field(makeNode(.stencil(stencil, operands), domain: box, span: span))
    }
    guard let column = box?.sides.first(where: { $0.dimension.kind == .vertical })?.dimension
    else { throw .unsupported("A scan without a domain", at: span ?? spanOfNode) }
    return .field(makeNode(.scan(scan, operands, column: column), domain: box, span: span))
  }

  /// Returns the operand that `value` is; `nil` if stencils are not applied to such values.
  func operand(_ value: StagedValue) throws(DiagnosticError) -> StagedOperand? {
    switch value {
    case .scalar(let s): return .scalar(s)
    case .field(let n): return .field(n)
    case .tuple(let elements):
      var operands: [StagedOperand] = []
      for e in elements {
        guard let o = try operand(try e.force(self)) else { return nil }
        operands.append(o)
      }
      return .tuple(operands)
    case .list, .function, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      return nil
    }
  }

  func concatWhere(
    _ arguments: [StagedThunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard arguments.count == 3, case .region(let region) = try arguments[0].force(self),
      let a = try operand(try arguments[1].force(self)),
      let b = try operand(try arguments[2].force(self))
    else { throw inapplicable(.concatWhere, span) }
    return try concatWhere(region, a, b, at: span)
  }

  private func concatWhere(
    _ region: StagedRegion, _ a: StagedOperand, _ b: StagedOperand, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard case .tuple(let x) = a, case .tuple(let y) = b else {
      return .field(makeNode(.concatWhere(region, a, b), span: span))
    }
    guard x.count == y.count else { throw inapplicable(.concatWhere, span) }
    var elements: [StagedThunk] = []
    for (p, q) in zip(x, y) {
      elements.append(StagedThunk(try concatWhere(region, p, q, at: span)))
    }
    return .tuple(elements)
  }

}
