import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import Toolchain

/// The ranges of outputs that nobody has written: as far as the inputs reach.
struct ReachedRanges {

  let program: Program
  let tables: [String: NeighborTable]

  /// Returns the boxes on which outputs can be made, by the paths of parameters; `nil` if the inputs
  /// do not tell.
  ///
  /// - Parameters:
  ///   - pending: the arguments, some fields of which are to be made.
  ///   - given: the ranges that were written.
  /// - Throws: that a domain that the program states has bounds that are no indices.
  func boxes(
    for pending: [String: PendingArgument], given: [Dimension: Range<Int>]
  ) throws(DiagnosticError) -> [String: Domain]? {
    let wanted = program.parameters.flatMap { p -> [(path: String, dims: [Dimension])] in
      program.outputNames.contains(p.name.name)
        ? pending[p.name.name]?.wantedFields(at: p.name.name) ?? [] : []
    }
    if wanted.isEmpty { return [:] }
    // A program that states its own domains says what it writes; a range that was written stays.
    let stated: [String: Domain]?
    do throws(DiagnosticError) {
      stated = try needs(pending, [:])
    } catch {
      if error.diagnostics.contains(where: { $0.code == RunCode.index.rawValue }) { throw error }
      stated = nil
    }
    if let needs = stated, wanted.allSatisfy({ needs[$0.path] != nil }) {
      return needs.filter { path, _ in wanted.contains { $0.path == path } }.mapValues { need in
        Domain(dims: need.dims, ranges: zip(need.dims, need.ranges).map { given[$0] ?? $1 })
      }
    }
    var inputs: [(path: String, domain: Domain)] = []
    for p in program.parameters where !program.outputNames.contains(p.name.name) {
      inputs += pending[p.name.name]?.outline.fields(at: p.name.name) ?? []
    }
    var ranges = given
    for d in wanted.flatMap(\.dims) where ranges[d] == nil {
      ranges[d] = start(along: d, inputs.map(\.domain))
    }
    guard wanted.flatMap(\.dims).allSatisfy({ ranges[$0] != nil }) else { return nil }
    // Each round takes away what lies beyond an input; a chain of stencils may need several.
    for _ in 0 ..< 16 {
      let boxes = Dictionary(
        uniqueKeysWithValues: wanted.map { path, dims in
          (path, Domain(dims: dims, ranges: dims.map { ranges[$0] ?? 0 ..< 0 }))
        })
      if boxes.values.contains(where: \.isEmpty) { return nil }
      guard let needs = try? needs(pending, boxes) else { return nil }
      var isShrunk = false
      for (path, has) in inputs {
        guard let need = needs[path], !need.isEmpty else { continue }
        for (d, (n, h)) in zip(need.dims, zip(need.ranges, has.ranges)) {
          let (low, high) = (
            max(0, h.lowerBound - n.lowerBound), max(0, n.upperBound - h.upperBound)
          )
          if low == 0, high == 0 { continue }
          // Beyond what was written, or what neighbors lead to, nothing can be taken away.
          guard given[d] == nil, let r = ranges[d], low + high < r.count else { return nil }
          ranges[d] = r.lowerBound + low ..< r.upperBound - high
          isShrunk = true
        }
        if isShrunk { break }
      }
      if !isShrunk { return boxes }
    }
    return nil
  }

  /// Returns the range along `dimension` in which all inputs have points, else the rows of a table.
  private func start(along dimension: Dimension, _ inputs: [Domain]) -> Range<Int>? {
    let ranges = inputs.compactMap { $0[dimension] }
    if let first = ranges.first { return ranges.dropFirst().reduce(first) { $0.clamped(to: $1) } }
    let rows = tables.values.filter { $0.target == dimension }.map(\.rowCount)
    return rows.min().map { 0 ..< $0 }
  }

  /// Returns where fields are read and written if outputs have these boxes.
  ///
  /// - Throws: Why that cannot be told.
  private func needs(
    _ pending: [String: PendingArgument], _ boxes: [String: Domain]
  ) throws(DiagnosticError) -> [String: Domain] {
    let outlines = program.parameters.map { p in
      pending[p.name.name]?.outline(at: p.name.name, boxes) ?? .field(nil)
    }
    return try Toolchain.requirements(
      of: program, arguments: outlines, tables: tables, checksCoverage: false
    ).mapValues(\.domain)
  }

}

extension PendingArgument {

  /// Returns the fields that are to be made, by their paths.
  fileprivate func wantedFields(at path: String) -> [(path: String, dims: [Dimension])] {
    switch self {
    case .ready: []
    case .wanted(let type, _, _): [(path, type.dims)]
    case .tuple(let parts):
      parts.enumerated().flatMap { $1.wantedFields(at: "\(path)[\($0)]") }
    }
  }

  /// Returns what is known of the argument if the fields that are to be made have these boxes.
  fileprivate func outline(at path: String, _ boxes: [String: Domain]) -> ArgumentOutline {
    switch self {
    case .ready(let value): ArgumentOutline(value)
    case .wanted: .field(boxes[path])
    case .tuple(let parts):
      .tuple(parts.enumerated().map { $1.outline(at: "\(path)[\($0)]", boxes) })
    }
  }

}

extension ArgumentOutline {

  /// Returns the domains of its fields that are known, by their paths.
  fileprivate func fields(at path: String) -> [(path: String, domain: Domain)] {
    switch self {
    case .scalar, .unknown: []
    case .field(let domain): domain.map { [(path, $0)] } ?? []
    case .tuple(let parts): parts.enumerated().flatMap { $1.fields(at: "\(path)[\($0)]") }
    }
  }

}
