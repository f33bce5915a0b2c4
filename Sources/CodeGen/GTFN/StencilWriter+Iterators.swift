import IteratorIR
import StencilTypes

extension CppIterator {

  /// Its first leaf; `nil` if it has none.
  var first: CppLeaf? {
    switch self {
    case .leaf(let l): l
    case .tuple(let e): e.lazy.compactMap(\.first).first
    }
  }

  /// Returns the iterator moved further.
  func moved(_ moves: [CppLeaf.Move]) -> CppIterator {
    switch self {
    case .leaf(var l):
      l.moves += moves
      return .leaf(l)
    case .tuple(let e): return .tuple(e.map { $0.moved(moves) })
    }
  }

}

extension StencilWriter {

  /// Returns the text of a C++ iterator.
  func iterator(_ leaf: CppLeaf) -> String {
    let moves = leaf.moves.map { move in
      switch move {
      case .along(let d, let by, let isDynamic):
        "\(tags.dimension(d)), \(isDynamic ? "(int)\(by)" : by + "_c")"
      case .neighbor(let offset, let i): "\(tags.offset(offset)), \(i)_c"
      }
    }
    let base = leaf.member == nil ? "a\(leaf.argument)" : FunctorWriter.members
    return moves.isEmpty ? base : "gtfn::shift(\(base), \(moves.joined(separator: ", ")))"
  }

  /// Returns the text of what stands where the C++ iterator `text`, made of that of `leaf`, points to.
  private func deref(_ text: String, _ leaf: CppLeaf) -> String {
    let all = "gtfn::deref(\(text))"
    return leaf.member.map { "gtfn::tuple_get(\($0)_c, \(all))" } ?? all
  }

  /// Returns what stands where `i` points to.
  func read(_ i: CppIterator, isSure: Bool = false) throws(GTFNRefusal) -> CppValue {
    switch i {
    case .tuple(let e):
      var parts: [CppValue] = []
      for part in e { parts.append(try read(part, isSure: isSure)) }
      return .tuple(parts)
    case .leaf(let l): return try read(l, isSure: isSure)
    }
  }

  private func read(_ leaf: CppLeaf, isSure: Bool) throws(GTFNRefusal) -> CppValue {
    guard let dimension = leaf.local else { return element(leaf, "", isSure: isSure) }
    let place = leaf.place(offsets)
    let table = offsets.tableName(ofSparse: leaf.dims, at: place.contains) { offset in
      offset.target.count == 2 ? (offset.target[0], offset.target[1]) : nil
    }
    let known = table.flatMap { connectivities[$0] }
    let tag = tags.local(dimension)
    return .list(
      CppList(
        count: known?.neighborCount, offset: table,
        exists: { [self] i in
          guard let table, known?.hasSkipValues == true else { return nil }
          var there = leaf
          there.moves.append(.neighbor(offset: table, i))
          return "gtfn::can_deref(\(iterator(there)))"
        },
        element: { (writer, i, _) throws(GTFNRefusal) in
          // The point has a row in the field, whether or not the neighbor is there.
          writer.element(leaf, ", \(tag), \(i)_c", isSure: isSure)
        }))
  }

  /// Writes the read of one value, with the tests that it needs.
  private func element(_ leaf: CppLeaf, _ column: String, isSure: Bool) -> CppValue {
    var it = iterator(leaf)
    if !column.isEmpty {
      it = leaf.moves.isEmpty ? "gtfn::shift(\(it)\(column))" : it.dropLast() + "\(column))"
    }
    var conditions: [String] = []
    let hasSkips = leaf.moves.contains { move in
      if case .neighbor(let offset, _) = move {
        connectivities[offset]?.hasSkipValues != false
      } else {
        false
      }
    }
    if hasSkips, !isSure { conditions.append("gtfn::can_deref(\(iterator(leaf)))") }
    let bounds = leaf.isBounded && !leaf.moves.isEmpty ? limits(of: leaf) : []
    if !bounds.isEmpty {
      isTested = true
      conditions.append("(!tested || (\(bounds.joined(separator: " && "))))")
    }
    if conditions.isEmpty {
      let value = named(deref(it, leaf), leaf.kind)
      if leaf.isIndex, case .scalar(let name, _) = value { indexNames.insert(name) }
      return value
    }
    if conditions.count == 1, !bounds.isEmpty, !isDynamic {
      canFailIfTested = true
    } else {
      canFail = true
    }
    let name = text.fresh()
    text.line("\(leaf.kind.cType) \(name) = 0;")
    text.line("if (\(conditions.joined(separator: " && "))) \(name) = \(deref(it, leaf));")
    text.line("else gtfn::deref(facts).fail();")
    return .scalar(name, leaf.kind)
  }

  /// Returns the conditions under which the place lies inside of the field.
  private func limits(of leaf: CppLeaf) -> [String] {
    leaf.dims.enumerated().compactMap { (axis, d) -> String? in
      if d.kind == .local { return nil }
      var index: String?
      if tags.isUnstructured, d.kind == .horizontal {
        guard leaf.moves.contains(where: { if case .neighbor = $0 { true } else { false } }) else {
          return nil
        }
        index = "(\(iterator(leaf))).m_index"
      } else {
        let steps = leaf.moves.compactMap { move -> String? in
          guard case .along(let along, let by, let isDynamic) = move, along == d else { return nil }
          if isDynamic { self.isDynamic = true }
          return "(std::int64_t)\(by)"
        }
        if steps.isEmpty { return nil }
        index = "(gtfn::deref(\(tags.index(d))) + \(steps.joined(separator: " + ")))"
      }
      return index.map { "gtfn::deref(facts).inside(\(leaf.argument), \(axis), \($0))" }
    }
  }

