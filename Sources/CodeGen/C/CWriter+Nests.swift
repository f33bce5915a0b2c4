import StencilTypes

// Nests: a function for each, and its call.
extension CWriter {

  /// What the function of a nest gets from the call, as text.
  private struct NestContext {

    /// The members of its struct, and what they are in the call.
    var members = "", initial: [String] = []

    /// What makes names of members in the function.
    var setup = ""

    /// The memory that is passed, and how its parameters are declared.
    var arguments: [String] = [], parameters: [String] = []

    mutating func add(_ type: String, _ name: String, _ value: String) {
      members += "  \(type)\(name);\n"
      initial.append(value)
    }

  }

  /// Writes the functions of a nest, once, and returns the call of it.
  mutating func call(of n: LoopNest, indent: Int) -> String {
    guard let p = program else { return "" }
    let name = "\(prefix)_\(n.name)"
    if let known = calls[name] { return known }
    let perThread = n.memories.contains { isPerThread($0) }
    var context = NestContext()
    addMemories(of: n, to: &context)
    addValues(of: n, to: &context)
    if n.body.records { context.add("stk_first *", "first", "&first") }
    if perThread {
      context.add("int32_t *", "busy", "busy")
      context.add("int64_t ", "threads", text(.threads))
    }
    let (body, parallel) = body(of: n)
    if let streamed {
      let bytes = "\(text(n.work)) * \(streamed)"
      context.add(
        "int32_t ", "stream", "\(bytes) >= \(p.schedule.options.streamedBytes ?? 0)")
      context.setup += "  const int32_t stream = unit && x->stream;\n"
    }
    if context.initial.isEmpty { context.add("int32_t ", "nothing", "0") }
    let isShort = isChecked || n.isRare
    let parameters = ([""] + context.parameters).joined(separator: ", ")
    functions.add(
      """
      /* \(cComment(n.comment)) */
      struct \(name)_context {
      \(context.members)};

      STK void \(name)_run(const struct \(name)_context *x, int64_t begin, int64_t end, const int32_t unit\(parameters)) {
        (void)x; (void)begin; (void)end; (void)unit;
      \(context.setup)\(body)}


      """)
    let weight = body.utf8.count
    functions.add(
      wrapper(of: n, name, "", isUnit: !isShort, context.arguments, weight: weight))
    var callee = name
    if !n.hopes.isEmpty, !n.needsHopes, !isShort {
      functions.add(
        wrapper(of: n, name, "_strided", isUnit: false, context.arguments, weight: weight / 2))
      let isUnit = n.hopes.map { "\(text($0.stride)) == \($0.number)" }.joined(separator: " && ")
      callee = "\(isUnit) ? \(name) : \(name)_strided"
    }
    streamed = nil
    let call = call(of: n, name, callee, context.initial, parallel, indent: indent)
    calls[name] = call
    return call
  }

  /// Adds the memory that a nest reads or writes.
  private func addMemories(of n: LoopNest, to context: inout NestContext) {
    guard let p = program else { return }
    let stored = n.body.memory.stored
    let memories = n.memories.filter { if case .local = $0 { false } else { true } }
      .sorted { cName(of: $0) < cName(of: $1) }
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
      let c = cName(of: m)
      let type = (stored.contains(m) ? "" : "const ") + kind(of: m, in: p).cType
      context.add("\(type) *", c, c)
      var argument = "context->\(c)"
      if case .buffer(let b) = m, p.buffers[b].isPerThread {
        context.add("int64_t ", "\(c)_count", text(p.buffers[b].count))
        argument += " + own * context->\(c)_count"
      }
      // Only for parameters do all compilers take notice of `restrict`.
      let restrict = shared.contains(m) ? "" : "restrict "
      context.parameters.append("\(type) *\(restrict)const \(c)")
      context.arguments.append(argument)
    }
  }

  /// Adds the values from outside of a nest that it uses.
  private func addValues(of n: LoopNest, to context: inout NestContext) {
    guard let p = program else { return }
    let outer = usedValues(n).subtracting(n.body.definedValues).sorted()
    let hoped = hopedTexts(of: outer, n)
    for v in outer {
      let (type, name) = (p.kinds[v].cType, valueName(v))
      context.add("\(type) ", name, name)
      let value = "x->\(name)"
      context.setup +=
        "  const \(type) \(name) = \(hoped[v].map { "unit ? \($0) : \(value)" } ?? value);\n"
    }
  }

  /// Returns the statements of the function of a nest, and the loop that is cut in pieces.
  private mutating func body(of n: LoopNest) -> (String, parallel: Loop?) {
    let names = self.names
    defer { self.names = names }
    var body = ""
    for (i, l) in n.locals.sorted(by: { $0.key < $1.key }) where n.memories.contains(.local(i)) {
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
    return (body, parallel)
  }

  /// Returns the function that threads call for a part of a nest.
  private mutating func wrapper(
    of n: LoopNest, _ name: String, _ suffix: String, isUnit: Bool, _ arguments: [String],
    weight: Int
  ) -> CFunction {
    let perThread = n.memories.contains { isPerThread($0) }
    let all = ([""] + arguments).joined(separator: ", ")
    var text = "{\n"
    text += "  const struct \(name)_context *const context = (const struct \(name)_context *)c;\n"
    if perThread {
      text += "  const int64_t own = \(use("stk_enter"))(context->busy, context->threads);\n"
    }
    text += "  \(name)_run(context, begin, end, \(isUnit ? 1 : 0)\(all));\n"
    if streamed != nil, isUnit { text += "  if (context->stream) STK_FENCE;\n" }
    if n.body.streams { text += "  STK_FENCE;\n" }
    if perThread { text += "  __atomic_store_n(&context->busy[own], 0, __ATOMIC_RELEASE);\n" }
    let head = "\(isUnit ? "" : "STK_SLOW ")void \(name)\(suffix)"
    return CFunction(
      head: head + "(void *c, int64_t begin, int64_t end)", body: text + "}\n\n", weight: weight)
  }

  /// Returns the call of `callee`, which gets `initial`, by threads if a loop is cut in pieces.
  private mutating func call(
    of n: LoopNest, _ name: String, _ callee: String, _ initial: [String], _ parallel: Loop?,
    indent: Int
  ) -> String {
    let pad = String(repeating: "  ", count: indent)
    let count =
      parallel.map { l in
        let extent = "(\(text(l.upper)) - \(text(l.lower)))"
        return l.step == 1 ? extent : "(\(extent) + \(l.step - 1)) / \(l.step)"
      } ?? "1"
    let run =
      parallel != nil && !n.body.records
      ? "\(use("stk_go"))(c, \(count), \(text(n.work)), \(callee), &x)"
      : "(\(callee))(&x, 0, \(count))"
    let condition = parallel?.processors.condition.map { "\($0) && " } ?? ""
    return """
      \(pad)if (\(condition)\(text(n.condition))) {
      \(pad)  struct \(name)_context x = {\(initial.joined(separator: ", "))};
      \(pad)  \(run);
      \(pad)}

      """
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
