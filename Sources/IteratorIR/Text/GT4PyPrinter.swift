import StencilTypes

/// Writes ITIR exactly as GT4Py does.
///
/// Every construct has a horizontal and a vertical layout, and the one of less cost is taken, the
/// vertical one if both cost the same.
struct GT4PyPrinter {

  let width = 100
  let indent = 2

  func layout(_ e: Expr, _ required: Precedence = .lambda) -> Layout {
    switch e.kind {
    case .reference(let s): Layout(s.name)
    case .builtin(let b): Layout(b.name)
    case .literal(let v): Layout(v.description)
    case .typeName(let k): Layout(k.description)
    case .infinity(let negative): Layout(negative ? "-∞" : "∞")
    case .offset(let o): Layout(o.description)
    case .axis(let d): Layout(d.name + (d.kind == .local ? "" : d.kind.axisSuffix))
    case .lambda(let parameters, let body):
      enclose(
        function("λ(", parameters.map(\.name), body: layout(body)), if: required > .lambda)
    case .call(let function, let arguments):
      sugar(function, arguments, required) ?? call(function, arguments, required)
    }
  }

  /// Returns `head`, `parameters`, `) → ` and `body`.
  func function(_ head: String, _ parameters: [String], body: Layout) -> Layout {
    let head = list(head, parameters, ") → ")
    return better(.row([head, body]), .column([head, body.indented(by: indent)]))
  }

  /// Returns `names` between `head` and `foot`, on one line or one a line.
  func list(_ head: String, _ names: [String], _ foot: String) -> Layout {
    let names = names.map { Layout($0) }
    let row = Layout.row([Layout(head)] + separated(names, ", ") + [Layout(foot)])
    if names.isEmpty { return row }
    let lines = separated(names, ",").map { $0.indented(by: indent) }
    return better(row, .column([Layout(head)] + lines + [Layout(foot)]))
  }

  /// Returns `parts`, each but the last with `separator` behind it.
  func separated(_ parts: [Layout], _ separator: String) -> [Layout] {
    let separator = Layout(separator)
    return parts.dropLast().map { .row([$0, separator]) } + parts.suffix(1)
  }

  /// Returns `parts` with commas, on one line or one a line.
  func commaList(_ parts: [Layout]) -> Layout {
    better(.row(separated(parts, ", ")), .column(separated(parts, ",")))
  }

  func better(_ horizontal: Layout, _ vertical: Layout) -> Layout {
    horizontal.cost(width: width) < vertical.cost(width: width) ? horizontal : vertical
  }

  private func enclose(_ inner: Layout, if needed: Bool) -> Layout {
    needed ? .row([Layout("("), inner, Layout(")")]) : inner
  }

  private func call(_ function: Expr, _ arguments: [Expr], _ required: Precedence) -> Layout {
    let callee = layout(function, .postfix)
    let arguments = arguments.isEmpty ? Layout("") : commaList(arguments.map { layout($0) })
    if spelledBuiltin(function) == .makeTuple {
      return better(
        .row([Layout("{"), arguments, Layout("}")]),
        .column([Layout("{"), arguments.indented(by: indent), Layout("}")]))
    }
    return better(
      .row([callee, Layout("("), arguments, Layout(")")]),
      .column([.row([callee, Layout("(")]), arguments.indented(by: indent), Layout(")")]))
  }

  /// Returns the layout of a call that is not written `f(a, b)`; `nil` for the others.
  private func sugar(
    _ function: Expr, _ arguments: [Expr], _ required: Precedence
  ) -> Layout? {
    guard let builtin = spelledBuiltin(function) else { return nil }
    if let infix = builtin.infix, arguments.count == 2 {
      let left = layout(arguments[0], infix.precedence)
      let right = layout(arguments[1], infix.precedence.tighter)
      let inner = better(
        .row([left, Layout(" \(infix.symbol) "), right]),
        .column([left, .row([Layout("\(infix.symbol) "), right])]))
      return enclose(inner, if: required > infix.precedence)
    }
    if let prefix = builtin.prefix, arguments.count == 1 {
      return enclose(
        .row([Layout(prefix), layout(arguments[0], .prefix)]), if: required > .prefix)
    }
    if let letter = builtin.domainLetter, !arguments.isEmpty {
      let ranges = arguments.map { layout($0, .postfix) }
      return .row([Layout(letter + "⟨ ")] + separated(ranges, ", ") + [Layout(" ⟩")])
    }
    switch (builtin, arguments.count) {
    case (.tupleGet, 2):
      let parts = arguments.map { layout($0, .postfix) }
      return .row([parts[1], Layout("["), parts[0], Layout("]")])
    case (.shift, _):
      let parts = arguments.map { layout($0) }
      return .row([Layout("⟪")] + separated(parts, ", ") + [Layout("⟫")])
    case (.namedRange, 3):
      let parts = arguments.map { layout($0) }
      return .row([parts[0], Layout(": ["), parts[1], Layout(", "), parts[2], Layout("[")])
    case (.if, 3):
      return enclose(choice(arguments.map { layout($0, .choice) }), if: required > .choice)
    case (.reduce, 2):
      guard let function = spelledBuiltin(arguments[0]), let start = arguments[1].literalValue
      else { return nil }
      // GT4Py starts sums with an integer's text whatever the type.
      if function == .plus, start.isZero { return .row([Layout("reduce(plus, 0)")]) }
      // It starts extremes of floating-point numbers with the last finite one.
      if [.minimum, .maximum].contains(function), let finite = start.lastFinite {
        return .row([Layout("reduce(\(function.name), \(finite))")])
      }
      return nil
    default:
      return nil
    }
  }

  private func choice(_ parts: [Layout]) -> Layout {
    better(
      .row([Layout("if "), parts[0], Layout(" then "), parts[1], Layout(" else "), parts[2]]),
      .column([
        .row([Layout("if   "), parts[0]]), .row([Layout("then "), parts[1]]),
        .row([Layout("else "), parts[2]]),
      ]))
  }

  /// The builtin that `e` names; for GT4Py every name of a builtin is one, bound or not.
  private func spelledBuiltin(_ e: Expr) -> Builtin? {
    switch e.kind {
    case .builtin(let b): b
    case .reference(let s): Builtin(name: s.name)
    default: nil
    }
  }

}

extension ScalarValue {

  /// The finite value next to an infinity; `nil` for other values.
  fileprivate var lastFinite: ScalarValue? {
    if let d = float64, d.isInfinite {
      return ScalarValue(d < 0 ? -Double.greatestFiniteMagnitude : .greatestFiniteMagnitude)
    }
    if let f = float32, f.isInfinite {
      return ScalarValue(f < 0 ? -Float.greatestFiniteMagnitude : .greatestFiniteMagnitude)
    }
    return nil
  }

  /// `true` iff the value is an integer 0 or a floating-point `0.0`, not `-0.0`.
  fileprivate var isZero: Bool {
    integer == 0 || float64?.bitPattern == 0 || float32?.bitPattern == 0
  }

}
