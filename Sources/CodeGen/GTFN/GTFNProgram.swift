import HashTreeCollections
import IteratorIR
import StencilTypes

/// A program as one file of C++17 on GridTools `fn`, with an entry in the manner of all compiled code.
public struct GTFNProgram: Sendable, Hashable {

  public let text: String
  public let entry: EntryPoint

  /// Whether a call can find that it must not go on when something is written already.
  public let canFail: Bool

  /// Writes `program`, which has gone through the standard passes.
  ///
  /// - Parameter connectivities: what is known of the neighbor tables, by the names of offsets.
  /// - Throws: why the program cannot be written.
  public init(
    _ program: Program, connectivities: [String: ConnectivityType]
  ) throws(GTFNRefusal) {
    let writer = GTFNWriter(program, connectivities)
    (text, entry) = try writer.write()
    canFail = writer.canFail
  }

}

/// Writes the functors of a program and the function that executes them.
final class GTFNWriter {

  let program: Program
  let connectivities: [String: ConnectivityType]
  let tags: CppTags

  /// The functors, and the function that uses them.
  let functors = CppText()
  let body = CppText()

  let scalars = CppScalars()

  /// Writes scalars outside of stencils.
  let host: StencilWriter

  private(set) var canFail = false
  private var functorCount = 0

  init(_ program: Program, _ connectivities: [String: ConnectivityType]) {
    self.program = program
    self.connectivities = connectivities
    tags = CppTags(program, isUnstructured: program.mentionsUnstructuredDomain)
    host = StencilWriter(
      body, connectivities: connectivities, offsets: program.offsets, tags: tags,
      scalars: scalars, host: CppHost(tags: tags))
  }

  func write() throws(GTFNRefusal) -> (String, EntryPoint) {
    guard program.functions.isEmpty else { throw GTFNRefusal("functions are left in the program") }
    let slots = CppSlots(program, connectivities)
    let symbol = safe("stk", program.name, nil)
    var scope = CppScope()
    for p in slots.parameters { scope[p.name] = .field(p.field) }
    try body.braces(
      """
      template <stk::phase now> std::int32_t \(symbol)_body(stk_call const *call, stk::workspace &memory) {
      """
    ) { () throws(GTFNRefusal) in
      for line in slots.declarations { body.line(line) }
      for line in tableDeclarations(slots) { body.line(line) }
      for t in program.temporaries {
        scope[t.name] = .field(try temporary(t.dtype, try domains(t.domain, scope)))
      }
      for s in program.body { try statement(s, scope) }
      body.line("(void)call; (void)memory;")
      body.line("return 0;")
    }
    canFail = canFail || host.canFail
    let entry = EntryPoint(
      symbol: symbol, fields: slots.fields(written: program.writtenNames), scalars: slots.scalars,
      tables: slots.tables, failures: [])
    return (
      GTFNPrelude.text(helpers: scalars.helpers) + tags.declarations.joined(separator: "\n")
        + "\n\n"
        + functors.lines.joined(separator: "\n") + "\n" + body.lines.joined(separator: "\n")
        + "\n}  // namespace\n" + GTFNPrelude.entry(symbol, entry.fields, canFail: canFail),
      entry
    )
  }

  private func tableDeclarations(_ slots: CppSlots) -> [String] {
    slots.tables.enumerated().map { i, t in
      "auto const \(tableName(t.name)) = stk::table<\(t.columns)>{call->tables[\(i)]};"
    }
  }

  // MARK: Statements

  private func statement(_ s: Statement, _ scope: CppScope) throws(GTFNRefusal) {
    switch s {
    case .set(let target, let domain, let value):
      let to = try field(target, scope)
      let boxes = try domains(domain, scope)
      // What is read is read completely before anything is written.
      let written = target.freeNames
      let isInPlace = !value.freeNames.isDisjoint(with: written)
      if isInPlace {
        copy(try field(value, scope), to: to, boxes)
      } else {
        try write(value, to: to, boxes, scope)
      }
    case .if(let condition, let then, let otherwise):
      let c = try host.scalar(condition, hostScope(scope)).text
      try body.braces("if (\(c)) {") { () throws(GTFNRefusal) in
        for s in then { try statement(s, scope) }
      }
      try body.braces("else {") { () throws(GTFNRefusal) in
        for s in otherwise { try statement(s, scope) }
      }
    }
  }

