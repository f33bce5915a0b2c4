import StencilTypes

extension SDFGWriter {

  /// Writes the states of `p`, whose names begin with `prefix`; returns the first and the last of them, and the
  /// expression of how the first ends: 0 if those between them follow.
  mutating func write(
    _ p: LoopProgram, _ prefix: String
  ) -> (start: Int, last: Int, code: String) {
    c.program = p
    var facts = SDFGFacts(&names, prefix: prefix, arguments: arguments(of: p))
    let code = "\(facts.sizes)[\(facts.place("code").index)]"
    let usesWorkspace = p.nests.contains { $0.memories.contains { $0.isInWorkspace } }
    let records = p.nests.contains { $0.body.records } || p.stops
    kinds[facts.sizes] = "int64"
    kinds[facts.numbers] = "float64"
    if records { add(facts.first, "int64", ["10"], isTransient: true) }
    // DaCe 1.0 cannot have transients of sizes that are not known at the start in several states: so
    // it is the address of the workspace that is one.
    if usesWorkspace { add(facts.workspace, "int64", ["1"], isTransient: true) }

    let start = addState(prefix + "start")
    var last = addState(prefix + "begin")
    let begin = last
    // Where a program stops if it has failed, what follows is a branch.
    var stops: [Int] = []
    for s in p.steps {
      switch s {
      case .nest(let n): write(n, prefix, p, &facts, after: &last)
      case .stopIfFailed(let restore):
        stops.append(writeStop(restore, prefix, p, &facts, after: &last))
      }
    }
    for report in stops.reversed() {
      let both = addState("\(prefix)after_failure_\(states.count)")
      connect(last, both)
      connect(report, both)
      last = both
    }
    let end = addState(
      prefix + "finish",
      usesWorkspace
        ? SDFGTasklet(
          code: "std::free((void *)\(facts.workspace)_in[0]);",
          access: SDFGTasklet.Access(read: [facts.workspace])) : nil)
    connect(last, end)
    let all = addState(prefix + "done")
    connect(end, all)
    connect(start, all, if: "\(code) != 0")
    states[start].work = startWork(
      p, &facts, usesWorkspace: usesWorkspace, records: records)
    connect(start, begin, if: "\(code) == 0", facts.symbols)
    for s in facts.symbols { symbols.append((s.name, "int64")) }
    return (start, all, code)
  }

  /// Writes the states that restore and report if something has failed; returns the last of them.
  private mutating func writeStop(
    _ restore: [LoopNest], _ prefix: String, _ p: LoopProgram, _ facts: inout SDFGFacts,
    after last: inout Int
  ) -> Int {
    let next = addState("\(prefix)no_failure_\(states.count)")
    var failed = addState("\(prefix)failure_\(states.count)")
    connect(last, next, if: "\(facts.first)[9] == 0")
    connect(last, failed, if: "\(facts.first)[9] != 0")
    for n in restore { write(n, prefix, p, &facts, after: &failed) }
    let report = addState(
      "\(prefix)report_\(states.count)",
      SDFGTasklet(
        code: reportCode(facts),
        access: SDFGTasklet.Access(read: [facts.first], written: [interface.failure])))
    connect(failed, report)
    last = next
    return report
  }

  /// The values of `p` that are arguments, by their numbers.
  private func arguments(of p: LoopProgram) -> [Int: String] {
    var result: [Int: String] = [:]
    for case .define(let n, .fact(let f)) in p.definitions {
      switch f {
      case .scalar(let i): result[n] = interface.scalars[i]
      case .origin(let i, let axis): result[n] = interface.fields[i].origins[axis]
      case .extent(let i, let axis): result[n] = interface.fields[i].sizes[axis]
      case .stride(let i, let axis): result[n] = interface.fields[i].strides[axis]
      case .rows(let t): result[n] = interface.tables[t].rows
      case .columns(let t): result[n] = interface.tables[t].columns
      case .rowStride(let t): result[n] = interface.tables[t].rowStride
      case .columnStride(let t): result[n] = interface.tables[t].columnStride
      case .skip(let t): result[n] = interface.tables[t].skip
      case .lowest(let t): result[n] = interface.tables[t].lowest
      case .highest(let t): result[n] = interface.tables[t].highest
      case .hasSkip(let t): result[n] = interface.tables[t].hasSkip
      case .overlap, .threads: break
      }
    }
    return result
  }

