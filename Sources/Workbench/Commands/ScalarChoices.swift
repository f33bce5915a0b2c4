import Fields
import IteratorIR
import StencilTypes

/// The values of a program's scalars that can make a difference to what it reads.
///
/// A flag has two, a number those around the literals that it is compared with. What decides
/// something in another way, beside a second parameter or as a distance, is left unknown: then both
/// ways count.
struct ScalarChoices {

  /// The most combinations that are tried.
  private static let limit = 32

  /// What to try, by the names of scalars; those that are left out have the value of the sample.
  let combinations: [[String: ArgumentOutline]]

  /// The scalars that decide something in a way that cannot be tried.
  let untried: [String]

  init(_ program: Program) {
    let bounds = DomainBounds(program)
    var fixed: [String: ArgumentOutline] = [:]
    var computed: [String] = []
    var combined: [String] = []
    var choices: [(name: String, values: [ArgumentOutline?])] = []
    for p in program.parameters {
      guard case .scalar(let kind) = p.type else { continue }
      let name = p.name.name
      let uses = ParameterUses(of: name, in: program)
      let isBound = bounds.lower[name] != nil || bounds.upper[name] != nil
      if uses.isCombined || uses.isComputed {
        if !isBound, !uses.endsRegion {
          fixed[name] = .unknown(kind)
          continue
        }
        if uses.isComputed { computed.append(name) } else { combined.append(name) }
      }
      var values = uses.values(kind).map { ArgumentOutline.scalar($0) }
      if uses.endsRegion, !isBound {
        // Everything on one side of the region, and everything on the other.
        values += [-1 << 20, 1 << 20].compactMap { ScalarValue(exactly: $0, as: kind) }
          .map { .scalar($0) }
      }
      if values.isEmpty { continue }
      // Numbers keep the value of the sample, too: they may be bounds.
      choices.append((name, kind == .bool ? values : values + [nil]))
    }
    // A bound may have any value beside one that is unknown.
    untried = computed + (combined.count > 1 || fixed.isEmpty ? combined : [])
    let count = choices.reduce(1) { min($0 * $1.values.count, Self.limit + 1) }
    let all: [[String: ArgumentOutline]]
    if count > Self.limit {
      all = [0, 1].map { i in
        Dictionary(
          choices.compactMap { c in c.values[i].map { (c.name, $0) } },
          uniquingKeysWith: { a, _ in a })
      }
    } else {
      all = choices.reduce([[:]]) { known, choice in
        known.flatMap { k in
          choice.values.map { v in v.map { k.merging([choice.name: $0]) { $1 } } ?? k }
        }
      }
    }
    combinations = all.map { $0.merging(fixed) { $1 } }
  }

}

extension ParameterUses {

  /// The values of type `kind` around the literals that the parameter is compared with.
  fileprivate func values(_ kind: ScalarKind) -> [ScalarValue] {
    if kind == .bool { return candidates(kind) }
    if kind.isInteger { return turningPoints.isEmpty ? [] : candidates(kind) }
    return floatCandidates(kind)
  }

}