  /// Writes what computes `value` on `boxes` and stores it in `target`, which it does not read.
  private func write(
    _ value: Expr, to target: CppField, _ boxes: CppDomains, _ scope: CppScope
  ) throws(GTFNRefusal) {
    if let l = value.asLet {
      var inner = scope
      for (p, v) in zip(l.parameters, l.values) { inner[p] = .field(try field(v, scope)) }
      return try write(l.body, to: target, boxes, inner)
    }
    if let elements = value.arguments(of: .makeTuple), case .tuple(let targets) = target,
      case .tuple(let parts) = boxes, elements.count == targets.count, parts.count == targets.count
    {
      for i in elements.indices { try write(elements[i], to: targets[i], parts[i], scope) }
      return
    }
    if let a = value.arguments(of: .if) {
      let c = try host.scalar(a[0], hostScope(scope)).text
      for (head, branch) in zip(["if (\(c)) {", "else {"], a.dropFirst()) {
        try body.braces(head) { () throws(GTFNRefusal) in
          try write(branch, to: target, boxes, scope)
        }
      }
      return
    }
    if let call = FieldopCall(value) {
      let box = try domain(call.domain, scope)
      if boxes.leaves.allSatisfy({ $0 == box }) {
        let targets = target
        _ = try execute(call, on: box, scope) { (_) throws(GTFNRefusal) in targets }
        return
      }
    }
    copy(try field(value, scope), to: target, boxes)
  }

  private func copy(_ source: CppField, to target: CppField, _ boxes: CppDomains) {
    let boxes = boxes.leaves
    for (i, (s, t)) in zip(source.leaves, target.leaves).enumerated() {
      run("copy", on: boxes[min(i, boxes.count - 1)], out: [t], arguments: [s], more: [])
    }
  }

  // MARK: Fields

  /// Returns the field that `e` is; what has to be computed for it goes to the workspace.
  private func field(_ e: Expr, _ scope: CppScope) throws(GTFNRefusal) -> CppField {
    if let l = e.asLet {
      var inner = scope
      for (p, v) in zip(l.parameters, l.values) { inner[p] = .field(try field(v, scope)) }
      return try field(l.body, inner)
    }
    if let call = FieldopCall(e) {
      let box = try domain(call.domain, scope)
      return try execute(call, on: box, scope) { (kinds) throws(GTFNRefusal) in
        try self.temporary(kinds, .one(box))
      }
    }
    if case .reference(let n) = e.kind, case .field(let f)? = scope[n] { return f }
    if let a = e.arguments(of: .makeTuple) {
      var parts: [CppField] = []
      for x in a { parts.append(try field(x, scope)) }
      return .tuple(parts)
    }
    if let a = e.arguments(of: .tupleGet), let i = a[0].literalValue?.integer,
      case .tuple(let parts) = try field(a[1], scope), parts.indices.contains(Int(i))
    {
      return parts[Int(i)]
    }
    if let a = e.arguments(of: .if) { return try choice(a, scope) }
    if let a = e.arguments(of: .index), case .axis(let d) = a[0].kind { return .index(d) }
    return try staged(host.evaluated(e, hostScope(scope)))
  }

  /// Returns what one of two fields is that a condition chooses: only that one is computed.
  private func choice(_ a: [Expr], _ scope: CppScope) throws(GTFNRefusal) -> CppField {
    let condition = try host.scalar(a[0], hostScope(scope)).text
    let place = body.lines.count
    var chosen: CppField?
    var names: [String] = []
    for (head, branch) in zip(["if (\(condition)) {", "else {"], a.dropFirst()) {
      try body.braces(head) { () throws(GTFNRefusal) in
        let f = try field(branch, scope)
        if chosen == nil { chosen = try chosenField(f, &names) }
        guard let chosen, chosen.leaves.count == f.leaves.count else {
          throw GTFNRefusal("the branches of a choice differ in form")
        }
        for (to, from) in zip(chosen.leaves, f.leaves) {
          switch (to, from) {
          case (.view(let n, let k, let d), .view(let m, let l, let e)) where k == l && d == e:
            body.line("\(n) = \(m);")
          case (.scalar(let n, let k), .scalar(let m, let l)) where k == l:
            body.line("\(n) = \(m);")
          default: throw GTFNRefusal("the branches of a choice between fields have other types")
          }
        }
      }
    }
    guard let chosen else { preconditionFailure("a branch was written") }
    body.insert(names, at: place)
    return chosen
  }

