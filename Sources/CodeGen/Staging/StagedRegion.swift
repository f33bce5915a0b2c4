import StencilTypes

/// Points: what a domain expression means.
indirect enum StagedRegion {

  case box([StagedSide])
  case combination(LogicOperation, StagedRegion, StagedRegion)

}

struct StagedSide {

  let dimension: Dimension
  let lower: LoopOperand?
  let upper: LoopOperand?

}

/// A finite box of points; its bounds are known when a call starts.
struct StagedBox: Hashable {

  struct Side: Hashable {
    let dimension: Dimension
    let lower: LoopOperand
    let upper: LoopOperand
  }

  let sides: [Side]

  subscript(d: Dimension) -> Side? { sides.first { $0.dimension == d } }

}
