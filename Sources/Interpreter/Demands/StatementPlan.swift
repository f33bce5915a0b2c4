import Diagnostics
import StencilTypes

/// One field that a statement writes.
struct OutputLeaf {

  let slot: NamedField
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
  let stored: [(node: LazyField, group: Int)]

  /// The number of nodes.
  let nodeCount: Int

  /// The demands on named fields.
  let slots: [(slot: NamedField, demand: FieldDemand)]

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
        // A temporary can cover more than is read: all between two ranges, or around neighbors.
        // Of a box without points nothing depends on anything, fields with fewer dimensions neither.
        let own = Request(
          box: Box(leaf.domain), column: frame.verticalRange,
          isCertain: !leaf.slot.isTemporary && !leaf.domain.isEmpty, isExact: true)
        for node in leaf.value.nodes {
          let access = Access(node: node, steps: [], isCertain: true, span: leaf.span)
          try add(
            request(access, from: own), to: node, groups: [number], isShifted: false,
            readCount: 1, leaf.span)
        }
      }
    }
    var stored: [(node: LazyField, group: Int)] = []
    var slots: [(slot: NamedField, demand: FieldDemand)] = []
    var next = groups.count
    for node in order.reversed() {
      guard let demand = node.demand else { continue }
      try run.checkCancellation()
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
          readCount: request.isCertain ? 0 : access.count, access.span)
      }
    }
    return StatementPlan(
      leaves: leaves, groups: groups, stored: stored.reversed(), nodeCount: order.count,
      slots: slots)
  }

  /// Returns the nodes on which `leaves` depend, each after those that it reads.
  func nodesInOrder(_ leaves: [OutputLeaf]) throws(DiagnosticError) -> [LazyField] {
    var order: [LazyField] = []
    var seen: Set<ObjectIdentifier> = []
    func visit(_ node: LazyField) throws(DiagnosticError) {
      guard seen.insert(ObjectIdentifier(node)).inserted else { return }
      try run.checkCancellation()
      for a in try trace(node).accesses { try visit(a.node) }
      order.append(node)
    }
    for leaf in leaves {
      for node in leaf.value.nodes { try visit(node) }
    }
    return order
  }

  /// Whether `node` is kept in memory rather than computed by each reader.
  private func isWorthStoring(_ node: LazyField, _ trace: NodeTrace, _ demand: FieldDemand) -> Bool
  {
    guard let box = demand.may, !box.isEmpty, trace.dims.allSatisfy({ box[$0] != nil }),
      !trace.structure.isList
    else { return false }
    if case .scan = node.kind { return true }
    return trace.operationCount > 0 && (demand.isShifted || demand.groups.count > 1)
  }

  private func add(
    _ request: Request, to node: LazyField, groups: Set<Int>, isShifted: Bool, readCount: Int,
    _ span: SourceSpan?
  ) throws(DiagnosticError) {
    var demand = node.demand ?? FieldDemand()
    demand.add(request)
    demand.readCount += readCount
    demand.isShifted = demand.isShifted || isShifted
    demand.groups.formUnion(groups)
    node.demand = demand
    guard run.checksCoverage, request.isCertain, !request.box.isEmpty,
      case .slot(let slot) = node.kind,
      let domain = slot.domain
    else { return }
    for (d, range) in zip(domain.dims, domain.ranges) {
      guard let needed = request.box[d] else { continue }
      if needed.lowerBound < range.lowerBound || needed.upperBound > range.upperBound {
        throw tooSmall(slot, d, needed: needed, has: range, span)
      }
    }
  }

  private func tooSmall(
    _ slot: NamedField, _ d: Dimension, needed: Range<Int>, has range: Range<Int>,
    _ span: SourceSpan?
  ) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.outside,
        "'\(slot.name)' needs \(d.name)=\(needed.lowerBound):\(needed.upperBound), has \(range.lowerBound):\(range.upperBound).",
        at: span ?? spanOfNode, label: "reads '\(slot.name)' outside its range",
        hint: "give '\(slot.name)' a larger range, or compute on a smaller domain"))
  }

}