  /// Returns variables of the form of `f`, and adds their declarations.
  private func chosenField(
    _ f: CppField, _ declarations: inout [String]
  ) throws(GTFNRefusal) -> CppField {
    switch f {
    case .view(_, let k, let dims):
      let name = body.fresh("c")
      declarations.append("stk::view<\(k.cType), \(dims.count)> \(name);")
      return .view(name, k, dims)
    case .scalar(_, let k):
      let name = body.fresh("c")
      declarations.append("\(k.cType) \(name);")
      return .scalar(name, k)
    case .index: throw GTFNRefusal("a choice between indices")
    case .tuple(let e):
      var parts: [CppField] = []
      for part in e { parts.append(try chosenField(part, &declarations)) }
      return .tuple(parts)
    }
  }

  private func staged(_ v: CppValue) throws(GTFNRefusal) -> CppField {
    switch v {
    case .scalar(let t, let k): return .scalar(t, k)
    case .field(let f): return f
    case .tuple(let e):
      var parts: [CppField] = []
      for part in e { parts.append(try staged(try host.known(part))) }
      return .tuple(parts)
    default: throw GTFNRefusal("what is stored is no data")
    }
  }

  /// Returns the scope with scalars as scalars.
  private func hostScope(_ scope: CppScope) -> CppScope {
    scope.mapValues { v in
      if case .field(let f) = v { f.asValue } else { v }
    }
  }

  /// Returns a temporary with elements of `type`, on the box that all of `boxes` lie in.
  private func temporary(
    _ type: DataType, _ boxes: CppDomains
  ) throws(GTFNRefusal) -> CppField {
    if let elements = type.elements {
      var parts: [CppField] = []
      for (i, e) in elements.enumerated() {
        if case .tuple(let own) = boxes, own.count == elements.count {
          parts.append(try temporary(e, own[i]))
        } else {
          parts.append(try temporary(e, boxes))
        }
      }
      return .tuple(parts)
    }
    guard case .scalar(let kind) = type, case .one(let box) = boxes else {
      throw GTFNRefusal("a temporary of fields on several domains")
    }
    let name = body.fresh("w")
    let ranges = box.ranges.sorted { $0.dimension < $1.dimension }
    let bounds = ranges.flatMap { [$0.lower, $0.upper] }.joined(separator: ", ")
    body.line(
      "auto const \(name) = memory.view<\(kind.cType), \(ranges.count)>({\(bounds)});")
    return .view(name, kind, ranges.map(\.dimension))
  }

  // MARK: Domains

  private func domains(_ e: Expr, _ scope: CppScope) throws(GTFNRefusal) -> CppDomains {
    if let a = e.arguments(of: .makeTuple) {
      var parts: [CppDomains] = []
      for x in a { parts.append(try domains(x, scope)) }
      return .tuple(parts)
    }
    return .one(try domain(e, scope))
  }

  private func domain(_ e: Expr, _ scope: CppScope) throws(GTFNRefusal) -> CppDomain {
    if let l = e.asLet {
      var inner = scope
      for (p, v) in zip(l.parameters, l.values) { inner[p] = .field(try field(v, scope)) }
      return try domain(l.body, inner)
    }
    guard
      let ranges = e.arguments(of: .cartesianDomain) ?? e.arguments(of: .unstructuredDomain)
    else { throw GTFNRefusal("a domain that is none") }
    let names = hostScope(scope)
    var result: [CppDomain.Range] = []
    for r in ranges {
      guard let a = r.arguments(of: .namedRange), case .axis(let d) = a[0].kind else {
        throw GTFNRefusal("a range without a dimension")
      }
      result.append(
        CppDomain.Range(
          dimension: d, lower: try bound(a[1], names), upper: try bound(a[2], names)))
    }
    return CppDomain(ranges: result)
  }

  /// The texts of bounds by expression, so that equal domains have equal texts.
  private var bounds: [Expr: (text: String, block: BlockPath)] = [:]

  private func bound(_ e: Expr, _ scope: CppScope) throws(GTFNRefusal) -> String {
    if let (text, block) = bounds[e], block.encloses(body.block) { return text }
    let (text, _) = try host.scalar(e, scope)
    bounds[e] = (text, body.block)
    return text
  }

  // MARK: Executions

  /// Writes the execution of a stencil, and returns the field that it fills.
  private func execute(
    _ call: FieldopCall, on box: CppDomain, _ scope: CppScope,
    into target: (DataType) throws(GTFNRefusal) -> CppField
  ) throws(GTFNRefusal) -> CppField {
    var arguments: [CppField] = []
    for a in call.arguments { arguments.append(try field(a, scope)) }
    functorCount += 1
    let name = "stencil_\(functorCount)"
    let functor = FunctorWriter(self, name, scope: hostScope(scope))
    let type: DataType
    var initial: String?
    if let scan = call.stencil.arguments(of: .scan) {
      let start = try host.evaluated(scan[2], hostScope(scope))
      initial = start.flatText
      type = try functor.writeScan(scan[0], forward: scan[1], start, arguments, box)
    } else {
      type = try functor.write(call.stencil, arguments, box)
    }
    canFail = canFail || functor.canFail
    let out = try target(type)
    try check(call, arguments, box)
    run(
      name, on: box, out: out.leaves, arguments: arguments.flatMap(\.leaves), more: functor.more,
      scan: initial, isTested: functor.isTested, isDynamic: functor.isDynamic)
    return out
  }

