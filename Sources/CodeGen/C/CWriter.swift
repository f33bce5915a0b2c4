import StencilTypes

/// Writes loops as C.
struct CWriter {

  /// Stands for the name of the function until the text is known.
  static let symbolMark = "@SYMBOL@"

  private let symbol: String
  private var scalars = CScalars()
  private var helpers: Set<String> = []
  private var functions = ""

  /// The program at hand, the beginning of its functions' names, and the names of values.
  private var program: LoopProgram?
  private var prefix = ""
  private var names: [Int: String] = [:]

  /// How values that hold for the whole call come about.
  private var outerInstructions: [Int: LoopInstruction] = [:]

  /// The largest size of an element that the nest at hand can write past the caches.
  private var streamed: Int?

  /// Whether what is written stands before the nests, where memory has no names yet.
  private var isOutside = false

  /// What is known of the loop over lanes at hand; `nil` outside of one.
  var lanes: LaneValues?

  /// The types of the vectors in use.
  private var vectorKinds: Set<ScalarKind> = []

  /// The calls of nests by the names of their functions.
  private var calls: [String: String] = [:]

  init(symbol: String) { self.symbol = symbol }

  /// Returns the file for `loops`, and for `checked` where those are refused.
  mutating func text(_ loops: LoopProgram, _ checked: LoopProgram?) -> String {
    write(loops, prefix: "u")
    if let checked { write(checked, prefix: "c") }
    var text = "/* \(symbol): generated from a stencil program; see the lines quoted below. */\n"
    text += CInterface.types + "\n\n" + CInterface.macros + "\n\n"
    for h in CInterface.helpers where helpers.contains(h.name) { text += h.text + "\n\n" }
    for k in [ScalarKind.float64, .float32] where vectorKinds.contains(k) {
      text += CVectors.definitions(k) + "\n"
    }
    for h in scalars.helpers { text += h + "\n" }
    text += "\n" + functions
    let name = CWriter.symbolMark
    let isChecked = checked != nil
    text += """
      STK_EXPORT int32_t \(name)(const stk_call *c);
      STK_EXPORT int64_t \(name)_workspace(const stk_call *c);

      int32_t \(name)(const stk_call *c) {
        \(isChecked ? "const int64_t r = u_run(c, 0);\n  return (int32_t)(r == 4 ? c_run(c, 0) : r);" : "return (int32_t)u_run(c, 0);")
      }

      int64_t \(name)_workspace(const stk_call *c) {
        const int64_t n = u_run(c, 1);
        \(isChecked ? "if (n == -4) {\n    const int64_t m = c_run(c, 1);\n    return m < 0 ? 0 : m;\n  }\n  " : "")return n < 0 ? 0 : n;
      }

      """
    return text
  }

  private mutating func use(_ name: String) -> String {
    helpers.insert(name)
    if name == "stk_neighbors_inside" { helpers.insert("stk_neighbor_end") }
    return name
  }

  // MARK: - Programs

  private mutating func write(_ p: LoopProgram, prefix: String) {
    program = p
    outerInstructions = [:]
    for case .define(let n, let i) in p.definitions { outerInstructions[n] = i }
    self.prefix = prefix
    names = [:]
    var body = ""
    isOutside = true
    for s in p.definitions { write(s, into: &body, indent: 1) }
    isOutside = false
    for t in p.tests {
      body += "  /* \(cComment(t.comment)) */\n"
      body += "  if (!\(text(t.condition))) return stk_refuse(c, \(t.slot), mode, \(t.code));\n"
    }
    body += "  const int64_t kept_size = \(text(p.keptSize));\n"
    body += "  const int64_t size = kept_size + \(text(p.scratchSize));\n"
    body += "  if (mode) return size;\n"
    body += "  if (c->workspace_size < size) return 3;\n"
    let steps = p.steps
    var memories: Set<LoopMemory> = []
    var records = false
    for s in steps {
      switch s {
      case .nest(let n):
        memories.formUnion(n.memories)
        records = records || n.body.records
      case .stopIfFailed(let restore):
        records = true
        for n in restore { memories.formUnion(n.memories) }
      }
    }
    if memories.contains(where: { if case .buffer = $0 { true } else { false } })
      || memories.contains(where: { if case .view = $0 { true } else { false } })
    {
      body += "  char *const kept = (char *)c->workspace, *const scratch = kept + kept_size;\n"
      body += "  (void)kept; (void)scratch;\n"
    }
    for m in memories.sorted(by: { cName(of: $0) < cName(of: $1) }) {
      body += declaration(of: m, in: p)
    }
    let perThread = memories.contains { isPerThread($0) }
    if perThread { body += "  int32_t busy[64] = {0};\n" }
    if records {
      _ = use("stk_note")
      body += "  stk_first first = {0, 0, {0}, 0};\n"
    }
    for s in steps {
      switch s {
      case .nest(let n): body += call(of: n, indent: 1)
      case .stopIfFailed(let restore):
        body += "  if (first.word) {\n"
        for n in restore { body += call(of: n, indent: 2) }
        body += """
              if (c->failure) {
                c->failure->site = (int32_t)(first.word & INT64_C(0xffffffff)) - 1;
                c->failure->output = first.slot;
                for (int32_t d = 0; d < 8; d++) c->failure->index[d] = first.index[d];
                c->failure->coordinate = first.word >> 32;
              }
              return 1;
            }

          """
      }
    }
    functions += """
      static int64_t \(prefix)_run(const stk_call *c, int32_t mode) {
      \(body)  return 0;
      }


      """
    if !functions.contains("stk_refuse(const") {
      functions =
        """
        STK_COLD int64_t stk_refuse(const stk_call *c, int32_t slot, int32_t mode, int32_t code) {
          if (!mode && c->failure) c->failure->site = slot;
          return mode ? -code : code;
        }


        """ + functions
    }
  }

