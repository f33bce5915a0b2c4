extension GT4PyPrinter {

  func layout(_ p: Program) -> Layout {
    let inner = Layout.column(
      p.functions.map { layout($0) } + p.temporaries.map { layout($0) } + p.body.map { layout($0) })
    return .column([
      head(p), inner.indented(by: indent), Layout("}"),
    ])
  }

  private func head(_ p: Program) -> Layout {
    let names = p.parameters.map { Layout($0.name.name) }
    let vertical = separated(names, ",").map { $0.indented(by: indent) }
    return better(
      .row([Layout(p.name + "(")] + separated(names, ", ") + [Layout(") {")]),
      .column([Layout(p.name + "(")] + vertical + [Layout(") {")]))
  }

  func layout(_ f: FunctionDefinition) -> Layout {
    function(
      f.name.name + " = λ(", f.parameters.map(\.name),
      body: .row([layout(f.body), Layout(";")]))
  }

  func layout(_ t: Temporary) -> Layout {
    let arguments = commaList([
      .row([Layout("domain="), layout(t.domain)]),
      Layout("dtype=\(release == .old ? t.dtype.description : t.dtype.nameInGT4Py)"),
    ])
    let head = Layout("\(t.name.name) = temporary(")
    return better(
      .row([head, arguments, Layout(");")]),
      .column([head, arguments.indented(by: indent), Layout(");")]))
  }

  func layout(_ s: Statement) -> Layout {
    switch s {
    case .set(let target, let domain, let value):
      let head = Layout.row([layout(target), Layout(" @ "), layout(domain)])
      let foot = Layout.row([Layout(" ← "), layout(value), Layout(";")])
      return better(.row([head, foot]), .column([head, foot.indented(by: 2 * indent)]))
    case .if(let condition, let then, let otherwise):
      let condition = layout(condition)
      let head = better(
        .row([Layout("if ("), condition, Layout(") {")]),
        .column([Layout("if ("), condition, Layout(") {")]))
      return .column([
        head, Layout.column(then.map { layout($0) }).indented(by: indent), Layout("} else {"),
        Layout.column(otherwise.map { layout($0) }).indented(by: indent), Layout("}"),
      ])
    }
  }

}
