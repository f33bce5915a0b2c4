import StencilTypes

// Nests: a function for each, and its call.
extension CWriter {

  /// Writes the functions of a nest, once, and returns the call of it.
  mutating func call(of n: LoopNest, indent: Int) -> String {
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
  func hopedTexts(of outer: [Int], _ n: LoopNest) -> [Int: String] {
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
  func usedValues(_ n: LoopNest) -> Set<Int> {
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

}