  /// Writes one execution.
  private func run(
    _ functor: String, on box: CppDomain, out: [CppField], arguments: [CppField],
    more: [String], scan: String? = nil, isTested: Bool = false, isDynamic: Bool = false
  ) {
    let order = keys(box)
    let conditions = box.ranges.map { "\($0.lower) < \($0.upper)" }
    let condition = (["now == stk::phase::run"] + conditions).joined(separator: " && ")
    body.braces("if (\(condition)) {") {
      if more.contains("facts") {
        let views = arguments.map {
          if case .view(let n, _, _) = $0 { "stk::limits(\(n))" } else { "stk::limits()" }
        }
        body.line("stk::limits const inside[] = {\(views.joined(separator: ", "))};")
        body.line("auto const facts = stk::global(stk::facts{&memory.failed, inside});")
      }
      for d in box.ranges.map(\.dimension) where more.contains(tags.index(d)) {
        body.line("auto const \(tags.index(d)) = gtfn::index(\(tags.dimension(d)));")
      }
      let head = "make_backend(gtfn::backend::naive{}, \(order.domain))"
      let kind = scan == nil ? "stencil_executor()" : "vertical_executor(\(order.vertical))"
      let output =
        out.count == 1
        ? sid(out[0])
        : "stk::composite<\(out.count)>::make_values(\(out.map(sid).joined(separator: ", ")))"
      let inputs = (arguments.map(sid) + more).map { ".arg(\($0))" }.joined()
      let places = (1 ..< 1 + arguments.count + more.count).map { "\($0)_c" }
      func execution(_ tested: Bool) -> String {
        let f = functor == "copy" ? "stk::copy()" : "\(functor)<\(tested)>()"
        let all = ["0_c", f] + (scan.map { [$0] } ?? []) + places
        return
          "\(head).\(kind)().arg(\(output))\(inputs).assign(\(all.joined(separator: ", "))).execute();"
      }
      if !isTested {
        body.line(execution(false))
      } else if isDynamic {
        body.line(execution(true))
      } else {
        body.line("if (memory.is_tested) \(execution(true))")
        body.line("else \(execution(false))")
      }
    }
  }

  /// The keys of a domain, in the order of loops from the inside, and the offsets.
  private func keys(_ box: CppDomain) -> (domain: String, vertical: String) {
    var names: [String] = [], sizes: [String] = [], starts: [String] = []
    func add(_ type: String, _ r: CppDomain.Range?) {
      names.append(type)
      sizes.append(r.map { "(int)(\($0.upper) - \($0.lower))" } ?? "1")
      starts.append(r.map { "(int)\($0.lower)" } ?? "0")
    }
    let vertical = box.ranges.first { $0.dimension.kind == .vertical }
    if tags.isUnstructured {
      add("gtfn::unstructured::dim::vertical", vertical)
      add(
        "gtfn::unstructured::dim::horizontal", box.ranges.first { $0.dimension.kind == .horizontal }
      )
    } else {
      for r in box.ranges.sorted(by: { $0.dimension < $1.dimension }).reversed() {
        add(tags.type(r.dimension), r)
      }
      if box.ranges.count < 2 { add("stk::one", nil) }
      if box.ranges.isEmpty { add("stk::other", nil) }
    }
    let key = "stk::keys<\(names.joined(separator: ", "))>::make_values"
    var domain =
      "\(key)(\(sizes.joined(separator: ", "))), \(key)(\(starts.joined(separator: ", ")))"
    if tags.isUnstructured {
      let tables = connectivities.keys.sorted().filter { program.offsets[$0] != nil }
      domain += tables.map {
        ", gtfn::connectivity<\(tags.offsetType($0))>(\(tableName($0)))"
      }.joined()
      return ("gtfn::unstructured_domain(\(domain))", "gtfn::unstructured::dim::vertical{}")
    }
    return (
      "gtfn::cartesian_domain(\(domain))", vertical.map { tags.dimension($0.dimension) } ?? ""
    )
  }

