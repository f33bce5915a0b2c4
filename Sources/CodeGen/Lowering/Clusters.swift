import StencilTypes

/// Sweeps that one nest computes: a box on its own, or columns with all that happens in them.
struct Cluster {

  var members: [Sweep]

  /// The dimension along which scans walk; `nil` without one.
  var column: Dimension?

  var horizontals: [StagedBox.Side]

  /// Whether there is a scan.
  var hasScan: Bool { members.contains { $0.scan != nil } }

  /// The loops of a column, in order: the members that share one.
  var loops: [ColumnLoop] = []

}

/// A walk along a column that computes some sweeps.
struct ColumnLoop {

  /// The levels; `nil` for what has none.
  let range: StagedBox.Side?

  /// The direction; `nil` if it makes no difference.
  var isForward: Bool?

  var members: [Sweep]

}

extension StatementLowering {

  /// Returns the nests that compute the sweeps, in order.
  func clusters() -> [Cluster] {
    var done: [Cluster] = []
    var open: Cluster?
    func close() {
      guard let c = open else { return }
      if c.hasScan {
        done.append(c)
      } else {
        // Without a scan there is nothing to gain from one nest.
        done += c.members.map {
          Cluster(members: [$0], column: nil, horizontals: $0.sides)
        }
      }
      open = nil
    }
    for s in sweeps {
      let column = s.scan?.column ?? s.sides.first { $0.dimension.kind == .vertical }?.dimension
      let horizontals = s.sides.filter { $0.dimension != column }
      if var c = open, owner.options.fusesColumns, joins(s, c, column, horizontals) {
        c.members.append(s)
        c.column = c.column ?? column
        open = c
      } else {
        close()
        open = Cluster(members: [s], column: column, horizontals: horizontals)
      }
    }
    close()
    for i in done.indices {
      done[i].loops = columnLoops(done[i])
      for (j, l) in done[i].loops.enumerated() {
        for m in l.members { (m.nest, m.loop) = (i, j) }
      }
    }
    return done
  }

  /// Whether `s` reads something that `c` computes, all of it in the column where it is.
  private func joins(
    _ s: Sweep, _ c: Cluster, _ column: Dimension?, _ horizontals: [StagedBox.Side]
  ) -> Bool {
    guard Set(horizontals) == Set(c.horizontals),
      column == nil || c.column == nil || column == c.column
    else { return false }
    var readsAny = false
    for m in c.members {
      guard let node = m.node else { continue }
      for u in uses[ObjectIdentifier(node)] ?? [] where u.sweep == s.number {
        readsAny = true
        guard let k = column ?? c.column, u.place.isInColumn(k) else { return false }
      }
    }
    return readsAny
  }

  private func columnLoops(_ c: Cluster) -> [ColumnLoop] {
    var loops: [ColumnLoop] = []
    for s in c.members {
      let range = c.column.flatMap { d in s.sides.first { $0.dimension == d } }
      let direction = s.scan?.scan.isForward
      if var l = loops.last, l.range == range,
        l.isForward == nil || direction == nil || l.isForward == direction,
        l.members.allSatisfy({ m in
          guard let node = m.node else { return true }
          return (uses[ObjectIdentifier(node)] ?? []).allSatisfy {
            $0.sweep != s.number || $0.place.isHome
          }
        })
      {
        l.members.append(s)
        l.isForward = l.isForward ?? direction
        loops[loops.count - 1] = l
      } else {
        loops.append(ColumnLoop(range: range, isForward: direction, members: [s]))
      }
    }
    return loops
  }

}
