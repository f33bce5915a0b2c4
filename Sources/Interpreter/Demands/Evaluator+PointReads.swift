import Diagnostics
import StencilTypes

// The same requests as `plan` follows, from the outputs backwards. It keeps of each node the hull of
// what is asked of it, and here each request stays apart.

extension Evaluator {

  /// Returns what the statement with these outputs may read of named fields for the value of `output`
  /// at `point`, each read by itself; `nil` if it does not write there.
  ///
  /// - Complexity: The number of reads of all nodes.
  func reads(
    for output: String, at point: [Dimension: Int], in leaves: [OutputLeaf]
  ) throws(DiagnosticError) -> [(slot: NamedField, requests: [Request])]? {
    var asked: [ObjectIdentifier: RequestList] = [:]
    func ask(_ node: LazyField, _ request: Request) {
      if request.box.isEmpty { return }
      asked[ObjectIdentifier(node), default: RequestList()].insert(request)
    }
    var isWritten = false
    for leaf in leaves where leaf.slot.name == output {
      let whole = zip(leaf.domain.dims, leaf.domain.ranges)
      guard whole.allSatisfy({ d, r in point[d].map(r.contains) ?? true }) else { continue }
      isWritten = true
      // Lists of neighbors are written whole.
      let box = Box(
        Dictionary(
          uniqueKeysWithValues: whole.map { d, r in (d, point[d].map { $0 ..< $0 + 1 } ?? r) }))
      let own = Request(box: box, column: frame.verticalRange, isCertain: false, isExact: false)
      for node in leaf.value.nodes {
        let access = Access(node: node, steps: [], isCertain: true, span: leaf.span)
        ask(node, try request(access, from: own))
      }
    }
    if !isWritten { return nil }
    var result: [(slot: NamedField, requests: [Request])] = []
    for node in try nodesInOrder(leaves).reversed() {
      guard let list = asked.removeValue(forKey: ObjectIdentifier(node)) else { continue }
      if case .slot(let slot) = node.kind {
        result.append((slot, list.requests))
        continue
      }
      for r in list.requests {
        try run.checkCancellation()
        let demand = FieldDemand(may: r.box, unbounded: r.unbounded, column: r.column)
        for (access, request) in try requests(of: node, demand, neighborsApart: true) {
          ask(access.node, request)
        }
      }
    }
    return result
  }

  /// Returns a read of each neighbor where `access` reads them all.
  func eachNeighbor(in access: Access) throws(DiagnosticError) -> [Access] {
    var ways: [[ShiftStep]] = [[]]
    for step in access.steps {
      guard step.index == .every else {
        ways = ways.map { $0 + [step] }
        continue
      }
      let columns = 0 ..< (try table(step.tag, at: access.span)).columnCount
      ways = ways.flatMap { way in
        columns.map { way + [ShiftStep(tag: step.tag, index: .fixed($0))] }
      }
    }
    return ways.map {
      Access(node: access.node, steps: $0, isCertain: access.isCertain, span: access.span)
    }
  }

}

/// Requests without repetition, in the order in which they came; their hull if they are too many.
private struct RequestList {

  private(set) var requests: [Request] = []
  private var known: Set<Request> = []
  private static let limit = 65_536

  mutating func insert(_ request: Request) {
    guard known.insert(request).inserted else { return }
    requests.append(request)
    if requests.count <= Self.limit { return }
    let hull = requests.dropFirst().reduce(requests[0]) { all, one in
      var all = all
      all.box = all.box.hull(one.box)
      all.unbounded.formUnion(one.unbounded)
      if let more = one.column { all.column = all.column.map { $0.hull(more) } ?? more }
      return all
    }
    requests = [hull]
    known = [hull]
  }

}
