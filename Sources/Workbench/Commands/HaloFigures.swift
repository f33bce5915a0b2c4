import Diagnostics
import IteratorIR
import StencilTypes

/// How far a program reads its inputs beyond what it writes: the box that `run` would make for each,
/// relative to the box of the results.
///
/// What a flag or a number decides at run time counts each way. Where values say which points are
/// read, the figure says so.
struct HaloFigures {

  /// The number of points before and behind what is written, by the fields' names.
  private(set) var sides: [String: [Dimension: (low: Int, high: Int)]] = [:]

  /// The dimensions along which values say which points are read, by the fields' names.
  private(set) var open: [String: Set<Dimension>] = [:]

  /// The scalars that decide something and whose other values were not tried.
  private let untried: [String]

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
    let scalars = ScalarChoices(program)
    untried = scalars.untried
    for known in scalars.combinations {
      guard let needs = try? SampleArguments.needs(of: program, tables: tables, known: known)
      else {
        isKnown = false
        return
      }
      if needs.written.values.contains(where: \.isEmpty) { continue }
      isWriting = true
      for name in inputs {
        guard let need = needs.fields[name], !need.domain.isEmpty else { continue }
        let domain = need.domain
        read.insert(name)
        open[name, default: []].formUnion(need.open)
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
  ///
  /// `a I depends on values` is where data says which points are read.
  var text: String {
    if !isKnown { return "?" }
    if !isWriting { return "nothing is written" }
    let halos = inputs.compactMap { name -> String? in
      let open = open[name] ?? []
      let far = (sides[name] ?? [:]).filter {
        ($1.low < 0 || $1.high > 0) && !open.contains($0)
      }
      let parts =
        far.sorted { $0.key < $1.key }.map { "\($0.name)\($1.low):+\($1.high)" }
        + open.sorted().map { "\($0.name) depends on values" }
      return parts.isEmpty ? nil : "\(name) \(parts.joined(separator: " "))"
    }
    let unread = inputs.filter { !read.contains($0) }
    let parts = [
      halos.joined(separator: ", "),
      unread.isEmpty ? "" : "not read: \(unread.joined(separator: ", "))",
      untried.isEmpty ? "" : "depends on \(untried.joined(separator: ", "))",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "; ")
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
