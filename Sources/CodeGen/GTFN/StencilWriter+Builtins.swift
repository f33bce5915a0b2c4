import IteratorIR
import StencilTypes

extension StencilWriter {

  /// Returns the value of a call of `b`.
  func builtin(
    _ b: Builtin, _ arguments: [Expr], _ scope: CppScope
  ) throws(GTFNRefusal) -> CppValue {
    switch b {
    case .structural(let structural): try call(structural, arguments, scope)
    case .scalar(let operation): try operate(operation, arguments, scope)
    }
  }

  private func call(
    _ b: StructuralBuiltin, _ arguments: [Expr], _ scope: CppScope
  ) throws(GTFNRefusal) -> CppValue {
    switch b {
    case .deref:
      guard case .iterator(let i) = try value(arguments[0], scope) else {
        throw GTFNRefusal("what is read is no iterator")
      }
      return try read(i)
    case .canDeref:
      guard case .iterator(let i) = try value(arguments[0], scope), let leaf = i.first else {
        throw GTFNRefusal("what is asked for is no iterator")
      }
      return named("gtfn::can_deref(\(iterator(leaf)))", .bool)
    case .shift:
      return .function(.shift(try steps(of: arguments, scope)))
    case .neighbors:
      guard case .offset(.tag(let tag)) = try value(arguments[0], scope),
        case .iterator(let i) = try value(arguments[1], scope)
      else { throw GTFNRefusal("the neighbors of no iterator") }
      return .list(try neighbors(tag, i))
    case .reduce:
      return .function(
        .reduce(
          try function(arguments[0], scope), initial: try argument(arguments[1], scope)))
    case .map:
      return .function(.map(try function(arguments[0], scope)))
    case .makeConstList:
      return .list(constantList(try argument(arguments[0], scope)))
    case .listGet:
      guard case .list(let list) = try value(arguments[1], scope) else {
        throw GTFNRefusal("an element of no list")
      }
      return try element(try value(arguments[0], scope), of: list)
    case .makeTuple:
      var elements: [CppValue] = []
      for a in arguments { elements.append(try argument(a, scope)) }
      return .tuple(elements)
    case .tupleGet:
      guard let i = arguments[0].literalValue?.integer else {
        throw GTFNRefusal("the index of a tuple is no literal")
      }
      return try element(Int(i), of: try value(arguments[1], scope))
    case .if:
      return try choice(arguments, scope)
    case .cast: return try cast(arguments, scope)
    case .getDomainRange, .neighborRange:
      guard let host else { throw GTFNRefusal("'\(b.definition.name)' inside a stencil") }
      return try host.range(.structural(b), arguments, scope, self)
    case .lift, .asFieldop, .scan, .concatWhere, .broadcast, .index, .cartesianDomain,
      .unstructuredDomain, .namedRange:
      throw GTFNRefusal("'\(b.definition.name)' where a scalar is computed")
    }
  }

  private func function(_ e: Expr, _ scope: CppScope) throws(GTFNRefusal) -> CppFunction {
    guard case .function(let f) = try value(e, scope) else {
      throw GTFNRefusal("lists are combined by no function")
    }
    return f
  }

  private func cast(_ arguments: [Expr], _ scope: CppScope) throws(GTFNRefusal) -> CppValue {
    guard case .typeName(let to) = try value(arguments[1], scope) else {
      throw GTFNRefusal("a cast to no type")
    }
    let (operand, from) = try scalar(arguments[0], scope)
    let value = named(scalars.cast(operand, from, to: to), to)
    if from.isInteger { remember(value, .cast(from: from), [operand]) }
    return value
  }

  private func steps(
    of shift: [Expr], _ scope: CppScope
  ) throws(GTFNRefusal) -> [(tag: String, index: CppValue)] {
    var steps: [(tag: String, index: CppValue)] = []
    for pair in stride(from: 0, to: shift.count - 1, by: 2) {
      guard case .offset(.tag(let tag)) = try value(shift[pair], scope) else {
        throw GTFNRefusal("the offset of a shift has no name")
      }
      steps.append((tag, try value(shift[pair + 1], scope)))
    }
    return steps
  }

  private func constantList(_ element: CppValue) -> CppList {
    CppList(count: nil, offset: nil, exists: { _ in nil }) {
      (writer, _, _) throws(GTFNRefusal) in try writer.known(element)
    }
  }

