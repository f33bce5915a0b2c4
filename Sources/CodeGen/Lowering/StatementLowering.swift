import Diagnostics
import IteratorIR
import StencilTypes

/// Lowers one statement: decides what is kept in memory, then writes the nests.
final class StatementLowering {

  /// What lowers the program: it holds this in its records.
  unowned let owner: ProgramLowering

  let activity: LoopOperand
  var leaves: [Leaf] = []
  var sweeps: [Sweep] = []

  /// Where each node and slot is read, by the identity of the node.
  var uses: [ObjectIdentifier: [Use]] = [:]
  private var seenUses: [ObjectIdentifier: Set<Use>] = [:]

  /// The sweep that keeps each node.
  var sweepOfNode: [ObjectIdentifier: Sweep] = [:]

  /// Whether some point of an output can fail.
  var canFail = false

  /// The size of the elements that the tiles at hand compute.
  var elementSize = 8

  /// The scope of the nest of columns at hand, and its sides.
  var columnNest: (level: Int, horizontals: [StagedBox.Side]) = (0, [])

  /// The arrays of the nest at hand.
  var localArrays: [Int: LoopNest.Local] = [:]

  /// The named memory that is read, with the places.
  var slotUses: [(slot: Slot, uses: [Use])] = []

  var readSlots: [Slot] { slotUses.map(\.slot) }

  var stager: Stager { owner.stager }
  var emitter: Emitter { owner.emitter }

  init(_ owner: ProgramLowering, activity: LoopOperand) {
    self.owner = owner
    self.activity = activity
  }

  func lower(
    target: StagedValue, domain: StagedValue, value: StagedValue, span: SourceSpan?
  ) throws(DiagnosticError) {
    guard let operand = try stager.operand(value) else {
      throw stager.inapplicable(.asFieldop, span)
    }
    try addLeaves(target, domain, operand, span)
    testTargets()
    owner.workspace.beginStatement()
    let order = try nodesInOrder()
    try decide(order)
    let first = owner.steps.count
    try writeNests()
    owner.records.append(
      ProgramLowering.Record(
        steps: first ..< owner.steps.count, lowering: self, canFail: canFail))
    for l in leaves { l.slot.memory.version += 1 }
  }

  // MARK: - Outputs

  private func addLeaves(
    _ target: StagedValue, _ domain: StagedValue, _ value: StagedOperand, _ span: SourceSpan?
  ) throws(DiagnosticError) {
    switch target {
    case .field(let node):
      guard case .slot(let slot) = node.kind else {
        throw .unsupported("A target that is no field", at: span)
      }
      let box = try stager.finiteDomain(domain, at: span)
      guard Set(box.sides.map(\.dimension)) == Set(slot.type.dims) else {
        throw .unsupported("A domain with other dimensions than the target", at: span)
      }
      let sides = slot.type.dims.compactMap { box[$0] }
      let field = owner.fields.firstIndex { $0.slot === slot } ?? -1
      leaves.append(
        Leaf(
          number: leaves.count, slot: slot, field: field, box: StagedBox(sides: sides),
          value: value, span: span))
    case .tuple(let elements):
      for (i, e) in elements.enumerated() {
        var part = domain
        if case .tuple(let domains) = domain {
          guard domains.count == elements.count else { throw stager.inapplicable(.makeTuple, span) }
          part = try domains[i].force(stager)
        }
        let element: StagedOperand
        switch value {
        case .tuple(let p):
          guard p.count == elements.count else { throw stager.inapplicable(.makeTuple, span) }
          element = p[i]
        case .field(let node):
          element = .field(stager.makeNode(.element(node, i), span: node.span))
        case .scalar: throw stager.inapplicable(.makeTuple, span)
        }
        try addLeaves(try e.force(stager), part, element, span)
      }
    case .scalar, .list, .function, .iterator, .region, .side, .axis, .infinity, .offset,
      .typeName:
      throw .unsupported("A target that is no field", at: span)
    }
  }

  private func testTargets() {
    for l in leaves {
      if l.field >= 0 { owner.writtenFields.insert(l.field) }
      let isEmpty = emptiness(of: l.box.sides)
      for (side, axis) in zip(
        l.box.sides,
        l.slot.type.dims.compactMap { d in
          l.slot.memory.axes.first { $0.dimension == d }
        })
      {
        let fits = emitter.and(
          emitter.index(.atMost, axis.lower, side.lower),
          emitter.index(.atMost, side.upper, axis.upper))
        let sideIsEmpty = emitter.index(.atMost, side.upper, side.lower)
        owner.test(
          emitter.or(
            emitter.not(activity), emitter.or(isEmpty, emitter.or(sideIsEmpty, fits))), code: 2,
          slot: l.field, "'\(l.slot.name)' along \(side.dimension.name)")
      }
      for m in leaves where m.number > l.number && m.slot === l.slot {
        var meet = LoopOperand.truth(true)
        for (a, b) in zip(l.box.sides, m.box.sides) {
          meet = emitter.and(
            meet,
            emitter.and(
              emitter.index(.less, a.lower, b.upper), emitter.index(.less, b.lower, a.upper)))
        }
        owner.test(
          emitter.or(emitter.not(activity), emitter.not(meet)), code: 5, slot: l.field,
          "parts of '\(l.slot.name)'")
      }
    }
  }

