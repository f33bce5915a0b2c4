import Diagnostics
import StencilTypes

extension Evaluator {

  /// Returns what `node` asks of others when `demand` is asked of it; with `neighborsApart` each of
  /// several neighbors by itself.
  func requests(
    of node: LazyField, _ demand: FieldDemand, neighborsApart: Bool = false
  ) throws(DiagnosticError) -> [(Access, Request)] {
    guard let box = demand.may else { return [] }
    var may = Request(
      box: box, unbounded: demand.unbounded, column: demand.column, isCertain: false,
      isExact: false)
    var must = demand.must.map {
      Request(
        box: $0, unbounded: demand.unbounded, column: demand.column, isCertain: true,
        isExact: demand.mustIsExact)
    }
    if let domain = node.domain {
      // Outside its domain a node has no value; nothing is computed there.
      let own = Box(domain)
      if let m = must, !own.contains(m.box) { must = nil }
      may.box = may.box.clamped(to: own)
    }
    if case .scan(let scan, _, let column) = node.kind, let demanded = may.box[column] {
      let levels = levels(of: node, scan, column, demanded: demanded, output: demand.column)
      may.box[column] = levels
      // Every level from the first to the one that is needed is computed.
      if let needed = must?.box[column] {
        must?.box[column] =
          scan.isForward
          ? levels.lowerBound ..< max(levels.lowerBound, needed.upperBound)
          : min(levels.upperBound, needed.lowerBound) ..< levels.upperBound
      }
      node.demand?.may = may.box
    }
    if case .concatWhere(let region, let a, let b) = node.kind,
      try !trace(node).structure.isList
    {
      return try requests(ofChoice: node, region, a, b, may, must)
    }
    var result: [(Access, Request)] = []
    var accesses = try trace(node).accesses
    if neighborsApart {
      var each: [Access] = []
      for a in accesses { each += try eachNeighbor(in: a) }
      accesses = each
    }
    for access in accesses {
      result.append((access, try request(access, from: may)))
      guard let must else { continue }
      let certain = try request(access, from: must)
      if certain.isCertain { result.append((access, certain)) }
    }
    return result
  }

  /// Returns what a choice by region asks of its two sides.
  private func requests(
    ofChoice node: LazyField, _ region: Region, _ a: Operand, _ b: Operand, _ may: Request,
    _ must: Request?
  ) throws(DiagnosticError) -> [(Access, Request)] {
    let possible = parts(of: may, by: region)
    let certain = must.map { parts(of: $0, by: region) }
    var result: [(Access, Request)] = []
    for (operand, requests) in [
      (a, [possible.inside, certain?.inside]), (b, [possible.outside, certain?.outside]),
    ] {
      for n in operand.nodes {
        let access = Access(node: n, steps: [], isCertain: true, span: node.span)
        for case let r? in requests { result.append((access, try request(access, from: r))) }
      }
    }
    return result
  }

  /// Returns what is asked inside `region` and outside; `nil` for nothing.
  private func parts(
    of request: Request, by region: Region
  ) -> (inside: Request?, outside: Request?) {
    // Along dimensions where points are not known, both sides may be read anywhere.
    if !request.unbounded.isDisjoint(with: region.dims) {
      return request.isCertain ? (nil, nil) : (request, request)
    }
    // Not all points of a hull are certain, so those on one side may not be.
    if request.isCertain, !request.isExact { return (nil, nil) }
    let boxes = request.box.split(by: region)
    var columns: (inside: Range<Int>?, outside: Range<Int>?) = (request.column, request.column)
    if let d = frame.verticalDimension, let column = request.column {
      var around = request.box
      around[d] = column
      let halves = around.split(by: region)
      columns = (halves.inside?.0[d], halves.outside?.0[d])
    }
    func part(_ half: (Box, isExact: Bool)?, _ column: Range<Int>?) -> Request? {
      half.map {
        Request(
          box: $0.0, unbounded: request.unbounded, column: column,
          isCertain: request.isCertain, isExact: $0.isExact)
      }
    }
    return (part(boxes.inside, columns.inside), part(boxes.outside, columns.outside))
  }

  /// Returns the levels that a scan computes so that those `demanded` are there: from where it
  /// starts, in its direction, to the last that is needed.
  ///
  /// It starts where the domain of `node` does, or where the `output` does.
  private func levels(
    of node: LazyField, _ scan: ColumnScan, _ column: Dimension, demanded: Range<Int>,
    output: Range<Int>?
  ) -> Range<Int> {
    let frame = node.domain?[column] ?? output ?? demanded
    return scan.isForward
      ? frame.lowerBound ..< max(frame.lowerBound, demanded.upperBound)
      : min(frame.upperBound, demanded.lowerBound) ..< frame.upperBound
  }

}
