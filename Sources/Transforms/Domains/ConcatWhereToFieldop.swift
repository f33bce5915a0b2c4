import IteratorIR
import StencilTypes

extension Pass {

  /// Chooses by region at each point.
  ///
  ///     concat_where(K < n, a, b)
  ///       ⇒  as_fieldop(λ(k, a, b, n) → if ·k < ·n then ·a else ·b, D)(index(K), a, b, n)
  public static let transformConcatWhere = Pass(
    "transform_concat_where", "Chooses by region at each point.", rules: [.chooseAtPoints]
  ) { program, context in
    guard program.builtins.contains(.concatWhere) else {
      return program
    }
    return try DomainWalk.run(on: program, &context) { e, place, context in
      guard let a = e.arguments(of: .concatWhere), a.count == 3, let domain = place.expr else {
        return e
      }
      var choice = PointwiseChoice(types: place.types)
      guard let condition = choice.condition(a[0]) else { return e }
      let stencil = Expr.lambda(
        choice.parameters + ["a", "b"],
        .call(.if, condition, .call(.deref, .ref("a")), .call(.deref, .ref("b"))))
      return context.replace(
        e,
        with: Expr.call(.asFieldop, stencil, domain)
          .applied(to: choice.arguments + [a[1], a[2]]),
        by: .chooseAtPoints)
    }
  }

}

extension Rule {

  static let chooseAtPoints = Rule(
    "choose-at-points",
    "concat_where(K < n, a, b) ⇒ as_fieldop(λ(k, a, b) → if ·k < n then ·a else ·b, D)(…)")

}

/// Collects what a condition on coordinates needs.
private struct PointwiseChoice {

  let types: InferredTypes

  private(set) var parameters: [String] = []
  private(set) var arguments: [Expr] = []

  init(types: InferredTypes) { self.types = types }

  /// Returns whether the point lies in the region that `domain` means; `nil` if that is no written
  /// region.
  mutating func condition(_ domain: Expr) -> Expr? {
    guard let (b, operands) = domain.builtinCall else { return nil }
    if case .scalar(.logic) = b {
      guard operands.count == 2, let l = condition(operands[0]), let r = condition(operands[1])
      else { return nil }
      return .call(b, l, r)
    }
    return b.structural?.definition.makesDomain == true ? inside(operands) : nil
  }

  /// Returns whether the point lies in the domain of `ranges`; `nil` if one of them is no written range.
  private mutating func inside(_ ranges: [Expr]) -> Expr? {
    var parts: [Expr] = []
    for range in ranges {
      guard let p = range.arguments(of: .namedRange), p.count == 3,
        case .axis(let d) = p[0].kind, isPosition(p[1]), isPosition(p[2])
      else { return nil }
      let coordinate = read(.call(.index, .axis(d)), named: "pos")
      if p[1].isFiniteBound {
        parts.append(.call(.lessEqual, read(p[1], named: "start"), coordinate))
      }
      if p[2].isFiniteBound {
        parts.append(.call(.less, coordinate, read(p[2], named: "stop")))
      }
      if p[1].isEmptyBound(isLower: true) || p[2].isEmptyBound(isLower: false) {
        parts.append(.literal(ScalarValue(false)))
      }
    }
    guard let first = parts.first else { return .literal(ScalarValue(true)) }
    return parts.dropFirst().reduce(first) { .call(.and, $0, $1) }
  }

  private func isPosition(_ bound: Expr) -> Bool {
    if case .infinity = bound.kind { return true }
    return bound.literalValue.map { $0.kind == .int32 } ?? (types[bound] == .scalar(.int32))
  }

  /// Returns the value of `argument` at the point: a literal as it is, others through a parameter.
  private mutating func read(_ argument: Expr, named name: String) -> Expr {
    if argument.literalValue != nil { return argument }
    let i =
      arguments.firstIndex(of: argument)
      ?? {
        arguments.append(argument)
        parameters.append("\(name)\(arguments.count)")
        return arguments.count - 1
      }()
    return .call(.deref, .ref(parameters[i]))
  }

}

extension Expr {

  fileprivate var isFiniteBound: Bool {
    if case .infinity = kind { false } else { true }
  }

  /// `true` iff no point lies on this side of the bound.
  fileprivate func isEmptyBound(isLower: Bool) -> Bool {
    if case .infinity(let negative) = kind { negative != isLower } else { false }
  }

}