  private func sid(_ f: CppField) -> String {
    switch f {
    case .view(let name, _, let dims):
      let types = dims.map(tags.type).joined(separator: ", ")
      let strides = dims.indices.map { "\(name).stride[\($0)]" }.joined(separator: ", ")
      return "stk::sid(\(name).origin(), stk::keys<\(types)>::make_values(\(strides)))"
    case .scalar(let t, let k): return "stk::global((\(k.cType))\(t))"
    case .index(let d): return "gtfn::index(\(tags.dimension(d)))"
    case .tuple: preconditionFailure("leaves are no tuples")
    }
  }

  // MARK: Checks

  /// Writes the tests that what must be read lies inside, and asks for tests of what may not.
  private func check(
    _ call: FieldopCall, _ arguments: [CppField], _ box: CppDomain
  ) throws(GTFNRefusal) {
    let accesses = StencilAccesses(of: call.stencil, arity: arguments.count)
    var tests: [String] = []
    for (argument, reads) in zip(arguments, accesses.parameters) {
      for leaf in argument.leaves {
        guard case .view(let name, _, let dims) = leaf else { continue }
        for path in reads.all.sorted(by: { "\($0)" < "\($1)" }) {
          let answer =
            reads.certain.contains(path)
            ? "if (!%) return 4;" : "if (!%) memory.is_tested = true;"
          guard let inside = try inside(path, name, dims, box) else { continue }
          tests.append(answer.replacing("%", with: inside))
        }
      }
    }
    if tests.isEmpty { return }
    let conditions = ["now == stk::phase::check"] + box.ranges.map { "\($0.lower) < \($0.upper)" }
    body.braces("if (\(conditions.joined(separator: " && "))) {") {
      for t in tests { body.line(t) }
    }
  }

  /// Returns the C++ condition that `path` leads from all points of `box` into the field `name`.
  private func inside(
    _ path: [Shift], _ name: String, _ dims: [Dimension], _ box: CppDomain
  ) throws(GTFNRefusal) -> String? {
    var ranges: [Dimension: (String, String)] = [:]
    for r in box.ranges {
      ranges[r.dimension] = ("(std::int64_t)\(r.lower)", "(std::int64_t)\(r.upper)")
    }
    var conditions: [String] = []
    for shift in path {
      guard let offset = program.offsets[shift.tag] else { return nil }
      if offset.isCartesian {
        guard case .at(let n) = shift.index, let (lower, upper) = ranges[offset.source] else {
          continue
        }
        ranges[offset.source] = ("\(lower) + \(n)", "\(upper) + \(n)")
      } else {
        let table = tableName(shift.tag)
        if let (lower, upper) = ranges[offset.target[0]] {
          conditions.append("0 <= \(lower) && \(upper) <= \(table).rows()")
        }
        ranges[offset.target[0]] = nil
        ranges[offset.source] = ("\(table).lowest()", "\(table).highest()")
      }
    }
    for (axis, d) in dims.enumerated() where d.kind != .local {
      guard let (lower, upper) = ranges[d] else {
        throw GTFNRefusal("a field on '\(d.name)' is read on a domain without it")
      }
      conditions.append("\(name).lower[\(axis)] <= \(lower) && \(upper) <= \(name).upper[\(axis)]")
    }
    return conditions.isEmpty ? nil : "(\(conditions.joined(separator: " && ")))"
  }

}

/// `as_fieldop(stencil, domain)(arguments)`.
struct FieldopCall {

  let stencil: Expr, domain: Expr
  let arguments: [Expr]

  init?(_ e: Expr) {
    guard case .call(let f, let arguments) = e.kind, let a = f.arguments(of: .asFieldop),
      a.count == 2
    else { return nil }
    stencil = a[0]
    domain = a[1]
    self.arguments = arguments
  }

}

extension CppField {

  /// The field as what stencils and sizes see of it.
  var asValue: CppValue {
    switch self {
    case .scalar(let t, let k): .scalar(t, k)
    case .tuple(let e): .tuple(e.map(\.asValue))
    case .view, .index: .field(self)
    }
  }

}

extension CppValue {

  /// The scalars in it as one C++ tuple, or the scalar alone.
  var flatText: String {
    let all = flat
    return all.count == 1 ? all[0] : "gtfn::make_tuple(\(all.joined(separator: ", ")))"
  }

  private var flat: [String] {
    switch self {
    case .scalar(let t, let k): ["(\(k.cType))\(t)"]
    case .tuple(let e): e.flatMap(\.flat)
    default: []
    }
  }

}
