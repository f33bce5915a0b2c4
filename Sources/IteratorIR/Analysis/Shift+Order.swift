extension Shift: Comparable {

  /// Orders shifts by the names of their offsets, then by where they lead: to a fixed place, to all
  /// neighbors, to a place that is computed.
  public static func < (l: Shift, r: Shift) -> Bool {
    (l.tag, l.index.rank.0, l.index.rank.1) < (r.tag, r.index.rank.0, r.index.rank.1)
  }

}

extension Shift.Index {

  fileprivate var rank: (Int, Int) {
    switch self {
    case .at(let i): (0, i)
    case .all: (1, 0)
    case .dynamic: (2, 0)
    }
  }

}

extension Set<[Shift]> {

  /// The places in an order that is the same in every process: nearer ones first.
  public var ordered: [[Shift]] {
    if count < 2 { return Array(self) }
    return sorted { l, r in
      l.count == r.count ? l.lexicographicallyPrecedes(r) : l.count < r.count
    }
  }

}