  /// Returns element `i` of a tuple, of an iterator on tuples, or of a field of tuples.
  func element(_ i: Int, of v: CppValue) throws(GTFNRefusal) -> CppValue {
    switch try known(v) {
    case .tuple(let e) where e.indices.contains(i): return try known(e[i])
    case .iterator(let it):
      if case .tuple(let parts) = it, parts.indices.contains(i) {
        return .iterator(parts[i])
      }
    case .field(.tuple(let parts)) where parts.indices.contains(i): return .field(parts[i])
    case .scalar, .tuple, .list, .function, .field, .axis, .offset, .typeName, .delayed: break
    }
    throw GTFNRefusal("element \(i) of what is no tuple")
  }

  // MARK: Choice

  private func choice(
    _ arguments: [Expr], _ scope: CppScope
  ) throws(GTFNRefusal) -> CppValue {
    let condition = try scalar(arguments[0], scope).text
    if condition == "1" { return try value(arguments[1], scope) }
    if condition == "0" { return try value(arguments[2], scope) }
    // The kinds are known when a branch has been written; the names have to stand before it.
    let place = text.lines.count
    var names: CppNames?
    var sources: [String: [String]] = [:]
    for (head, branch) in zip(["if (\(condition)) {", "else {"], arguments.dropFirst()) {
      try text.braces(head, "}") { () throws(GTFNRefusal) in
        let v = try evaluated(branch, scope)
        if names == nil { names = try CppNames(v, text) }
        if let names { try store(v, in: names, &sources) }
      }
    }
    guard let names else { preconditionFailure("a branch was written") }
    text.insert(names.declarations, at: place)
    for value in names.scalars {
      if case .scalar(let name, _) = value { remember(value, .choice, sources[name] ?? []) }
    }
    return names.value
  }

  /// Returns the value of `e` with all its parts written.
  func evaluated(_ e: Expr, _ scope: CppScope) throws(GTFNRefusal) -> CppValue {
    try evaluated(try value(e, scope))
  }

  func evaluated(_ v: CppValue) throws(GTFNRefusal) -> CppValue {
    switch try known(v) {
    case .tuple(let e):
      var parts: [CppValue] = []
      for part in e { parts.append(try evaluated(part)) }
      return .tuple(parts)
    case let other: return other
    }
  }

  /// Writes the assignment of `v` to names, and adds to `sources` what is assigned to each.
  private func store(
    _ v: CppValue, in names: CppNames, _ sources: inout [String: [String]]
  ) throws(GTFNRefusal) {
    switch (v, names) {
    case (.scalar(let t, _), .scalar(let name, _)):
      text.line("\(name) = \(t);")
      sources[name, default: []].append(t)
    case (.tuple(let e), .tuple(let n)) where e.count == n.count:
      for (v, name) in zip(e, n) { try store(v, in: name, &sources) }
    default: throw GTFNRefusal("the branches of a choice differ in form")
    }
  }

}

/// The names of the scalars in a value that is assigned in branches.
indirect enum CppNames {

  case scalar(String, ScalarKind)
  case tuple([CppNames])

  init(_ v: CppValue, _ text: CppText) throws(GTFNRefusal) {
    switch v {
    case .scalar(_, let k): self = .scalar(text.fresh("c"), k)
    case .tuple(let e):
      var parts: [CppNames] = []
      for part in e { parts.append(try CppNames(part, text)) }
      self = .tuple(parts)
    case .iterator, .list, .function, .field, .axis, .offset, .typeName, .delayed:
      throw GTFNRefusal("a choice between what is no data")
    }
  }

  var declarations: [String] {
    switch self {
    case .scalar(let n, let k): ["\(k.cType) \(n);"]
    case .tuple(let e): e.flatMap(\.declarations)
    }
  }

  /// The scalars that have the names.
  var scalars: [CppValue] {
    switch self {
    case .scalar(let n, let k): [.scalar(n, k)]
    case .tuple(let e): e.flatMap(\.scalars)
    }
  }

  var value: CppValue {
    switch self {
    case .scalar(let n, let k): .scalar(n, k)
    case .tuple(let e): .tuple(e.map(\.value))
    }
  }

}
