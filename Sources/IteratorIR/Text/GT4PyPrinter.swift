import StencilTypes

/// Writes ITIR exactly as GT4Py does.
///
/// Every construct has a horizontal and a vertical layout, and the one of less cost is taken, the
/// vertical one if both cost the same.
struct GT4PyPrinter {

  let release: GT4PyRelease

  /// What the tags mean; without that they are written as they are.
  let offsets: [String: FieldOffset]

  init(_ release: GT4PyRelease, offsets: [String: FieldOffset] = [:]) {
    self.release = release
    self.offsets = offsets
  }

  let width = 100
  let indent = 2

  func layout(_ e: Expr, _ required: Precedence = .lambda) -> Layout {
    switch e.kind {
    case .reference(let s): Layout(s.name)
    case .builtin(let b): Layout(release == .old ? b.name : b.currentName)
    case .literal(let v): Layout(literal(v.description, v.kind))
    case .typeName(let k): Layout(k.description)
    case .infinity(let negative): Layout(negative ? "-∞" : "∞")
    case .offset(let o): Layout(o.description)
    case .axis(let d): Layout(axis(d))
    case .lambda(let parameters, let body):
      enclose(
        function("λ(", parameters.map(\.name), body: layout(body)), if: required > .lambda)
    case .call(let function, let arguments):
      if release == .old, let whole = e.wholeConcatWhere {
        layout(whole, required)
      } else {
        sugar(function, arguments, required, e) ?? call(function, arguments, required)
      }
    }
  }

  private func literal(_ text: String, _ kind: ScalarKind) -> String {
    release == .old ? text : kind.annotated(text)
  }

  private func axis(_ d: Dimension) -> String {
    d.name + (d.kind == .local ? "" : d.kind.axisSuffix)
  }

  /// Returns the tag `offset` of a shift, which `distance` follows.
  private func tag(_ offset: Expr, before distance: Expr?) -> Layout {
    guard release == .current, case .offset(.tag(let name)) = offset.kind,
      let o = offsets[name], o.isWrittenWithAxes(before: distance)
    else { return layout(offset) }
    return Layout("\(axis(o.target[0]))→\(axis(o.source))")
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
    _ function: Expr, _ arguments: [Expr], _ required: Precedence, _ e: Expr
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
      let parts = arguments.enumerated().map { i, a in
        tag(a, before: i + 1 < arguments.count ? arguments[i + 1] : nil)
      }
      return .row([Layout("⟪")] + separated(parts, ", ") + [Layout("⟫")])
    case (.namedRange, 3):
      let parts = arguments.map { layout($0) }
      return .row([parts[0], Layout(": ["), parts[1], Layout(", "), parts[2], Layout("[")])
    case (.if, 3):
      return enclose(choice(arguments.map { layout($0, .choice) }), if: required > .choice)
    case (.reduce, 2):
      guard let start = arguments[1].reductionStart(in: e),
        let kind = arguments[1].literalValue?.kind
      else { return nil }
      return .row([
        Layout("reduce("), layout(arguments[0]), Layout(", \(literal(start, kind)))"),
      ])
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

extension Expr {

  /// The choice between whole tuples that `self` makes leaf by leaf; `nil` for other expressions.
  ///
  /// GT4Py 1.1 wrote it like that:
  ///
  ///     (λ(a, b) → {concat_where(d, a[0], b[0]), …})(t, f)  ⇒  concat_where(d, t, f)
  fileprivate var wholeConcatWhere: Expr? {
    guard let (names, values, body) = asLet, names.count <= 2,
      names.allSatisfy({ $0.name.hasPrefix("__val_") }), body.arguments(of: .makeTuple) != nil,
      let first = names.first, let last = names.last,
      let condition = body.condition(between: .ref(first.name), .ref(last.name))
    else { return nil }
    return .call(.concatWhere, condition, values[0], values[values.count - 1], at: span)
  }

  /// The condition by which all leaves of a tuple choose between the same leaves of `a` and `b`.
  private func condition(between a: Expr, _ b: Expr) -> Expr? {
    if let elements = arguments(of: .makeTuple) {
      let conditions = elements.enumerated().map { i, element in
        element.condition(between: a.element(i), b.element(i))
      }
      guard let first = conditions.first, conditions.allSatisfy({ $0 == first }) else { return nil }
      return first
    }
    guard let choice = arguments(of: .concatWhere), choice.count == 3, choice[1] == a,
      choice[2] == b
    else { return nil }
    return choice[0]
  }

}
