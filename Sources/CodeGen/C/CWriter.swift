import StencilTypes

/// Writes loops as C.
struct CWriter {

  /// Stands for the name of the function until the text is known.
  static let symbolMark = "@SYMBOL@"

  let symbol: String
  var scalars = CScalars()
  var helpers: Set<String> = []
  var functions = CFunctions()

  /// The program at hand, the beginning of its functions' names, and the names of values.
  var program: LoopProgram? {
    didSet { memoryNames = program.map { MemoryNames($0) } ?? MemoryNames() }
  }
  private var memoryNames = MemoryNames()
  var prefix = ""
  var names: [Int: String] = [:]

  /// Whether each read of the program at hand is checked.
  ///
  /// Such code serves what nobody expects to
  /// be fast: it is short, so that compilers are soon done with it.
  var isChecked = false

  /// How values that hold for the whole call come about.
  var outerInstructions: [Int: LoopInstruction] = [:]

  /// The largest size of an element that the nest at hand can write past the caches.
  var streamed: Int?

  /// Whether what is written stands before the nests, where memory has no names yet.
  var isOutside = false

  /// What is known of the loop over lanes at hand; `nil` outside of one.
  var lanes: LaneValues?

  /// The types of the vectors in use.
  var vectorKinds: Set<ScalarKind> = []

  /// The calls of nests by the names of their functions.
  var calls: [String: String] = [:]

  init(symbol: String) { self.symbol = symbol }

  /// Returns the file for `loops`, and for `checked` where those are refused.
  mutating func text(_ loops: LoopProgram, _ checked: LoopProgram?) -> String {
    let caller = write(loops, prefix: "u")
    var parts = functions.text(before: caller) + "\n"
    let isHalved = CodeHalf.areFound(in: parts)
    if let checked {
      functions = CFunctions()
      isChecked = true
      let caller = write(checked, prefix: "c")
      parts =
        "#if \(CodePart.macro) != 2\n" + parts + "#endif\n\n" + CodePart.restMark
        + functions.wholeText + "static \(caller.head) \(caller.body)\n" + "#endif\n\n"
    }
    var text = "/* \(symbol): generated from a stencil program; see the lines quoted below. */\n"
    text += CInterface.types + "\n\n" + CInterface.macros + "\n\n"
    for h in CInterface.helpers where helpers.contains(h.name) { text += h.text + "\n\n" }
    for k in [ScalarKind.float64, .float32] where vectorKinds.contains(k) {
      text += CVectors.definitions(k) + "\n"
    }
    for h in scalars.helpers { text += h + "\n" }
    text += "\n" + Self.refusal + parts
    let name = CWriter.symbolMark
    if isHalved { text += CodeHalf.first.begin }
    text += """
      STK_EXPORT int32_t \(name)(const stk_call *c);
      STK_EXPORT int64_t \(name)_workspace(const stk_call *c);

      \(checked == nil ? "" : Self.choice)int32_t \(name)(const stk_call *c) { return (int32_t)\(checked == nil ? "u" : "stk")_run(c, 0); }

      int64_t \(name)_workspace(const stk_call *c) {
        const int64_t n = \(checked == nil ? "u" : "stk")_run(c, 1);
        return n < 0 ? 0 : n;
      }

      """
    if isHalved { text += CodeHalf.end }
    return text
  }

  /// What a call returns that goes no further.
  private static let refusal = """
    STK_COLD int64_t stk_refuse(const stk_call *c, int32_t slot, int32_t mode, int32_t code) {
      if (!mode && c->failure) c->failure->site = slot;
      return mode ? -code : code;
    }


    """

  /// What calls the part of the code that a call needs.
  private static let choice = """
    STK int64_t stk_run(const stk_call *c, int32_t mode) {
    #if \(CodePart.macro) == 1
      return u_run(c, mode);
    #elif \(CodePart.macro) == 2
      return c_run(c, mode);
    #else
      const int64_t r = u_run(c, mode);
      return r == (mode ? -4 : 4) ? c_run(c, mode) : r;
    #endif
    }


    """

  mutating func use(_ name: String) -> String {
    helpers.insert(name)
    if name == "stk_neighbors_inside" { helpers.insert("stk_neighbor_end") }
    return name
  }

  /// Writes the functions of the nests of `p`, and returns the one that calls them.
  mutating func write(_ p: LoopProgram, prefix: String) -> CFunction {
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
    body += memory(of: p)
    for s in p.steps {
      switch s {
      case .nest(let n): body += call(of: n, indent: 1)
      case .stopIfFailed(let restore): body += stop(restoring: restore)
      }
    }
    // It is not optimised where somebody waits for it.
    return CFunction(
      head: "STK_ONCE int64_t \(prefix)_run(const stk_call *c, int32_t mode)",
      body: "{\n\(body)  return 0;\n}\n", weight: body.utf8.count / 4)
  }

  /// Returns the declarations of all memory that the steps use.
  private mutating func memory(of p: LoopProgram) -> String {
    var text = ""
    let memories = p.nests.reduce(into: Set<LoopMemory>()) { $0.formUnion($1.memories) }
    if memories.contains(where: \.isInWorkspace) {
      text += "  char *const kept = (char *)c->workspace, *const scratch = kept + kept_size;\n"
      text += "  (void)kept; (void)scratch;\n"
    }
    for m in memories.sorted(by: { cName(of: $0) < cName(of: $1) }) {
      text += declaration(of: m, in: p)
    }
    if memories.contains(where: { isPerThread($0) }) { text += "  int32_t busy[64] = {0};\n" }
    if p.stops || p.nests.contains(where: { $0.body.records }) {
      _ = use("stk_note")
      text += "  stk_first first = {0, 0, {0}, 0};\n"
    }
    return text
  }

  /// Returns what ends the call if a point has failed.
  private mutating func stop(restoring restore: [LoopNest]) -> String {
    var text = "  if (first.word) {\n"
    for n in restore { text += call(of: n, indent: 2) }
    return text + """
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

  func kind(of m: LoopMemory, in p: LoopProgram, _ nest: LoopNest? = nil) -> ScalarKind {
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
    case .field(let i): memoryNames.fields[i]
    case .table(let i): memoryNames.tables[i]
    case .buffer(let i): memoryNames.buffers[i]
    case .view(let i): "v\(i)"
    case .local(let i): "state\(i)"
    }
  }

  func isPerThread(_ m: LoopMemory) -> Bool {
    if case .buffer(let i) = m { program?.buffers[i].isPerThread ?? false } else { false }
  }

  func declaration(of m: LoopMemory, in p: LoopProgram) -> String {
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

}

/// What the memory of a program is called: each is named far more often than there are names.
private struct MemoryNames {

  var fields: [String] = [], tables: [String] = [], buffers: [String] = []

  init() {}

  init(_ p: LoopProgram) {
    fields = p.entry.fields.enumerated().map { "f\($0)_\(cName($1.name))" }
    tables = p.entry.tables.enumerated().map { "n\($0)_\(cName($1.name))" }
    buffers = p.buffers.enumerated().map { "b\($0)_\(cName($1.name))" }
  }

}
