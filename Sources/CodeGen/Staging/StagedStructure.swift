import StencilTypes

/// What data is made of.
indirect enum StagedStructure: Hashable {

  case scalar(ScalarKind)
  case tuple([StagedStructure])
  case list(StagedStructure, Dimension?, count: Int?)

  var isList: Bool {
    if case .list = self { true } else { false }
  }

  /// The types of the scalars in it.
  var leaves: [ScalarKind] {
    switch self {
    case .scalar(let k): [k]
    case .tuple(let e): e.flatMap(\.leaves)
    case .list(let e, _, _): e.leaves
    }
  }

}
