import StencilTypes

extension SDFGWriter {

  /// Writes a nest as a state after `last`, which becomes the state that the next one comes after.
  mutating func write(
    _ n: LoopNest, _ prefix: String, _ p: LoopProgram, _ facts: inout SDFGFacts,
    after last: inout Int
  ) {
    if n.condition.constant?.bool == false { return }
    let label = "\(prefix)\(n.name)"
    // A nest stands in several places if it puts something back.
    let state = names.unique(label)
    let parallel = n.body.lazy.compactMap { s -> Loop? in
      if case .loop(let l) = s, l.isParallel { l } else { nil }
    }.first
    let isAlone = n.body.records || n.memories.contains { c.isPerThread($0) }
    var map: SDFGTasklet.Map?
    var range = "const int64_t begin = 0, end = 1;\n"
    if let l = parallel {
      let extent = "(\(c.text(l.upper)) - \(c.text(l.lower)))"
      let count = l.step == 1 ? extent : "(\(extent) + \(l.step - 1)) / \(l.step)"
      if isAlone {
        let (array, index) = facts.place(count)
        range = "const int64_t begin = 0, end = \(array)_in[\(index)];\n"
      } else {
        let parameter = names.unique("\(state)_\(cName(l.name))")
        map = SDFGTasklet.Map(
          parameter: parameter, count: facts.symbol("\(state)_count", count, &names))
        range = "const int64_t begin = \(parameter), end = \(parameter) + 1;\n"
      }
    }
    var access = SDFGTasklet.Access()
    let code = self.code(of: n, range, p, &facts, &access)
    let number = addState(state, SDFGTasklet(code: code, access: access, map: map))
    guard n.condition.constant == nil else {
      connect(last, number)
      last = number
      return
    }
    let runs = facts.symbol("\(state)_runs", c.text(n.condition), &names)
    let after = addState("after_\(state)")
    connect(last, number, if: "\(runs) != 0")
    connect(last, after, if: "\(runs) == 0")
    connect(number, after)
    last = after
  }

  /// Returns the code of a nest, and sets `access` to what it reads and writes.
  private mutating func code(
    of n: LoopNest, _ range: String, _ p: LoopProgram, _ facts: inout SDFGFacts,
    _ access: inout SDFGTasklet.Access
  ) -> String {
    let (loaded, stored) = n.body.memory
    var read: Set<String> = [facts.sizes], written: Set<String> = []
    var code = "/* \(cComment(n.comment)) */\n"
    code += memories(loaded, stored, p, &facts, &read, &written)
    var values = valuesFromOutside(of: n, p, &facts, &read)
    if n.body.records {
      read.insert(facts.first)
      written.insert(facts.first)
      _ = c.use("stk_note")
      code += "const struct { stk_first *first; } context = {(stk_first *)\(facts.first)_out};\n"
      code += "const auto *const x = &context;\n"
    }
    for (i, l) in n.locals.sorted(by: { $0.key < $1.key })
    where loaded.contains(.local(i)) || stored.contains(.local(i)) {
      values.text += "\(l.kind.cType) state\(i)[\(l.count)];\n"
    }
    let all = "\(range)(void)begin; (void)end;\n\(values.text)\(loops(of: n))"
    if values.units.isEmpty {
      code += "const int32_t unit = 0;\n(void)unit;\n" + all
    } else {
      // Loops over elements side by side are faster if compilers know.
      code += "const auto body = [&](auto is_unit) {\n"
      code += "constexpr int32_t unit = decltype(is_unit)::value;\n(void)unit;\n\(all)};\n"
      code += "if (\(values.units.joined(separator: " && "))) body(std::true_type{});\n"
      code += "else body(std::false_type{});\n"
    }
    access = SDFGTasklet.Access(read: read.sorted(), written: written.sorted())
    return code
  }