  /// Returns `i` moved by the steps of a shift.
  func shifted(
    _ i: CppIterator, by steps: [(tag: String, index: CppValue)]
  ) throws(GTFNRefusal) -> CppIterator {
    var moves: [CppLeaf.Move] = []
    for (tag, index) in steps {
      guard let offset = offsets[tag] else { throw GTFNRefusal("there is no offset '\(tag)'") }
      switch try known(index) {
      case .offset(.index(let n)) where offset.isCartesian:
        moves.append(.along(offset.source, by: "\(n)", isDynamic: false))
      case .offset(.index(let n)):
        let count = try table(of: tag).neighborCount
        guard (0 ..< count).contains(n) else {
          throw GTFNRefusal(
            "'\(tag)' leads to no neighbor \(n): its table has \(count) for each point, from 0")
        }
        moves.append(.neighbor(offset: tag, n))
      case .scalar(let t, _) where offset.isCartesian:
        moves.append(.along(offset.source, by: t, isDynamic: true))
      case .scalar, .tuple, .iterator, .list, .function, .field, .axis, .offset, .typeName,
        .delayed:
        throw GTFNRefusal("the neighbor in a shift by '\(tag)' is no constant")
      }
    }
    return i.moved(moves)
  }

  /// Returns what is known of the neighbor table of an offset.
  private func table(of tag: String) throws(GTFNRefusal) -> ConnectivityType {
    guard let known = connectivities[tag] else {
      throw GTFNRefusal(
        "the number of neighbors of '\(tag)' is not known", remedy: tableRemedy(tag))
    }
    return known
  }

  /// Returns the values at the neighbors of where `i` points to.
  func neighbors(_ tag: String, _ i: CppIterator) throws(GTFNRefusal) -> CppList {
    let known = try table(of: tag)
    let at = { (n: Int) in i.moved([.neighbor(offset: tag, n)]) }
    return CppList(
      count: known.neighborCount, offset: tag,
      exists: { [self] n in
        guard known.hasSkipValues, let leaf = at(n).first else { return nil }
        return "gtfn::can_deref(\(iterator(leaf)))"
      },
      element: { (writer, n, isSure) throws(GTFNRefusal) in try writer.read(at(n), isSure: isSure) }
    )
  }

  // MARK: Lists

  /// Returns element `index` of `list`.
  func element(_ index: CppValue, of list: CppList) throws(GTFNRefusal) -> CppValue {
    switch try known(index) {
    case .offset(.index(let i)): return try list.element(self, i, false)
    case .scalar(let t, _):
      guard let i = Int(t) else { throw GTFNRefusal("the element of a list is no constant") }
      return try list.element(self, i, false)
    case .tuple, .iterator, .list, .function, .field, .axis, .offset, .typeName, .delayed:
      throw GTFNRefusal("the element of a list is no number")
    }
  }

  /// Writes a reduction, neighbor by neighbor in the order of the table.
  func reduced(
    _ f: CppFunction, _ initial: CppValue, _ arguments: [CppValue]
  ) throws(GTFNRefusal) -> CppValue {
    let lists = try arguments.map { (a) throws(GTFNRefusal) in try list(a) }
    guard let count = lists.lazy.compactMap(\.count).first else {
      throw GTFNRefusal("the number of neighbors in a reduction is not known")
    }
    let (start, kind) = try scalar(initial)
    let sum = text.fresh("s")
    text.line("\(kind.cType) \(sum) = \(start);")
    for i in 0 ..< count {
      let conditions = Set(lists.compactMap { $0.exists(i) }).sorted()
      let head = conditions.isEmpty ? "" : "if (\(conditions.joined(separator: " && "))) "
      try text.braces(head + "{", "}") { () throws(GTFNRefusal) in
        var operands: [CppValue] = [.scalar(sum, kind)]
        for l in lists { operands.append(try l.element(self, i, true)) }
        text.line("\(sum) = \(try scalar(try apply(f, to: operands)).text);")
      }
    }
    return .scalar(sum, kind)
  }

  /// Returns the list of what `f` makes of the elements.
  func mapped(_ f: CppFunction, _ arguments: [CppValue]) throws(GTFNRefusal) -> CppValue {
    let lists = try arguments.map { (a) throws(GTFNRefusal) in try list(a) }
    return .list(
      CppList(
        count: lists.lazy.compactMap(\.count).first,
        offset: lists.lazy.compactMap(\.offset).first,
        exists: { i in
          let all = Set(lists.compactMap { $0.exists(i) }).sorted()
          return all.isEmpty ? nil : all.joined(separator: " && ")
        },
        element: { (writer, i, isSure) throws(GTFNRefusal) in
          var operands: [CppValue] = []
          for l in lists { operands.append(try l.element(writer, i, isSure)) }
          return try writer.apply(f, to: operands)
        }))
  }

  private func list(_ v: CppValue) throws(GTFNRefusal) -> CppList {
    guard case .list(let l) = try known(v) else { throw GTFNRefusal("a list is needed here") }
    return l
  }

}