  /// Returns whether a box has no points.
  func emptiness(of sides: [StagedBox.Side]) -> LoopOperand {
    sides.reduce(LoopOperand.truth(false)) {
      emitter.or($0, emitter.index(.atMost, $1.upper, $1.lower))
    }
  }

  // MARK: - What is kept

  private func nodesInOrder() throws(DiagnosticError) -> [StagedNode] {
    var order: [StagedNode] = []
    var seen: Set<ObjectIdentifier> = []
    func visit(_ node: StagedNode) throws(DiagnosticError) {
      guard seen.insert(ObjectIdentifier(node)).inserted else { return }
      for a in try stager.look(at: node).accesses { try visit(a.node) }
      order.append(node)
    }
    for l in leaves { for n in l.value.nodes { try visit(n) } }
    return order
  }

  private func add(_ use: Use, to node: StagedNode) {
    let id = ObjectIdentifier(node)
    if seenUses[id, default: []].insert(use).inserted { uses[id, default: []].append(use) }
  }

  private func decide(_ order: [StagedNode]) throws(DiagnosticError) {
    // What it costs to compute a node with all that it needs, if nothing is kept.
    var inclusive: [ObjectIdentifier: Int] = [:]
    for node in order {
      let t = try stager.look(at: node)
      var sum = t.cost
      for a in t.accesses { sum = min(1 << 20, sum + (inclusive[ObjectIdentifier(a.node)] ?? 0)) }
      if case .slot = node.kind { sum = 0 }
      if case .scan = node.kind { sum = 1 }
      inclusive[ObjectIdentifier(node)] = sum
    }
    var groups: [[Leaf]] = []
    for l in leaves {
      let sides = Set(owner.loopOrder(l.box.sides))
      if let i = groups.firstIndex(where: { Set(owner.loopOrder($0[0].box.sides)) == sides }) {
        groups[i].append(l)
      } else {
        groups.append([l])
      }
    }
    var outputs: [Sweep] = []
    for (i, g) in groups.enumerated() {
      let s = Sweep(number: i, .leaves(g), sides: owner.loopOrder(g[0].box.sides))
      outputs.append(s)
      for l in g {
        for n in l.value.nodes { add(Use(sweep: i, place: RelativePlace()), to: n) }
      }
    }
    var kept: [Sweep] = []
    for node in order.reversed() {
      let id = ObjectIdentifier(node)
      guard let uses = uses[id] else { continue }
      let t = try stager.look(at: node)
      if case .slot = node.kind { continue }
      var sources = uses
      if isKept(node, t, uses, cost: inclusive[id] ?? 0) {
        let s = Sweep(
          number: groups.count + kept.count, .node(node),
          sides: owner.loopOrder(node.domain?.sides ?? []))
        kept.append(s)
        sweepOfNode[id] = s
        sources = [Use(sweep: s.number, place: RelativePlace())]
      }
      for a in t.accesses {
        for u in sources {
          let place = u.place.moved(by: a.steps, stager.offsets, stager.tableTypes)
          add(Use(sweep: u.sweep, place: place), to: a.node)
        }
      }
    }
    sweeps = kept.reversed() + outputs
    for node in order {
      guard case .slot(let slot) = node.kind else { continue }
      slotUses.append((slot, uses[ObjectIdentifier(node)] ?? []))
      if let i = owner.fields.firstIndex(where: { $0.slot === slot }) {
        owner.readFields.insert(i)
      }
    }
  }

  private func isKept(_ node: StagedNode, _ t: NodeTrace, _ uses: [Use], cost: Int) -> Bool {
    if case .scan = node.kind { return true }
    guard node.domain != nil, !t.structure.isList, cost > 1 else { return false }
    let again = uses.count - 1
    switch owner.options.keeping {
    case .store: return again > 0 || !(uses.first?.place.isHome ?? true)
    case .recompute: return uses.count > 256
    case .automatic: return again > 0 && (again * cost > 100 || uses.count > 64)
    }
  }

}
