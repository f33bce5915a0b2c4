import StencilTypes

// How values are named and computed.
extension CWriter {

  func valueName(_ n: Int) -> String { names[n] ?? "t\(n)" }

  func text(_ o: LoopOperand) -> String {
    switch o {
    case .constant(let v): v.cText
    case .value(let n): valueName(n)
    }
  }

  func kind(of o: LoopOperand) -> ScalarKind {
    switch o {
    case .constant(let v): v.kind
    case .value(let n): program?.kinds[n] ?? .float64
    }
  }

  mutating func text(_ i: LoopInstruction) -> String {
    switch i {
    case .fact(let f): return text(f)
    case .scalar(let op, let operands):
      return scalars.text(op, operands.map { text($0) }, operands.map { kind(of: $0) })
    case .cast(let a, let to): return scalars.cast(text(a), kind(of: a), to)
    case .select(let c, let a, let b): return "\(text(c)) ? \(text(a)) : \(text(b))"
    case .index(let op, let a, let b):
      let (x, y) = (text(a), text(b))
      switch op {
      case .add: return "\(x) + \(y)"
      case .subtract: return "\(x) - \(y)"
      case .multiply: return "\(x) * \(y)"
      case .minimum: return "\(x) < \(y) ? \(x) : \(y)"
      case .maximum: return "\(x) > \(y) ? \(x) : \(y)"
      case .atMost: return "(uint8_t)(\(x) <= \(y))"
      case .less: return "(uint8_t)(\(x) < \(y))"
      case .pack: return "(int64_t)(((uint64_t)\(x) << 32) | (uint64_t)\(y))"
      case .chunks: return "(\(x) + (\(y) - 1)) / \(y)"
      case .quotient: return "\(x) / \(y)"
      case .remainder: return "\(x) % \(y)"
      }
    case .load(let m, let at, let guarded, _):
      var memory = cName(of: m)
      if isOutside, case .field(let f) = m, let kind = program?.entry.fields[f].kind {
        memory = "((const \(kind.cType) *)c->fields[\(f)].data)"
      }
      let element = "\(memory)[\(text(at))]"
      return guarded.map { "\(text($0)) ? \(element) : 0" } ?? element
    case .skew(let m, let at):
      return
        "\(use("stk_skew"))((uintptr_t)\(cName(of: m)) + (uintptr_t)\(text(at)) * sizeof *\(cName(of: m)), sizeof *\(cName(of: m)))"
    case .neighborEnd(let t, let a, let b, let isUpper):
      return
        "\(use("stk_neighbor_end"))(&c->tables[\(t)], \(text(a)), \(text(b)), \(isUpper ? 1 : 0))"
    case .neighborsInside(let t, let a, let b, let least, let most, let lower, let upper):
      let rest = [a, b, least, most, lower, upper].map { text($0) }.joined(separator: ", ")
      return "\(use("stk_neighbors_inside"))(&c->tables[\(t)], \(rest))"
    }
  }

  mutating func text(_ f: CallFact) -> String {
    guard let p = program else { return "" }
    switch f {
    case .scalar(let i):
      return "*(const \(p.entry.scalars[i].kind.cType) *)c->scalars[\(i)]"
    case .origin(let i, let axis): return "c->fields[\(i)].origin[\(axis)]"
    case .extent(let i, let axis): return "c->fields[\(i)].shape[\(axis)]"
    case .stride(let i, let axis): return "c->fields[\(i)].stride[\(axis)]"
    case .rows(let t): return "c->tables[\(t)].rows"
    case .columns(let t): return "c->tables[\(t)].columns"
    case .rowStride(let t): return "c->tables[\(t)].row_stride"
    case .columnStride(let t): return "c->tables[\(t)].column_stride"
    case .skip(let t): return "c->tables[\(t)].skip"
    case .hasSkip(let t): return "(uint8_t)(c->tables[\(t)].has_skip != 0)"
    case .lowest(let t): return "c->tables[\(t)].lowest"
    case .highest(let t): return "c->tables[\(t)].highest"
    case .overlap(let a, let b):
      let (x, y) = (p.entry.fields[a], p.entry.fields[b])
      return
        "\(use("stk_overlap"))(&c->fields[\(a)], \(x.dims.count), \(x.kind.byteCount), &c->fields[\(b)], \(y.dims.count), \(y.kind.byteCount))"
    case .threads:
      return
        "c->threads && c->threads->threads > 0 ? (c->threads->threads < 64 ? c->threads->threads : 64) : 1"
    }
  }

}

/// Returns `text` so that it cannot end a comment, nor continue one on the next line.
///
/// A blank is put between signs that mean something together: `*/`, `/*`, `??`.
func cComment(_ text: String) -> String {
  var result = ""
  var last: Unicode.Scalar = " "
  for c in text.unicodeScalars {
    switch (last, c) {
    case ("*", "/"), ("/", "*"), ("?", "?"): result += " "
    default: break
    }
    let kept: Unicode.Scalar = " " ... "~" ~= c && c != "\\" ? c : c.value < 128 ? " " : "."
    result.unicodeScalars.append(kept)
    last = kept
  }
  return result
}
