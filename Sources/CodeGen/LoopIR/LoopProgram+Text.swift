import StencilTypes

extension LoopProgram {

  /// The loops as text: definitions of the call, its tests, then the nests.
  public var text: String {
    var w = LoopPrinter(kinds: kinds)
    w.line("call \(entry.symbol)")
    for (i, f) in entry.fields.enumerated() {
      let use = f.isWritten ? f.isRead ? "read and written" : "written" : "read"
      w.line("  field\(i) = \(f.name)[\(f.dims.joined(separator: ", "))]: \(f.dtype)  # \(use)")
    }
    for (i, s) in entry.scalars.enumerated() { w.line("  scalar\(i) = \(s.name): \(s.dtype)") }
    for (i, t) in entry.tables.enumerated() {
      let skip = t.hasSkipValues ? ", with skip values" : ""
      w.line("  table\(i) = \(t.name): \(t.target) to \(t.columns) of \(t.source)\(skip)")
    }
    for (i, b) in buffers.enumerated() {
      let owner = b.isPerThread ? " for each thread" : ""
      w.line("  buffer\(i) = \(b.name): \(b.kind) × \(w.text(b.count))\(owner)")
    }
    for (i, v) in views.enumerated() {
      w.line(
        "  view\(i) = buffer\(v.buffer) if \(w.text(v.condition)) else field\(v.field)")
    }
    w.write(definitions, indent: 1)
    for t in tests { w.line("  require \(w.text(t.condition)) else \(t.code)  # \(t.comment)") }
    w.line("  workspace \(w.text(keptSize)) + \(w.text(scratchSize))")
    for s in steps {
      switch s {
      case .nest(let n): w.write(n, indent: 1)
      case .stopIfFailed(let restore):
        w.line("  stop if failed")
        for n in restore { w.write(n, indent: 2) }
      }
    }
    return w.result
  }

}

/// Writes statements as lines.
private struct LoopPrinter {

  let kinds: [ScalarKind]
  private(set) var result = ""

  init(kinds: [ScalarKind]) { self.kinds = kinds }

  mutating func line(_ text: String) { result += text + "\n" }

  func text(_ o: LoopOperand) -> String {
    switch o {
    case .constant(let v): v.kind == .int64 ? v.description : v.typedDescription
    case .value(let n): "%\(n)"
    }
  }

  private func text(_ m: LoopMemory) -> String {
    switch m {
    case .field(let i): "field\(i)"
    case .table(let i): "table\(i)"
    case .buffer(let i): "buffer\(i)"
    case .view(let i): "view\(i)"
    case .local(let i): "state\(i)"
    }
  }

  mutating func write(_ n: LoopNest, indent: Int) {
    let pad = String(repeating: "  ", count: indent)
    line("\(pad)nest \(n.name) if \(text(n.condition))  # \(n.comment)")
    if !n.hopes.isEmpty {
      let hopes = n.hopes.map { "\(text($0.stride)) = \($0.number)" }.joined(separator: ", ")
      line("\(pad)  made for \(hopes)")
    }
    for (i, l) in n.locals.sorted(by: { $0.key < $1.key }) {
      line("\(pad)  state\(i): \(l.kind) × \(l.count)\(l.isVector ? " vector" : "")")
    }
    write(n.body, indent: indent + 1)
  }

  mutating func write(_ statements: [LoopStatement], indent: Int) {
    let pad = String(repeating: "  ", count: indent)
    for s in statements {
      switch s {
      case .define(let n, let i): line("\(pad)%\(n): \(kinds[n]) = \(text(i))")
      case .store(let m, let at, let value, let guarded):
        let condition = guarded.map { " if \(text($0))" } ?? ""
        line("\(pad)\(text(m))[\(text(at))] = \(text(value))\(condition)")
      case .stream(let m, let at, let value, let past):
        line("\(pad)\(text(m))[\(text(at))] = \(text(value)), past caches if \(text(past))")
      case .fetch(let m, let at): line("\(pad)fetch \(text(m))[\(text(at))]")
      case .loop(let l):
        let marks =
          (l.isParallel ? " parallel" : "") + (l.isVector ? " vector" : "")
          + (l.isBackward ? " backward" : "") + (l.step == 1 ? "" : " step \(l.step)")
          + (l.lane.map { " lanes %\($0)" } ?? "") + l.processors.mark
        line("\(pad)for %\(l.variable) \(l.name) in \(text(l.lower)):\(text(l.upper))\(marks)")
        write(l.body, indent: indent + 1)
      case .if(let c, let body):
        line("\(pad)if \(text(c))")
        write(body, indent: indent + 1)
      case .record(let word, let leaf, let slot, let index):
        let at = index.map { text($0) }.joined(separator: ", ")
        line("\(pad)record \(text(word)) of output \(leaf), field\(slot)[\(at)]")
      }
    }
  }

  private func text(_ i: LoopInstruction) -> String {
    switch i {
    case .fact(let f): "\(f)"
    case .scalar(let op, let o): "\(op.name)(\(o.map { text($0) }.joined(separator: ", ")))"
    case .cast(let a, let to): "cast(\(text(a)), \(to))"
    case .select(let c, let a, let b): "\(text(c)) ? \(text(a)) : \(text(b))"
    case .index(let op, let a, let b): "\(op)(\(text(a)), \(text(b)))"
    case .load(let m, let at, let guarded, _):
      "\(text(m))[\(text(at))]" + (guarded.map { " if \(text($0))" } ?? "")
    case .skew(let m, let at): "skew(\(text(m))[\(text(at))])"
    case .neighborEnd(let t, let a, let b, let isUpper):
      "\(isUpper ? "end" : "begin")(table\(t), \(text(a)):\(text(b)))"
    case .neighborsInside(let t, let a, let b, let least, let most, let lower, let upper):
      "inside(table\(t), \(text(a)):\(text(b)), \(text(least))...\(text(most)), \(text(lower)):\(text(upper)))"
    }
  }

}

extension LoopProcessors {

  fileprivate var mark: String {
    switch self {
    case .all: ""
    case .wide: " on wide processors"
    case .narrow: " on narrow processors"
    }
  }

}
