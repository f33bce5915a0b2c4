import StencilTypes

// What stands inside loops, and loops.
extension CWriter {

  mutating func write(
    _ s: LoopStatement, into out: inout String, indent: Int, nest: LoopNest? = nil
  ) {
    let pad = String(repeating: "  ", count: indent)
    if writeLanes(s, into: &out, pad, nest) { return }
    switch s {
    case .define(let n, let i):
      guard let kind = program?.kinds[n] else { return }
      out += "\(pad)const \(kind.cType) \(valueName(n)) = \(text(i));\n"
    case .store(let m, let at, let value, let guarded):
      let condition = guarded.map { "if (\(text($0))) " } ?? ""
      out += "\(pad)\(condition)\(cName(of: m))[\(text(at))] = \(text(value));\n"
    case .stream(let m, let at, let value, _):
      out += "\(pad)\(cName(of: m))[\(text(at))] = \(text(value));\n"
    case .fetch(let m, let at):
      guard let p = program else { return }
      let size = kind(of: m, in: p, nest).byteCount
      // The place may lie outside of the memory: no pointer goes there.
      out +=
        "\(pad)__builtin_prefetch((const void *)((uintptr_t)\(cName(of: m)) + (uintptr_t)\(text(at)) * \(size)), 0, 3);\n"
    case .loop(let l): write(l, into: &out, indent: indent, isChunked: false, nest: nest)
    case .if(let c, let body):
      out += "\(pad)if (\(text(c))) {\n"
      for s in body { write(s, into: &out, indent: indent + 1, nest: nest) }
      out += "\(pad)}\n"
    case .record(let word, let leaf, let slot, let index):
      let n = index.isEmpty ? "0" : index.map { text($0) }.joined(separator: ", ")
      out += "\(pad)if (\(text(word))) {\n"
      out += "\(pad)  const int64_t at[] = {\(n)};\n"
      out +=
        "\(pad)  \(use("stk_note"))(x->first, \(text(word)), \(leaf), \(slot), \(index.count), at);\n"
      out += "\(pad)}\n"
    }
  }

  mutating func write(
    _ l: Loop, into out: inout String, indent: Int, isChunked: Bool, nest: LoopNest?
  ) {
    let pad = String(repeating: "  ", count: indent)
    let v = "\(l.name)_\(l.variable)"
    let condition = l.processors.condition
    if let condition { out += "\(pad)if (\(condition)) {\n" }
    defer { if condition != nil { out += "\(pad)}\n" } }
    names[l.variable] = v
    var (lower, upper) = (text(l.lower), text(l.upper))
    if isChunked {
      let step = l.step == 1 ? "" : " * \(l.step)"
      out += "\(pad)const int64_t \(v)_lower = \(lower) + begin\(step);\n"
      if l.step == 1 {
        out += "\(pad)const int64_t \(v)_upper = \(lower) + end;\n"
      } else {
        out += "\(pad)const int64_t \(v)_last = \(lower) + end\(step);\n"
        out +=
          "\(pad)const int64_t \(v)_upper = \(v)_last < \(upper) ? \(v)_last : \(upper);\n"
      }
      (lower, upper) = ("\(v)_lower", "\(v)_upper")
    }
    let outerLanes = lanes
    defer { lanes = outerLanes }
    if let lane = l.lane, let p = program {
      var all = LaneValues(
        lane: lane, kinds: p.kinds, locals: nest?.locals ?? [:],
        unitStrides: nest?.unitStrides ?? [])
      // The type of the vectors is that of all of them.
      all.visit(l.body)
      vectorKinds.formUnion(all.kind.map { [$0] } ?? [])
      lanes = all
    }
    let rows = rows(of: l, nest)
    if !rows.isEmpty {
      writeStreaming(l, rows, v, lower, upper, into: &out, indent: indent, nest: nest)
      return
    }
    if !l.isVector, !l.body.contains(where: { if case .loop = $0 { true } else { false } }) {
      out += "\(pad)STK_ONE_BY_ONE\n"
    }
    if l.isBackward {
      out += "\(pad)for (int64_t \(v) = \(upper) - 1; \(v) >= \(lower); \(v)--) {\n"
    } else {
      let next = l.step == 1 ? "\(v)++" : "\(v) += \(l.step)"
      out += "\(pad)for (int64_t \(v) = \(lower); \(v) < \(upper); \(next)) {\n"
    }
    for s in l.body { write(s, into: &out, indent: indent + 1, nest: nest) }
    out += "\(pad)}\n"
  }

}

extension LoopProcessors {

  /// Whether the processor that the code is made for is one of these, in C; `nil` if each is.
  var condition: String? {
    switch self {
    case .all: nil
    case .wide: "STK_WIDE"
    case .narrow: "!STK_WIDE"
    }
  }

}
