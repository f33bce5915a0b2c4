import IteratorIR
import StencilTypes

/// The fields that expressions are.
extension GTFNWriter {

  /// Returns the field that `e` is; what has to be computed for it goes to the workspace.
  func field(_ e: Expr, _ scope: CppScope) throws(GTFNRefusal) -> CppField {
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
  func choice(_ a: [Expr], _ scope: CppScope) throws(GTFNRefusal) -> CppField {
    let condition = try host.scalar(a[0], hostScope(scope)).text
    let place = body.lines.count
    var chosen: CppField?
    var names: [String] = []
    var sources: [String: [String]] = [:]
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
            sources[n, default: []].append(m)
          default: throw GTFNRefusal("the branches of a choice between fields have other types")
          }
        }
      }
    }
    guard let chosen else { preconditionFailure("a branch was written") }
    body.insert(names, at: place)
    for case .scalar(let n, let k) in chosen.leaves {
      host.remember(.scalar(n, k), .choice, sources[n] ?? [])
    }
    return chosen
  }

  /// Returns variables of the form of `f`, and adds their declarations.
  func chosenField(
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

  func staged(_ v: CppValue) throws(GTFNRefusal) -> CppField {
    switch v {
    case .scalar(let t, let k): return .scalar(t, k)
    case .field(let f): return f
    case .tuple(let e):
      var parts: [CppField] = []
      for part in e { parts.append(try staged(try host.known(part))) }
      return .tuple(parts)
    case .iterator, .list, .function, .axis, .offset, .typeName, .delayed:
      throw GTFNRefusal("what is stored is no data")
    }
  }

  /// Returns the scope with scalars as scalars.
  func hostScope(_ scope: CppScope) -> CppScope {
    scope.mapValues { v in
      if case .field(let f) = v { f.asValue } else { v }
    }
  }

  /// Returns a temporary with elements of `type`, on the box that all of `boxes` lie in.
  func temporary(
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
    case .iterator, .list, .function, .field, .axis, .offset, .typeName, .delayed: []
    }
  }

}
