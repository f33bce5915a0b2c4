import IteratorIR
import StencilTypes

/// Executions of stencils.
extension GTFNWriter {

  /// Writes the execution of a stencil, and returns the field that it fills.
  func execute(
    _ call: FieldopCall, on box: CppDomain, _ scope: CppScope,
    into target: (DataType) throws(GTFNRefusal) -> CppField
  ) throws(GTFNRefusal) -> CppField {
    var arguments: [CppField] = []
    for a in call.arguments { arguments.append(try field(a, scope)) }
    let leaves = arguments.flatMap(\.leaves)
    if leaves.contains(where: { if case .index = $0 { true } else { false } }) {
      // Indices are compared with scalars, which are bounds.
      for case .scalar(let name, _) in leaves { requireNoWrapping(onTheWayTo: name) }
    }
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
    canFailIfTested = canFailIfTested || functor.canFailIfTested
    let out = try target(type)
    try check(call, arguments, box)
    run(
      name, on: box, out: out.leaves, arguments: arguments.flatMap(\.leaves), more: functor.more,
      scan: initial, isComposite: functor.isComposite, isTested: functor.isTested,
      isDynamic: functor.isDynamic)
    return out
  }

  /// Writes one execution.
  func run(
    _ functor: String, on box: CppDomain, out: [CppField], arguments: [CppField],
    more: [String], scan: String? = nil, isComposite: Bool = false, isTested: Bool = false,
    isDynamic: Bool = false
  ) {
    let order = keys(box)
    body.braces("\(head(of: "run", on: box)) {") {
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
      let output = out.count == 1 ? sid(out[0]) : composite(out)
      let views = arguments.filter { if case .view = $0 { true } else { false } }
      let others = arguments.filter { if case .view = $0 { false } else { true } }
      let passed =
        (isComposite ? [composite(views)] + others.map(sid) : arguments.map(sid)) + more
      let inputs = passed.map { ".arg(\($0))" }.joined()
      let places = (1 ..< 1 + passed.count).map { "\($0)_c" }
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
  func keys(_ box: CppDomain) -> (domain: String, vertical: String) {
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

  /// The C++ value that stands for all of `fields`.
  func composite(_ fields: [CppField]) -> String {
    "stk::composite<\(fields.count)>::make_values(\(fields.map(sid).joined(separator: ", ")))"
  }

  func sid(_ f: CppField) -> String {
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

}