  // MARK: The first state

  /// Returns the work that finds out sizes, and whether the call may go on.
  private mutating func startWork(
    _ p: LoopProgram, _ facts: inout SDFGFacts, usesWorkspace: Bool, records: Bool
  ) -> SDFGTasklet {
    var code = callCode
    code += "int32_t code = 0, slot = -1;\n"
    c.isOutside = true
    for s in p.definitions { c.write(s, into: &code, indent: 0) }
    c.isOutside = false
    for t in p.tests {
      code += "/* \(cComment(t.comment)) */\n"
      code += "if (!code && !\(c.text(t.condition))) { code = \(t.code); slot = \(t.slot); }\n"
    }
    if usesWorkspace {
      let size = "\(c.text(p.keptSize)) + \(c.text(p.scratchSize))"
      code += "void *const memory = code ? 0 : std::aligned_alloc(64, (\(size)) / 64 * 64 + 64);\n"
      code += "if (!code && !memory) code = 3;\n"
      code += "\(facts.workspace)_out[0] = (int64_t)memory;\n"
    }
    let failure = "\(interface.failure)_out"
    code += "for (int32_t d = 0; d < 12; d++) \(failure)[d] = 0;\n"
    code += "\(failure)[0] = code;\n\(failure)[1] = slot;\n"
    for (i, e) in facts.integers.enumerated() {
      code += "\(facts.sizes)_out[\(i)] = (int64_t)(\(e));\n"
    }
    for (i, e) in facts.floats.enumerated() { code += "\(facts.numbers)_out[\(i)] = \(e);\n" }
    var access = SDFGTasklet.Access(
      read: (interface.fields.map(\.name) + interface.tables.map(\.name)),
      written: [interface.failure, facts.sizes])
    add(facts.sizes, "int64", [String(facts.integers.count)], isTransient: true)
    if !facts.floats.isEmpty {
      add(facts.numbers, "float64", [String(facts.floats.count)], isTransient: true)
      access.written.append(facts.numbers)
    }
    if usesWorkspace { access.written.append(facts.workspace) }
    if records {
      code += "for (int32_t d = 0; d < 10; d++) \(facts.first)_out[d] = 0;\n"
      access.written.append(facts.first)
    }
    return SDFGTasklet(code: code, access: access)
  }

  /// The C that puts together what a caller of compiled code passes.
  private var callCode: String {
    func list(_ texts: [String]) -> String { "{\((texts + ["0"]).joined(separator: ", "))}" }
    var code = ""
    var fields: [String] = []
    for (i, f) in interface.fields.enumerated() {
      code += "const int64_t shape\(i)[] = \(list(f.sizes)), "
      code += "stride\(i)[] = \(list(f.strides)), origin\(i)[] = \(list(f.origins));\n"
      fields.append("{(void *)\(f.name)_in, shape\(i), stride\(i), origin\(i)}")
    }
    code += "const stk_field fields[] = {\((fields + ["{0, 0, 0, 0}"]).joined(separator: ", "))};\n"
    for (i, slot) in entry.scalars.enumerated() {
      code += "const \(slot.kind.cType) scalar\(i) = \(interface.scalars[i]);\n"
    }
    code += "const void *const scalars[] = \(list(entry.scalars.indices.map { "&scalar\($0)" }));\n"
    let tables = interface.tables.map { t in
      "{(const int32_t *)\(t.name)_in, \(t.rows), \(t.columns), \(t.rowStride), \(t.columnStride), "
        + "\(t.skip), \(t.hasSkip), \(t.lowest), \(t.highest)}"
    }
    code += "const stk_table tables[] = {\((tables + ["{}"]).joined(separator: ", "))};\n"
    code += "const stk_call call = {fields, scalars, tables, 0, 0, 0, 0};\n"
    code += "const stk_call *const c = &call;\n(void)c;\n"
    return code
  }

  private func reportCode(_ facts: SDFGFacts) -> String {
    let to = "\(interface.failure)_out"
    return """
      const stk_first *const first = (const stk_first *)\(facts.first)_in;
      \(to)[0] = 1;
      \(to)[1] = (first->word & INT64_C(0xffffffff)) - 1;
      \(to)[2] = first->slot;
      \(to)[3] = first->word >> 32;
      for (int32_t d = 0; d < 8; d++) \(to)[4 + d] = first->index[d];
      """
  }

}
