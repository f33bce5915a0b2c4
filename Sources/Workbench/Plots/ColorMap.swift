/// A colour: red, green and blue from 0 to 255.
struct Color: Hashable {

  let red, green, blue: UInt8

  init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// The nearest of the 256 colours that terminals know by number.
  var index: Int {
    let steps = [red, green, blue].map { Int((Double($0) / 255 * 5).rounded()) }
    return 16 + 36 * steps[0] + 6 * steps[1] + steps[2]
  }

  /// `#00204d`.
  var hex: String {
    "#"
      + [red, green, blue].map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
  }

  // What is no finite number stands out of both maps.

  static let nan = Color(213, 0, 140)
  static let infinity = Color(255, 255, 255)
  static let nothing = Color(0, 0, 0)

  /// What is drawn over values.
  static let mark = Color(255, 110, 0)

}

/// Colours for numbers from 0 to 1, which people with any kind of colour vision can tell apart:
/// brightness carries the order, and blue and yellow never meet red and green.
struct ColorMap {

  private let stops: [Color]

  /// From dark blue over grey to bright yellow, brighter all the way.
  static let values = ColorMap(stops: [
    Color(0, 32, 88), Color(54, 74, 110), Color(110, 112, 116), Color(168, 156, 106),
    Color(255, 232, 80),
  ])

  /// Blue below, white at, and orange above zero.
  static let differences = ColorMap(stops: [
    Color(20, 74, 150), Color(120, 166, 212), Color(245, 245, 245), Color(232, 160, 92),
    Color(164, 74, 0),
  ])

  /// Returns the colour of `part`, which is taken for 0 or 1 beyond these.
  func color(at part: Double) -> Color {
    let x = min(max(part, 0), 1) * Double(stops.count - 1)
    let i = min(Int(x), stops.count - 2)
    let t = x - Double(i)
    func mixed(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(a) + t * (Double(b) - Double(a))).rounded())
    }
    let (a, b) = (stops[i], stops[i + 1])
    return Color(mixed(a.red, b.red), mixed(a.green, b.green), mixed(a.blue, b.blue))
  }

}
