import Diagnostics
import IteratorIR
import StencilTypes

/// How far a program reads its inputs beyond what it writes: the box that `run` would make for each,
/// relative to the box of the results.
///
/// What a flag or a number decides at run time counts each way.
struct HaloFigures {

  /// The most combinations of scalars that are tried.
  private static let limit = 32

  /// The number of points before and behind what is written, by the fields' names.
  private(set) var sides: [String: [Dimension: (low: Int, high: Int)]] = [:]

  /// The fields that are inputs, in the order of the parameters.
  private let inputs: [String]

  /// Those of them that are read.
  private(set) var read: Set<String> = []
  private var isWriting = false
  private var isKnown = true

  /// Infers the figures of `program`, which is as lowered: what `run` infers from.
  init(_ program: Program, _ session: Session) {
    let outputs = program.outputNames
    inputs = program.parameters.filter { !outputs.contains($0.name.name) }
      .flatMap { $0.type.fieldNames(below: $0.name.name) }
    let tables = session.tablesByOffset
    for scalars in Self.scalars(of: program) {
      guard let needs = try? SampleArguments.needs(of: program, tables: tables, known: scalars)
      else {
        isKnown = false
        return
      }
      if needs.written.values.contains(where: \.isEmpty) { continue }
      isWriting = true
      for name in inputs {
        guard let domain = needs.fields[name], !domain.isEmpty else { continue }
        read.insert(name)
        for (d, r) in zip(domain.dims, domain.ranges) {
          guard let written = needs.written[d] else { continue }
          let known = sides[name]?[d] ?? (0, 0)
          sides[name, default: [:]][d] = (
            min(known.low, r.lowerBound - written.lowerBound),
            max(known.high, r.upperBound - written.upperBound)
          )
        }
      }
    }
  }

  /// `a I-1:+1; not read: b`: the fields that are read beyond the result, and those not at all.
  var text: String {
    if !isKnown { return "?" }
    if !isWriting { return "nothing is written" }
    let halos = inputs.compactMap { name -> String? in
      let far = (sides[name] ?? [:]).filter { $1.low < 0 || $1.high > 0 }
      if far.isEmpty { return nil }
      let parts = far.sorted { $0.key < $1.key }.map { "\($0.name)\($1.low):+\($1.high)" }
      return "\(name) \(parts.joined(separator: " "))"
    }
    let unread = inputs.filter { !read.contains($0) }
    let parts = [
      halos.joined(separator: ", "),
      unread.isEmpty ? "" : "not read: \(unread.joined(separator: ", "))",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "; ")
  }

  /// Returns the values of scalars to try: all combinations of a few, else two of each.
  ///
  /// Numbers keep the value of the sample, too: they may be bounds.
  private static func scalars(of program: Program) -> [[String: ScalarValue]] {
    let choices = program.parameters.compactMap { p -> (name: String, values: [ScalarValue?])? in
      guard case .scalar(let kind) = p.type else { return nil }
      let uses = ParameterUses(of: p.name.name, in: program)
      if kind == .bool { return (p.name.name, uses.candidates(kind)) }
      let values = kind.isInteger ? uses.candidates(kind) : uses.floatCandidates(kind)
      if values.isEmpty || kind.isInteger && uses.turningPoints.isEmpty { return nil }
      return (p.name.name, values + [nil])
    }
    let count = choices.reduce(1) { min($0 * $1.values.count, limit + 1) }
    if count > limit {
      return [0, 1].map { i in
        Dictionary(
          choices.compactMap { c in c.values[i].map { (c.name, $0) } },
          uniquingKeysWith: { a, _ in a })
      }
    }
    return choices.reduce([[:]]) { known, choice in
      known.flatMap { k in
        choice.values.map { v in v.map { k.merging([choice.name: $0]) { $1 } } ?? k }
      }
    }
  }

}

extension DataType {

  /// Returns the names that the fields in a parameter called `name` go by: `state[0]`.
  func fieldNames(below name: String) -> [String] {
    switch self {
    case .scalar: []
    case .field: [name]
    case .tuple, .named:
      (elements ?? []).enumerated().flatMap { $1.fieldNames(below: "\(name)[\($0)]") }
    }
  }

}