  private func kind(of m: LoopMemory, in p: LoopProgram, _ nest: LoopNest? = nil) -> ScalarKind {
    switch m {
    case .field(let i): p.entry.fields[i].kind
    case .table: .int32
    case .buffer(let i): p.buffers[i].kind
    case .view(let i): p.entry.fields[p.views[i].field].kind
    case .local(let i): nest?.locals[i]?.kind ?? .float64
    }
  }

  func cName(of m: LoopMemory) -> String {
    switch m {
    case .field(let i):
      "f\(i)_\(CodeGen.cName(program?.entry.fields[i].name ?? ""))"
    case .table(let i): "n\(i)_\(CodeGen.cName(program?.entry.tables[i].name ?? ""))"
    case .buffer(let i): "b\(i)_\(CodeGen.cName(program?.buffers[i].name ?? ""))"
    case .view(let i): "v\(i)"
    case .local(let i): "state\(i)"
    }
  }

  private func isPerThread(_ m: LoopMemory) -> Bool {
    if case .buffer(let i) = m { program?.buffers[i].isPerThread ?? false } else { false }
  }

  private func declaration(of m: LoopMemory, in p: LoopProgram) -> String {
    let t = kind(of: m, in: p).cType
    let name = cName(of: m)
    func place(of b: Int) -> String {
      let buffer = p.buffers[b]
      return "(\(t) *)(void *)((\(buffer.isKept ? "kept" : "scratch")) + \(text(buffer.offset)))"
    }
    switch m {
    case .field(let i): return "  \(t) *const \(name) = (\(t) *)c->fields[\(i)].data;\n"
    case .table(let i): return "  const int32_t *const \(name) = c->tables[\(i)].data;\n"
    case .buffer(let i): return "  \(t) *const \(name) = \(place(of: i));\n"
    case .view(let i):
      let v = p.views[i]
      return
        "  \(t) *const \(name) = \(text(v.condition)) ? \(place(of: v.buffer)) : (\(t) *)c->fields[\(v.field)].data;\n"
    case .local: return ""
    }
  }

  // MARK: - Nests

