/// A value with nothing left to evaluate.
indirect enum StagedTree {

  case leaf(StagedScalar)
  case tuple([StagedTree])

  var leaves: [StagedScalar] {
    switch self {
    case .leaf(let s): [s]
    case .tuple(let p): p.flatMap(\.leaves)
    }
  }

  var value: StagedValue {
    switch self {
    case .leaf(let s): .scalar(s)
    case .tuple(let p): .tuple(p.map { StagedThunk($0.value) })
    }
  }

  /// Returns the same tuple with other scalars.
  func replacing(_ scalars: inout ArraySlice<StagedScalar>) -> StagedTree {
    switch self {
    case .leaf: .leaf(scalars.removeFirst())
    case .tuple(let p): .tuple(p.map { $0.replacing(&scalars) })
    }
  }

}

extension StoredTree {

  var leaves: [StagedMemory] {
    switch self {
    case .leaf(let m): [m]
    case .tuple(let p): p.flatMap(\.leaves)
    }
  }

}
