import Diagnostics
import IteratorIR
import StencilTypes

extension Evaluator {

  /// Returns the field that `stencil` makes of `arguments`.
  func fieldNode(
    _ stencil: Value, _ arguments: [Thunk], domain: Thunk?, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard case .fields = scope else { throw inapplicable(.asFieldop, span) }
    var operands: [Operand] = []
    for a in arguments {
      guard let o = try operand(try a.force(self)) else { throw inapplicable(.asFieldop, span) }
      operands.append(o)
    }
    var box: Domain?
    if let domain { box = try finiteDomain(try domain.force(self), at: span) }
    guard case .function(.scan(let scan)) = stencil else {
      return .field(
        LazyField(.stencil(stencil, operands), domain: box, span: span ?? spanOfNode))
    }
    guard let column = verticalDimension(of: box, operands) else {
      throw noColumn(span)
    }
    return .field(
      LazyField(.scan(scan, operands, column: column), domain: box, span: span ?? spanOfNode))
  }

  private func verticalDimension(of domain: Domain?, _ operands: [Operand]) -> Dimension? {
    domain?.dims.first { $0.kind == .vertical } ?? frame.verticalDimension
      ?? operands.lazy.flatMap(\.nodes).compactMap { node in
        guard case .slot(let s) = node.kind else { return nil }
        return s.type.dims.first { $0.kind == .vertical }
      }.first
  }

  /// Returns the operand that `value` is; `nil` if stencils are not applied to such values.
  func operand(_ value: Value) throws(DiagnosticError) -> Operand? {
    switch value {
    case .lanes(let l): return .scalar(l)
    case .field(let n): return .field(n)
    case .tuple(let elements):
      var operands: [Operand] = []
      for e in elements {
        guard let o = try operand(try e.force(self)) else { return nil }
        operands.append(o)
      }
      return .tuple(operands)
    case .list, .function, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      return nil
    }
  }

  /// Returns the field that is the second argument in a region and the third elsewhere.
  func concatWhere(_ arguments: [Thunk], at span: SourceSpan?) throws(DiagnosticError) -> Value {
    guard arguments.count == 3, case .region(let region) = try arguments[0].force(self),
      let a = try operand(try arguments[1].force(self)),
      let b = try operand(try arguments[2].force(self))
    else { throw inapplicable(.concatWhere, span) }
    return try concatWhere(region, a, b, at: span)
  }

  private func concatWhere(
    _ region: Region, _ a: Operand, _ b: Operand, at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard case .tuple(let x) = a, case .tuple(let y) = b else {
      return .field(LazyField(.concatWhere(region, a, b), span: span ?? spanOfNode))
    }
    guard x.count == y.count else { throw inapplicable(.concatWhere, span) }
    var elements: [Thunk] = []
    for (p, q) in zip(x, y) { elements.append(Thunk(try concatWhere(region, p, q, at: span))) }
    return .tuple(elements)
  }

  /// Returns the box of points that `value` is.
  func finiteDomain(_ value: Value, at span: SourceSpan?) throws(DiagnosticError) -> Domain {
    guard case .region(.box(let sides)) = value else { throw noBox(span) }
    var dims: [Dimension] = []
    var ranges: [Range<Int>] = []
    for s in sides {
      guard let lower = s.bounds.lower, let upper = s.bounds.upper else { throw noBox(span) }
      guard indices.contains(lower), indices.contains(upper) else {
        throw beyondIndices(s.dimension, indices.contains(lower) ? "ends" : "begins", span)
      }
      dims.append(s.dimension)
      ranges.append(lower ..< max(lower, upper))
    }
    return Domain(dims: dims, ranges: ranges)
  }

  private func beyondIndices(
    _ d: Dimension, _ where: String, _ span: SourceSpan?
  ) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.index, "The domain \(`where`) beyond all indices along \(d.name).",
        at: span ?? spanOfNode, label: "here", hint: indicesHint))
  }

  private func noBox(_ span: SourceSpan?) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.domain, "The domain is no finite box of points.", at: span ?? spanOfNode,
        label: "here", hint: "give both ends of each dimension's range"))
  }

  private func noColumn(_ span: SourceSpan?) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.domain, "A scan has no vertical dimension to walk along.",
        at: span ?? spanOfNode, label: "neither the output nor an argument has one",
        hint: "add the vertical dimension to the domain of the output"))
  }

}
