import StencilTypes

// Rows that are computed aside and then written past the caches.
extension CWriter {

  /// The number of elements of a row that are computed before they are written past the caches.
  static let streamedRow = 512

  /// Returns the outer part of the place of a store, for stores of `l` to rows of a field that
  /// nothing reads, whose elements lie side by side.
  func rows(of l: Loop, _ nest: LoopNest?) -> [Int: LoopOperand] {
    guard l.isVector, l.step == 1, l.lane == nil, !l.isBackward, let nest, let p = program,
      p.schedule.options.streamedBytes != nil,
      // Rows of more dimensions are tiles, or so short that they had better stay as they are.
      nest.body.contains(where: { if case .loop(let o) = $0 { o == l } else { false } })
    else { return [:] }
    let (loaded, _) = nest.body.memory
    if loaded.contains(where: { if case .table = $0 { true } else { false } }) { return [:] }
    var instructions: [Int: LoopInstruction] = [:]
    for case .define(let n, let i) in l.body { instructions[n] = i }
    var result: [Int: LoopOperand] = [:]
    for (i, s) in l.body.enumerated() {
      guard case .store(let m, let at, _, nil) = s, !loaded.contains(m) else { continue }
      switch m {
      case .field: break
      case .view(let v): if loaded.contains(.field(p.views[v].field)) { continue }
      case .table, .buffer, .local: continue
      }
      guard case .value(let n) = at, case .index(.add, let outer, let inner)? = instructions[n],
        case .value(let k) = inner, outer != .value(l.variable)
      else { continue }
      if case .value(let o) = outer, instructions[o] != nil { continue }
      if k != l.variable {
        guard case .index(.multiply, .value(l.variable), let stride)? = instructions[k],
          nest.unitStrides.contains(stride)
        else { continue }
      }
      result[i] = outer
    }
    return result
  }

  /// Writes a loop over rows that can be written past the caches.
  mutating func writeStreaming(
    _ l: Loop, _ rows: [Int: LoopOperand], _ v: String, _ lower: String, _ upper: String,
    into out: inout String, indent: Int, nest: LoopNest?
  ) {
    guard let p = program else { return }
    let pad = String(repeating: "  ", count: indent)
    let inner = String(repeating: "  ", count: indent + 1)
    let n = CWriter.streamedRow
    // The lines at the ends of a row are shared with others: short rows would be little else.
    out += "\(pad)const int32_t \(v)_past = stream && \(upper) - \(lower) >= \(n);\n"
    out += "\(pad)const int64_t \(v)_step = \(v)_past ? \(n) : \(upper) - \(lower);\n"
    out +=
      "\(pad)for (int64_t \(v)_row = \(lower); \(v)_row < \(upper); \(v)_row += \(v)_step) {\n"
    out +=
      "\(inner)const int64_t \(v)_end = \(v)_row + \(v)_step < \(upper) ? \(v)_row + \(v)_step : \(upper);\n"
    var bytes = 0
    var flushes = ""
    for (i, outer) in rows.sorted(by: { $0.key < $1.key }) {
      guard case .store(let m, let at, _, _) = l.body[i] else { continue }
      let kind = kind(of: m, in: p, nest)
      bytes = max(bytes, kind.byteCount)
      let t = kind.cType
      // The place may be that of another stride when this is not used.
      let start = "\(cName(of: m)) + (\(text(outer)) + \(v)_row)"
      out += "\(inner)\(t) row\(i)[\(n)] __attribute__((aligned(64)));\n"
      out +=
        "\(inner)\(t) *const to\(i) = \(v)_past ? row\(i) : unit ? \(start) : \(cName(of: m));\n"
      flushes +=
        "\(inner)if (\(v)_past) \(use("stk_stream"))(\(start), row\(i), (\(v)_end - \(v)_row) * \(kind.byteCount));\n"
      _ = at
    }
    streamed = max(streamed ?? 0, bytes)
    out += "\(inner)for (int64_t \(v) = \(v)_row; \(v) < \(v)_end; \(v)++) {\n"
    for (i, s) in l.body.enumerated() {
      guard rows[i] != nil, case .store(_, let at, let value, _) = s else {
        write(s, into: &out, indent: indent + 2, nest: nest)
        continue
      }
      out += "\(inner)  to\(i)[unit ? \(v) - \(v)_row : \(text(at))] = \(text(value));\n"
    }
    out += "\(inner)}\n\(flushes)\(pad)}\n"
  }

}
