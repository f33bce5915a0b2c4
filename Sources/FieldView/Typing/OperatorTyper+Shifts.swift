import Diagnostics
import PythonSyntax
import StencilTypes

extension OperatorTyper {

  /// Types `e(shift, …)`.
  mutating func shiftCall(
    _ e: FoastExpression, _ arguments: [Argument], at span: SourceSpan
  ) -> FoastExpression {
    guard let type = dataType(of: e) else { return .error(at: span) }
    guard case .field(let field) = type else {
      report(
        Diagnostic(
          code: TypeCode.notCallable, "A value of type '\(type)' cannot be called.", at: e.span,
          label: "is no field", hint: "only fields are shifted by calling them: 'f(I + 1)'"))
      return .error(at: span)
    }
    if let keyword = arguments.first(where: { $0.name != nil })?.name {
      report(shiftProblem(keyword.span, "A shift has no keywords.", label: "keyword"))
      return .error(at: span)
    }
    guard !arguments.isEmpty else {
      report(shiftProblem(span, "A field is called with one or more shifts.", label: "no shift"))
      return .error(at: span)
    }
    var dims = field.dims
    var shifts: [FoastShift] = []
    for a in arguments {
      guard let shift = shift(a.value) else { continue }
      if arguments.count > 1, case .neighbors = shift {
        report(
          shiftProblem(
            a.value.span, "All neighbors cannot be combined with other shifts.",
            label: "all neighbors", hint: "shift in two calls: 'f(a)(b)'"))
        continue
      }
      if let moved = move(dims, by: shift, at: a.value.span) {
        dims = moved
        shifts.append(shift)
      }
    }
    guard shifts.count == arguments.count else { return .error(at: span) }
    // A field without dimensions has one value, wherever it is read from.
    if field.dims.isEmpty { return e }
    return FoastExpression(.shift(e, shifts), .data(.field(dims, field.dtype)), at: span)
  }

  /// Returns what an argument of the call of a field means; `nil`, with a report, if it is no shift.
  private mutating func shift(_ e: Expression) -> FoastShift? {
    switch e.kind {
    case .name, .attribute:
      guard let offset = offset(e) else { return nil }
      if offset.target.count > 1 { return .neighbors(offset) }
      report(
        shiftProblem(
          e.span, "Offset '\(offset.name)' needs a distance.", label: "how far?",
          hint: "write '\(e.span.text)[1]' or '\(e.span.text)[-1]'"))
      return nil
    case .subscript(let value, let index):
      guard let offset = offset(value) else { return nil }
      let i = expression(index)
      if i.type == .error { return nil }
      guard let n = i.integerValue else {
        report(distanceNotConstant(i, offset.isCartesian ? offset.name : nil))
        return nil
      }
      guard indices.contains(n) else {
        report(beyondIndices(n, at: i.span))
        return nil
      }
      if !offset.isCartesian, n < 0 {
        report(indexNotConstant(i, "A neighbor is numbered from 0."))
        return nil
      }
      return .indexed(offset, n)
    case .binary(let op, let l, let r):
      guard let d = dimension(l) else { break }
      return displacement(d, op, r, e)
    case .call(let function, let arguments):
      guard case .name(let name) = function.kind,
        case .module(.builtin(.asOffset)) = meaning(ofName: name, at: function.span)
      else { break }
      return dynamicShift(arguments, at: e.span)
    case .integer, .float, .string, .bool, .none, .ellipsis, .slice, .unary, .logical, .compare,
      .ternary, .tuple, .list, .dict, .starred, .generator, .unsupported, .error:
      break
    }
    let typed = expression(e)
    if typed.type != .error { report(notAShift(typed)) }
    return nil
  }

  private mutating func displacement(
    _ d: Dimension, _ op: BinaryOperator, _ right: Expression, _ e: Expression
  ) -> FoastShift? {
    let i = expression(right)
    if i.type == .error { return nil }
    guard op == .add || op == .subtract else {
      report(
        shiftProblem(
          e.span, "A dimension is shifted with '+' or '-', not '\(op.rawValue)'.",
          label: "no shift", hint: "write '\(d.name) + 1' or '\(d.name) - 1'"))
      return nil
    }
    // What counts is the distance: `I - 2147483648` leads to the lowest index.
    if let n = i.integerValue, n == .min || !indices.contains(op == .add ? n : -n) {
      report(beyondIndices(n, at: i.span))
      return nil
    }
    guard let halves = i.halves else {
      report(distanceNotConstant(i, nil))
      return nil
    }
    let distance = op == .add ? halves : -halves
    // Point i of a staggered dimension lies at i - 0.5.
    if distance.isMultiple(of: 2) { return .displaced(d, source: d, distance / 2) }
    let n = (distance + (d.isStaggered ? -1 : 1)) / 2
    return .displaced(d, source: d.flippingStagger, n)
  }

