import Diagnostics
import StencilTypes

/// One field that a statement writes.
struct OutputLeaf {

  let slot: FieldSlot
  let domain: Domain
  let value: Operand

  let span: SourceSpan?

}

/// What a statement computes, and what has to be kept in memory for that.
struct StatementPlan {

  let leaves: [OutputLeaf]

  /// The leaves that are computed together: those on one domain.
  let groups: [[OutputLeaf]]

  /// The nodes whose values are kept, producers before readers; each is a group too, numbered
  /// after those of the leaves in reverse order.
  let stored: [(node: FieldNode, group: Int)]

  /// The number of nodes.
  let nodeCount: Int

  /// The demands on named fields.
  let slots: [(slot: FieldSlot, demand: Demand)]

}

extension Evaluator {

  /// Infers what the statement with these outputs needs of each node, from the outputs backwards.
  ///
  /// Throws if something is certainly read where a field has no value.
  func plan(_ leaves: [OutputLeaf]) throws(DiagnosticError) -> StatementPlan {
    let order = try nodesInOrder(leaves)
    for node in order {
      node.demand = nil
      node.stored = nil
    }
    var groups: [[OutputLeaf]] = []
    for leaf in leaves {
      if let i = groups.firstIndex(where: { $0[0].domain == leaf.domain }) {
        groups[i].append(leaf)
      } else {
        groups.append([leaf])
      }
    }
    for (number, group) in groups.enumerated() {
      for leaf in group {
        let own = Request(box: Box(leaf.domain), isCertain: true, isExact: true)
        for node in leaf.value.nodes {
          let access = Access(node: node, steps: [], isCertain: true, span: leaf.span)
          try add(
            request(access, from: own), to: node, groups: [number], isShifted: false,
            isCounted: true, leaf.span)
        }
      }
    }
    var stored: [(node: FieldNode, group: Int)] = []
    var slots: [(slot: FieldSlot, demand: Demand)] = []
    var next = groups.count
    for node in order.reversed() {
      guard let demand = node.demand else { continue }
      if case .slot(let slot) = node.kind {
        slots.append((slot, demand))
        continue
      }
      let trace = try trace(node)
      let isStored = isWorthStoring(node, trace, demand)
      var readers = demand.groups
      if isStored {
        stored.append((node, next))
        readers = [next]
        next += 1
      }
      for (access, request) in try requests(of: node, demand) {
        try add(
          request, to: access.node, groups: readers,
          isShifted: !access.steps.isEmpty || (!isStored && demand.isShifted),
          isCounted: !request.isCertain, access.span)
      }
    }
    return StatementPlan(
      leaves: leaves, groups: groups, stored: stored.reversed(), nodeCount: order.count,
      slots: slots)
  }

  /// Returns the nodes on which `leaves` depend, each after those that it reads.
  private func nodesInOrder(_ leaves: [OutputLeaf]) throws(DiagnosticError) -> [FieldNode] {
    var order: [FieldNode] = []
    var seen: Set<ObjectIdentifier> = []
    func visit(_ node: FieldNode) throws(DiagnosticError) {
      guard seen.insert(ObjectIdentifier(node)).inserted else { return }
      for a in try trace(node).accesses { try visit(a.node) }
      order.append(node)
    }
    for leaf in leaves {
      for node in leaf.value.nodes { try visit(node) }
    }
    return order
  }

  /// Whether `node` is kept in memory rather than computed by each reader.
  private func isWorthStoring(_ node: FieldNode, _ trace: NodeTrace, _ demand: Demand) -> Bool {
    guard let box = demand.may, !box.isEmpty, trace.dims.allSatisfy({ box[$0] != nil }),
      !trace.structure.isList
    else { return false }
    if case .scan = node.kind { return true }
    return trace.operationCount > 0 && (demand.isShifted || demand.groups.count > 1)
  }

  private func add(
    _ request: Request, to node: FieldNode, groups: Set<Int>, isShifted: Bool, isCounted: Bool,
    _ span: SourceSpan?
  ) throws(DiagnosticError) {
    var demand = node.demand ?? Demand()
    demand.add(request)
    if isCounted { demand.readCount += 1 }
    demand.isShifted = demand.isShifted || isShifted
    demand.groups.formUnion(groups)
    node.demand = demand
    guard request.isCertain, !request.box.isEmpty, case .slot(let slot) = node.kind,
      let domain = slot.domain
    else { return }
    for (d, range) in zip(domain.dims, domain.ranges) {
      guard let needed = request.box[d] else { continue }
      if needed.lowerBound < range.lowerBound || needed.upperBound > range.upperBound {
        throw tooSmall(slot, d, needed: needed, has: range, span)
      }
    }
  }

