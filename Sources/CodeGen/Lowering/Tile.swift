import StencilTypes

/// How a box is walked through in vectors along its innermost side.
struct Tile {

  /// Whether each vector marches along the second dimension, or rows come one after the other.
  let marches: Bool

  /// The number of planes that are computed at once.
  let planes: Int

  /// The number of rows, along the second dimension, of a tile; `nil` without one.
  let rows: Int?

  /// Whether the rows of a plane, which follow each other, are one to it.
  var joinsRows = false

  /// Whether a march keeps what it has loaded, too.
  ///
  /// Loads are what short rows cost: their vectors begin anywhere, so most of them lie in two cache
  /// lines.
  var keepsLoads: Bool { joinsRows }

  var text: String {
    if joinsRows {
      return "short rows that follow each other are one"
        + (marches ? ", vectors march across \(rows ?? 0) planes" : "")
    }
    var t = marches ? "vectors march along" : "vectors row by row in"
    t += rows.map { " \($0) rows" } ?? " rows"
    if planes > 1 { t += ", \(planes) planes at once" }
    return t
  }

}

/// Variables of the loops of a tile.
struct TileWalk {

  let tile: Tile
  let sides: [StagedBox.Side]

  /// The scopes that are open.
  var depth = 0

  /// The loops' own variables: over tiles, over rows, over vectors.
  var tiles = LoopOperand.index(0)
  var row: LoopOperand?
  var start = LoopOperand.index(0)

  /// The plane, and the first lane of a vector.
  var plane = LoopOperand.index(0)
  var lane = LoopOperand.index(0)

  /// The rows of the tile at hand.
  var rowLower = LoopOperand.index(0), rowUpper = LoopOperand.index(0)

  /// The number of planes' blocks, and of tiles.
  var planeCount = LoopOperand.index(0), count = LoopOperand.index(0)

  /// Whether a vector ends where the next begins, so that it fills cache lines.
  var isWhole = LoopOperand.truth(false)

  let elementSize: Int

  var lanes: Int { 64 / elementSize }

  init(_ tile: Tile, _ sides: [StagedBox.Side], _ elementSize: Int) {
    self.tile = tile
    self.sides = sides
    self.elementSize = elementSize
  }

}
