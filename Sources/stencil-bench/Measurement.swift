import Foundation

/// Returns what `body` gives in the fastest of `runs` runs, with the seconds that this one took.
func fastest<T>(of runs: Int, _ body: () throws -> T) rethrows -> (value: T, seconds: Double) {
  var best = try timed(body)
  for _ in 1 ..< max(1, runs) {
    let next = try timed(body)
    if next.seconds < best.seconds { best = next }
  }
  return best
}

private func timed<T>(_ body: () throws -> T) rethrows -> (value: T, seconds: Double) {
  let clock = ContinuousClock()
  let start = clock.now
  let value = try body()
  return (value, (clock.now - start).seconds)
}

extension Duration {

  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }

}

/// Returns `x` with `digits` digits behind the point.
func fixed(_ x: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", x) }

/// Returns `seconds` in a unit that suits: `1.83 ms`.
func time(_ seconds: Double) -> String {
  seconds < 1e-3
    ? "\(fixed(seconds * 1e6, 1)) us"
    : seconds < 1 ? "\(fixed(seconds * 1e3, 2)) ms" : "\(fixed(seconds, 2)) s"
}

/// Writes one line of a table: the first column to the left, the others to the right.
func row(_ first: String, _ others: String...) {
  let cells = others.map { String(repeating: " ", count: max(1, 13 - $0.count)) + $0 }
  print(first.padding(toLength: max(26, first.count), withPad: " ", startingAt: 0) + cells.joined())
}
