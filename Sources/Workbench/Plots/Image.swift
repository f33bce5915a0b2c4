/// A picture in pixels.
struct Image: Hashable {

  let width, height: Int

  /// Red, green and blue of each pixel, row by row from the top.
  private(set) var bytes: [UInt8]

  init(width: Int, height: Int, filledWith color: Color) {
    self.width = width
    self.height = height
    bytes = []
    bytes.reserveCapacity(3 * width * height)
    for _ in 0 ..< width * height { bytes += [color.red, color.green, color.blue] }
  }

  subscript(x: Int, y: Int) -> Color {
    get {
      let i = 3 * (y * width + x)
      return Color(bytes[i], bytes[i + 1], bytes[i + 2])
    }
    set {
      guard x >= 0, x < width, y >= 0, y < height else { return }
      let i = 3 * (y * width + x)
      (bytes[i], bytes[i + 1], bytes[i + 2]) = (newValue.red, newValue.green, newValue.blue)
    }
  }

  /// Draws a line two pixels wide.
  mutating func draw(from a: (x: Double, y: Double), to b: (x: Double, y: Double), _ color: Color) {
    let count = max(1, Int(max(abs(b.x - a.x), abs(b.y - a.y)).rounded(.up)))
    for i in 0 ... count {
      let t = Double(i) / Double(count)
      let (x, y) = (Int((a.x + t * (b.x - a.x)).rounded()), Int((a.y + t * (b.y - a.y)).rounded()))
      for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] { self[x + dx, y + dy] = color }
    }
  }

  /// Draws `other` with its upper left corner at `x` and `y`.
  mutating func draw(_ other: Image, x: Int, y: Int) {
    for row in 0 ..< other.height {
      for column in 0 ..< other.width { self[x + column, y + row] = other[column, row] }
    }
  }

}
