import FieldView
import StencilTypes
import Synchronization

/// The dimensions and offsets that a session knows, found out when somebody first asks.
///
/// Copies of a session share what one of them found.
final class KnownNames: Sendable {

  /// Dimensions and offsets, each once, and what finds them.
  struct Lists: Sendable {

    private(set) var dimensions: [Dimension] = []
    private(set) var offsets: [FieldOffset] = []

    /// By their own names, and by names in the scopes that are not the own name of any.
    private(set) var dimensionsByName: [String: Dimension] = [:]
    private(set) var offsetsByName: [String: FieldOffset] = [:]

    /// Finds what the names of `scopes` stand for; those in error are left out.
    init(_ scopes: [any ModuleScope]) {
      var seenDimensions: Set<Dimension> = []
      var seenOffsets: Set<FieldOffset> = []
      var dimensionNames: [String: Dimension] = [:]
      var offsetNames: [String: FieldOffset] = [:]
      for scope in scopes {
        for name in scope.boundNames {
          switch try? scope.lookup(name) {
          case .dimension(let d)?:
            if seenDimensions.insert(d).inserted { dimensions.append(d) }
            if dimensionNames[name] == nil { dimensionNames[name] = d }
          case .offset(let o)?:
            if seenOffsets.insert(o).inserted { offsets.append(o) }
            if offsetNames[name] == nil { offsetNames[name] = o }
          default: break
          }
        }
      }
      // The first of a name counts, and a name of its own before one in scope.
      dimensionsByName = Dictionary(dimensions.map { ($0.name, $0) }) { first, _ in first }
        .merging(dimensionNames) { own, _ in own }
      offsetsByName = Dictionary(offsets.map { ($0.name, $0) }) { first, _ in first }
        .merging(offsetNames) { own, _ in own }
    }

  }

  private let found = Mutex<Lists?>(nil)

  /// Returns what `find` gave the first time.
  func lists(_ find: () -> Lists) -> Lists {
    if let lists = found.withLock({ $0 }) { return lists }
    let lists = find()
    found.withLock { $0 = lists }
    return lists
  }

}