  private mutating func dynamicShift(_ arguments: [Argument], at span: SourceSpan) -> FoastShift? {
    guard arguments.count == 2, arguments.allSatisfy({ $0.name == nil }) else {
      report(
        shiftProblem(
          span, "'as_offset' takes an offset and a field.", label: "not two arguments",
          hint: "write 'as_offset(Koff, distance)'"))
      return nil
    }
    let offset = offset(arguments[0].value)
    let field = expression(arguments[1].value)
    guard let offset, let type = dataType(of: field) else { return nil }
    guard offset.isCartesian else {
      report(
        shiftProblem(
          arguments[0].value.span, "'as_offset' takes an offset along one dimension.",
          label: "leads to neighbors"))
      return nil
    }
    guard type.isField, type.dtype?.isInteger ?? false else {
      report(
        shiftProblem(
          field.span, "The distance in 'as_offset' must be a field of integers, not '\(type)'.",
          label: "has type '\(type)'"))
      return nil
    }
    guard type.dims?.contains(offset.source) ?? false else {
      report(
        shiftProblem(
          field.span,
          "The distance along '\(offset.source.name)' must be a field on '\(offset.source.name)'.",
          label: "has type '\(type)'"))
      return nil
    }
    return .dynamic(offset, field)
  }

  /// The offset that `e` names; `nil`, with a report, if it names something else.
  private mutating func offset(_ e: Expression) -> FieldOffset? {
    switch meaning(of: e) {
    case .error: return nil
    case .module(.offset(let o)):
      captures.add(o)
      return o
    case .module(.dimension(let d)):
      report(
        shiftProblem(
          e.span, "'\(e.span.text)' is a dimension, not an offset.", label: "needs a distance",
          hint: "write '\(d.name) + 1' or '\(d.name) - 1'"))
    case .module(let value):
      report(
        shiftProblem(
          e.span, "'\(e.span.text)' is \(value.phrase), not an offset.", label: "is no offset"))
    case .local(let value):
      if value.type != .error { report(notAShift(value)) }
    }
    return nil
  }

  /// Returns the dimensions of a field on `dims` after `shift`; `nil`, with a report, if it cannot.
  private mutating func move(
    _ dims: [Dimension], by shift: FoastShift, at span: SourceSpan
  ) -> [Dimension]? {
    let (source, target): (Dimension, [Dimension]) =
      switch shift {
      case .displaced(let d, let source, _): (source, [d])
      case .neighbors(let o): (o.source, o.target)
      case .indexed(let o, _), .dynamic(let o, _): (o.source, [o.target[0]])
      }
    guard dims.isEmpty || dims.contains(source) else {
      report(wrongDimension(span, dims, source))
      return nil
    }
    let moved = dims.flatMap { $0 == source ? target : [$0] }
    if moved.count(where: { $0.kind == .local }) > 1 {
      report(
        shiftProblem(
          span, "The field has neighbors already.", label: "neighbors of neighbors",
          hint: "reduce them first: 'neighbor_sum(…, axis=…)'"))
      return nil
    }
    if let (here, there) = collision(moved) {
      report(
        shiftProblem(
          span, "The field is on '\(here.name)' already.",
          label: "comes to lie on '\(there.name)' too",
          hint: "take the field at one place along '\(here.name)' first"))
      return nil
    }
    return moved.sorted()
  }

  /// Returns two of `dims` that one field cannot have: equal ones, or points and those between them.
  private func collision(_ dims: [Dimension]) -> (Dimension, Dimension)? {
    for (i, d) in dims.enumerated() {
      if let other = dims[..<i].first(where: { $0.unstaggered == d.unstaggered }) {
        return (other, d)
      }
    }
    return nil
  }

}

extension FoastExpression {

  /// Twice the value of a distance that is a whole number, or lies half-way between two; `nil` for
  /// anything else, and for what is no distance between indices.
  fileprivate var halves: Int? {
    if let n = integerValue { return n.magnitude <= 1 << 31 ? 2 * n : nil }
    guard case .scalar(let value)? = literal,
      let distance = value.float64 ?? value.float32.map({ Double($0) }),
      let n = Int(exactly: 2 * distance), !n.isMultiple(of: 2), Int32(exactly: n) != nil
    else { return nil }
    return n
  }

}

// MARK: - Wording

func shiftProblem(
  _ span: SourceSpan, _ message: String, label: String, hint: String? = nil
) -> Diagnostic {
  Diagnostic(code: TypeCode.shift, message, at: span, label: label, hint: hint)
}

private func beyondIndices(_ n: Int, at span: SourceSpan) -> Diagnostic {
  shiftProblem(span, "The distance \(n) is no index.", label: "too far", hint: indicesHint)
}

private func notAShift(_ e: FoastExpression) -> Diagnostic {
  shiftProblem(
    e.span, "A field is called with shifts, not with '\(e.type)'.", label: "is no shift",
    hint: "write 'f(I + 1)', 'f(Ioff[1])' or 'f(V2E)'")
}

private func distanceNotConstant(_ e: FoastExpression, _ offset: String?) -> Diagnostic {
  shiftProblem(
    e.span, "The distance of a shift must be a constant integer, or half of an odd one.",
    label: "is no such constant",
    hint: "write '\(offset.map { "as_offset(\($0), …)" } ?? "as_offset(Ioff, …)")' for a distance "
      + "that differs from point to point")
}

private func wrongDimension(
  _ span: SourceSpan, _ dims: [Dimension], _ source: Dimension
) -> Diagnostic {
  let list = dims.map(\.name).joined(separator: ", ")
  return shiftProblem(
    span, "A field on [\(list)] cannot be shifted from '\(source.name)'.",
    label: "shifts from '\(source.name)'",
    hint: dims.contains { $0 == source.flippingStagger }
      ? "a half leads between the points, where no value of this field is: u(\(dims[0].name) + 1)"
      : "the field must be defined on '\(source.name)'")
}