  /// Returns the declarations of the memories that a nest loads from and stores to, and adds the arrays
  /// that they lie in to `read` and `written`.
  private mutating func memories(
    _ loaded: Set<LoopMemory>, _ stored: Set<LoopMemory>, _ p: LoopProgram,
    _ facts: inout SDFGFacts, _ read: inout Set<String>, _ written: inout Set<String>
  ) -> String {
    func use(_ array: String, _ m: LoopMemory) -> String {
      if loaded.contains(m) { read.insert(array) }
      if stored.contains(m) { written.insert(array) }
      return stored.contains(m) ? "\(array)_out" : "\(array)_in"
    }
    let kept = facts.place(c.text(p.keptSize)).index
    func place(of b: Int, _ m: LoopMemory, _ type: String) -> String {
      let buffer = p.buffers[b]
      let (array, index) = facts.place(c.text(buffer.offset))
      read.insert(facts.workspace)
      // Only its address is read, but a map needs something that comes out of it.
      if stored.contains(m) { written.insert(facts.workspace) }
      let start = buffer.isKept ? "" : " + \(facts.sizes)_in[\(kept)]"
      return "(\(type) *)(\(facts.workspace)_in[0]\(start) + \(array)_in[\(index)])"
    }
    let memories = loaded.union(stored).map { (name: c.cName(of: $0), memory: $0) }
    var code = ""
    for (name, m) in memories.sorted(by: { $0.name < $1.name }) {
      let isConstant = !stored.contains(m)
      let type = (isConstant ? "const " : "") + c.kind(of: m, in: p).cType
      switch m {
      case .field(let i):
        code += "\(type) *const \(name) = (\(type) *)\(use(interface.fields[i].name, m));\n"
      case .table(let i):
        code += "const int32_t *const \(name) = \(use(interface.tables[i].name, m));\n"
      case .buffer(let b): code += "\(type) *const \(name) = \(place(of: b, m, type));\n"
      case .view(let v):
        let view = p.views[v]
        let (array, index) = facts.place(c.text(view.condition))
        let field = use(interface.fields[view.field].name, m)
        code +=
          "\(type) *const \(name) = \(array)_in[\(index)] ? \(place(of: view.buffer, m, type))"
        code += " : (\(type) *)\(field);\n"
      case .local: break
      }
    }
    return code
  }

  /// Returns the declarations of what a nest uses and does not define, and the conditions under which
  /// all of its strides that are expected to be 1 are that; adds to `read` what they are read from.
  private mutating func valuesFromOutside(
    of n: LoopNest, _ p: LoopProgram, _ facts: inout SDFGFacts, _ read: inout Set<String>
  ) -> (text: String, units: [String]) {
    let units = n.unitStrides.compactMap { o -> Int? in
      if case .value(let v) = o { v } else { nil }
    }
    var text = ""
    var isUnit: [String] = []
    for v in c.usedValues(n).subtracting(n.body.definedValues).sorted() {
      let kind = p.kinds[v]
      let name = c.valueName(v)
      let value: String
      if let argument = facts.arguments[v] {
        value = "(\(kind.cType))\(argument)"
      } else {
        let (array, index) = facts.place(name, isFloat: kind.isFloat)
        read.insert(array)
        value = "(\(kind.cType))\(array)_in[\(index)]"
      }
      text += "const \(kind.cType) \(name) = \(units.contains(v) ? "unit ? 1 : " : "")\(value);\n"
      if units.contains(v) { isUnit.append("\(value) == 1") }
    }
    return (text, isUnit)
  }

  /// Returns the code of the loops of a nest, the first parallel one in chunks.
  private mutating func loops(of n: LoopNest) -> String {
    let names = c.names
    var isChunked = false
    var body = ""
    for s in n.body {
      if case .loop(let l) = s, l.isParallel, !isChunked {
        isChunked = true
        c.write(l, into: &body, indent: 0, isChunked: true, nest: n)
      } else {
        c.write(s, into: &body, indent: 0, nest: n)
      }
    }
    c.names = names
    return body
  }

}