  /// Writes the functions of a nest, once, and returns the call of it.
  private mutating func call(of n: LoopNest, indent: Int) -> String {
    guard let p = program else { return "" }
    let name = "\(prefix)_\(n.name)"
    if let known = calls[name] { return known }
    let (loaded, stored) = n.body.memory
    let outer = usedValues(n).subtracting(n.body.definedValues).sorted()
    let memories = loaded.union(stored).filter { if case .local = $0 { false } else { true } }
      .sorted { cName(of: $0) < cName(of: $1) }
    let records = n.body.records
    let perThread = memories.contains { isPerThread($0) }

    var context = "struct \(name)_context {\n"
    var setup = ""
    var initial: [String] = []
    var pointers: [String] = []
    var values: [String] = []
    // A view may be the field that is read as well.
    var shared: Set<LoopMemory> = []
    for case .view(let v) in memories {
      let f = LoopMemory.field(p.views[v].field)
      if memories.contains(f) { shared.formUnion([f, .view(v)]) }
      for case .view(let w) in memories where w != v && p.views[w].field == p.views[v].field {
        shared.formUnion([.view(v), .view(w)])
      }
    }
    for m in memories {
      let t = kind(of: m, in: p).cType
      let c = cName(of: m)
      let isConstant = !stored.contains(m)
      context += "  \(isConstant ? "const " : "")\(t) *\(c);\n"
      initial.append(c)
      var value = "context->\(c)"
      if case .buffer(let b) = m, p.buffers[b].isPerThread {
        context += "  int64_t \(c)_count;\n"
        initial.append(text(p.buffers[b].count))
        value += " + own * context->\(c)_count"
      }
      // Only for parameters do all compilers take notice of `restrict`.
      let restrict = shared.contains(m) ? "" : "restrict "
      pointers.append("\(isConstant ? "const " : "")\(t) *\(restrict)const \(c)")
      values.append(value)
    }
    let hoped = hopedTexts(of: outer, n)
    for v in outer {
      let t = p.kinds[v].cType
      context += "  \(t) \(valueName(v));\n"
      initial.append(valueName(v))
      let value = "x->\(valueName(v))"
      let text = hoped[v].map { "unit ? \($0) : \(value)" } ?? value
      setup += "  const \(t) \(valueName(v)) = \(text);\n"
    }
    if records {
      context += "  stk_first *first;\n"
      initial.append("&first")
    }
    if perThread {
      context += "  int32_t *busy;\n  int64_t threads;\n"
      initial += [
        "busy",
        "c->threads && c->threads->threads > 0 ? (c->threads->threads < 64 ? c->threads->threads : 64) : 1",
      ]
    }
    if initial.isEmpty {
      context += "  int32_t nothing;\n"
      initial.append("0")
    }

    let names = self.names
    var body = ""
    for (i, l) in n.locals.sorted(by: { $0.key < $1.key })
    where loaded.contains(.local(i)) || stored.contains(.local(i)) {
      body +=
        l.isVector
        ? "  stk_vec_\(l.kind.cSuffix) state\(i);\n" : "  \(l.kind.cType) state\(i)[\(l.count)];\n"
    }
    var parallel: Loop?
    for s in n.body {
      if case .loop(let l) = s, l.isParallel, parallel == nil {
        parallel = l
        write(l, into: &body, indent: 1, isChunked: true, nest: n)
      } else {
        write(s, into: &body, indent: 1, nest: n)
      }
    }
    self.names = names
    let streams = streamed != nil
    if streams {
      context += "  int32_t stream;\n"
      let bytes = "\(text(n.work)) * \(streamed ?? 8)"
      initial.append("\(bytes) >= \(p.schedule.options.streamedBytes ?? 0)")
      setup += "  const int32_t stream = unit && x->stream;\n"
    }
    context += "};\n"
    streamed = nil
    let parameters = ([""] + pointers).joined(separator: ", ")
    let arguments = ([""] + values).joined(separator: ", ")
    func wrapper(_ suffix: String, _ unit: Int) -> String {
      var text = "(void *c, int64_t begin, int64_t end) {\n"
      text += "  const struct \(name)_context *const context = (const struct \(name)_context *)c;\n"
      if perThread { text += "  const int64_t own = stk_enter(context->busy, context->threads);\n" }
      text += "  \(name)_run(context, begin, end, \(unit)\(arguments));\n"
      if streams, unit == 1 { text += "  if (context->stream) STK_FENCE;\n" }
      if n.body.streams { text += "  STK_FENCE;\n" }
      if perThread { text += "  __atomic_store_n(&context->busy[own], 0, __ATOMIC_RELEASE);\n" }
      return "static \(unit == 1 ? "" : "STK_SLOW ")void \(name)\(suffix)\(text)}\n\n"
    }
    if perThread { _ = use("stk_enter") }
    functions += """
      /* \(cComment(n.comment)) */
      \(context)
      STK void \(name)_run(const struct \(name)_context *x, int64_t begin, int64_t end, const int32_t unit\(parameters)) {
        (void)x; (void)begin; (void)end; (void)unit;
      \(setup)\(body)}

      \(wrapper("", 1))
      """
    var callee = name
    if !n.hopes.isEmpty, !n.needsHopes {
      functions += wrapper("_strided", 0)
      let isUnit = n.hopes.map { "\(text($0.stride)) == \($0.number)" }.joined(separator: " && ")
      callee = "\(isUnit) ? \(name) : \(name)_strided"
    }
    let pad = String(repeating: "  ", count: indent)
    var call = "\(pad)if (\(text(n.condition))) {\n"
    call += "\(pad)  struct \(name)_context x = {\(initial.joined(separator: ", "))};\n"
    let count =
      parallel.map { l in
        let extent = "(\(text(l.upper)) - \(text(l.lower)))"
        return l.step == 1 ? extent : "(\(extent) + \(l.step - 1)) / \(l.step)"
      } ?? "1"
    if parallel != nil, !records {
      call += "\(pad)  \(use("stk_go"))(c, \(count), \(text(n.work)), \(callee), &x);\n"
    } else {
      call += "\(pad)  (\(callee))(&x, 0, \(count));\n"
    }
    call += "\(pad)}\n"
    calls[name] = call
    return call
  }