  /// Returns what `node` asks of others when `demand` is asked of it.
  private func requests(
    of node: FieldNode, _ demand: Demand
  ) throws(DiagnosticError) -> [(Access, Request)] {
    guard var may = demand.may else { return [] }
    var must = demand.must
    if let domain = node.domain {
      // Outside its domain a node has no value; nothing is computed there.
      let own = Box(domain)
      if let m = must, !own.contains(m) { must = nil }
      may = may.clamped(to: own)
    }
    if case .scan(let scan, _, let column) = node.kind {
      if let levels = scanLevels(of: node, scan, column, demanded: may[column]) {
        may[column] = levels
        // Every level from the first to the one that is needed is computed.
        if let needed = must?[column] {
          must?[column] =
            scan.isForward
            ? levels.lowerBound ..< max(levels.lowerBound, needed.upperBound)
            : min(levels.upperBound, needed.lowerBound) ..< levels.upperBound
        }
      }
      node.demand?.may = may
    }
    var result: [(Access, Request)] = []
    for access in try trace(node).accesses {
      result.append(
        (
          access,
          try request(
            access,
            from: Request(box: may, unbounded: demand.unbounded, isCertain: false, isExact: false))
        ))
      if let must {
        let certain = try request(
          access,
          from: Request(
            box: must, unbounded: demand.unbounded, isCertain: true, isExact: demand.mustIsExact))
        if certain.isCertain { result.append((access, certain)) }
      }
    }
    guard case .concatWhere(let region, let a, let b) = node.kind,
      try !trace(node).structure.isList
    else { return result }
    return try requests(ofChoice: node, region, a, b, may, must, demand)
  }

  /// Returns what a choice by region asks of its two sides.
  private func requests(
    ofChoice node: FieldNode, _ region: Region, _ a: Operand, _ b: Operand, _ may: Box,
    _ must: Box?, _ demand: Demand
  ) throws(DiagnosticError) -> [(Access, Request)] {
    // Along dimensions where points are not known, both sides may be read anywhere.
    let parts = demand.unbounded.isDisjoint(with: region.dims) ? may.split(by: region) : nil
    let certain = demand.mustIsExact ? must.map { $0.split(by: region) } : nil
    var result: [(Access, Request)] = []
    func ask(
      _ operand: Operand, _ part: (Box, isExact: Bool)?, _ certain: (Box, isExact: Bool)?
    ) throws(DiagnosticError) {
      for n in operand.nodes {
        let access = Access(node: n, steps: [], isCertain: true, span: node.span)
        if let box = parts == nil ? may : part?.0 {
          result.append(
            (
              access,
              try request(
                access,
                from: Request(
                  box: box, unbounded: demand.unbounded, isCertain: false, isExact: false))
            ))
        }
        if let certain {
          result.append(
            (
              access,
              try request(
                access,
                from: Request(
                  box: certain.0, unbounded: demand.unbounded, isCertain: true,
                  isExact: certain.isExact))
            ))
        }
      }
    }
    try ask(a, parts?.inside, certain?.inside)
    try ask(b, parts?.outside, certain?.outside)
    return result
  }

  /// Returns the levels that a scan computes so that `demanded` ones are there: from where it
  /// starts, in its direction, to the last that is needed; `nil` if none is known.
  func scanLevels(
    of node: FieldNode, _ scan: ColumnScan, _ column: Dimension, demanded: Range<Int>?
  ) -> Range<Int>? {
    guard let demanded else { return nil }
    let output = node.domain?[column] ?? statement.verticalRange ?? demanded
    return scan.isForward
      ? output.lowerBound ..< max(output.lowerBound, demanded.upperBound)
      : min(output.upperBound, demanded.lowerBound) ..< output.upperBound
  }

  private func tooSmall(
    _ slot: FieldSlot, _ d: Dimension, needed: Range<Int>, has range: Range<Int>,
    _ span: SourceSpan?
  ) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.outside,
        "`\(slot.name)` needs \(d.name)=\(needed.lowerBound):\(needed.upperBound), has \(range.lowerBound):\(range.upperBound)",
        at: span ?? spanOfNode, label: "reads `\(slot.name)` outside its range",
        hint: "give `\(slot.name)` a larger range, or compute on a smaller domain"))
  }

}

extension Box {

  /// Returns the points of the box that lie in `other`, which may have fewer dimensions.
  func clamped(to other: Box) -> Box {
    var box = self
    for (d, r) in other.ranges { box[d] = box[d]?.clamped(to: r) }
    return box
  }

}