  /// Returns what values from outside are if memory lies as hoped: numbers, or a number more than
  /// another one, so that few are kept at hand.
  private func hopedTexts(of outer: [Int], _ n: LoopNest) -> [Int: String] {
    guard let p = program, !n.hopes.isEmpty else { return [:] }
    var known: [LoopOperand: Int] = [:]
    for h in n.hopes { known[h.stride] = h.number }
    var result: [Int: String] = [:]
    var bases: [IndexSum: (value: Int, number: Int)] = [:]
    for v in outer where p.kinds[v] == .int64 {
      let sum = IndexSum(.value(v), known: known) { o in
        if case .value(let m) = o { outerInstructions[m] } else { nil }
      }
      if sum.isNumber {
        result[v] = "INT64_C(\(sum.number))"
      } else if let base = bases[sum.rest] {
        result[v] = "\(valueName(base.value)) + (\(sum.number &- base.number))"
      } else {
        bases[sum.rest] = (v, sum.number)
      }
    }
    return result
  }

  /// Returns the numbers of the values that the function of a nest mentions.
  private func usedValues(_ n: LoopNest) -> Set<Int> {
    var body = n.body
    guard
      let i = body.firstIndex(where: { if case .loop(let l) = $0 { l.isParallel } else { false } }),
      case .loop(let l) = body[i], l.step == 1
    else { return body.values }
    // The end of the loop that is cut in pieces is the caller's.
    body[i] = .loop(
      Loop(
        variable: l.variable, name: l.name, lower: l.lower, upper: l.lower, step: 1,
        isBackward: l.isBackward, isVector: l.isVector, isParallel: true, body: l.body))
    return body.values
  }

  // MARK: - Statements

  private mutating func write(
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

  /// The number of elements of a row that are computed before they are written past the caches.
  private static let streamedRow = 512

  /// Returns the outer part of the place of a store, for stores of `l` to rows of a field that
  /// nothing reads, whose elements lie side by side.
  private func rows(of l: Loop, _ nest: LoopNest?) -> [Int: LoopOperand] {
    guard l.isVector, l.step == 1, l.lane == nil, !l.isBackward, let nest, let p = program,
      p.schedule.options.streamedBytes != nil
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
  private mutating func writeStreaming(
    _ l: Loop, _ rows: [Int: LoopOperand], _ v: String, _ lower: String, _ upper: String,
    into out: inout String, indent: Int, nest: LoopNest?
  ) {
    guard let p = program else { return }
    let pad = String(repeating: "  ", count: indent)
    let inner = String(repeating: "  ", count: indent + 1)
    let n = CWriter.streamedRow
    out += "\(pad)const int64_t \(v)_step = stream ? \(n) : \(upper) - \(lower);\n"
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
      out += "\(inner)\(t) *const to\(i) = stream ? row\(i) : unit ? \(start) : \(cName(of: m));\n"
      flushes +=
        "\(inner)if (stream) \(use("stk_stream"))(\(start), row\(i), (\(v)_end - \(v)_row) * \(kind.byteCount));\n"
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

  private mutating func write(
    _ l: Loop, into out: inout String, indent: Int, isChunked: Bool, nest: LoopNest?
  ) {
    let pad = String(repeating: "  ", count: indent)
    let v = "\(l.name)_\(l.variable)"
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

  // MARK: - Values

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

  private mutating func text(_ i: LoopInstruction) -> String {
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

  private mutating func text(_ f: CallFact) -> String {
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
    let isJoined = ["*/", "/*", "??"].contains("\(last)\(c)")
    if isJoined { result += " " }
    let kept: Unicode.Scalar = " " ... "~" ~= c && c != "\\" ? c : c.value < 128 ? " " : "."
    result.unicodeScalars.append(kept)
    last = kept
  }
  return result
}
