import ArgumentParser
import Diagnostics
import Fields
import Foundation
import StencilTypes
import Toolchain

/// Measures a whole call of a small compiled program through the library.
///
/// Limit: a Laplacian on 32 x 32 x 10 points in 2.5 us.
struct CallBench: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "call", abstract: "Measures calls of a small compiled program.")

  @Option(help: "The number of calls.")
  var count = 100_000

  private static let text = """
    from gt4py.next import *

    I = Dimension("I")
    J = Dimension("J")
    K = Dimension("K", kind=DimensionKind.VERTICAL)

    @field_operator
    def lap(u: Field[[I, J, K], float64]) -> Field[[I, J, K], float64]:
        return u(I + 1) + u(I - 1) + u(J + 1) + u(J - 1) - 4.0 * u

    """

  func run() throws {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "stencil-call-\(UUID().uuidString).py")
    try Self.text.write(to: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: path) }
    row("points", "min", "median", "limit")
    for n in [4, 32] {
      let program: CompiledProgram
      do { program = try CompiledProgram("lap", of: path.path) } catch { throw BenchFailure(error) }
      let dims = [Dimension("I"), Dimension("J"), Dimension("K", .vertical)]
      let outer = Domain(dims: dims, ranges: [-1 ..< n + 1, -1 ..< n + 1, 0 ..< 10])
      let inner = Domain(dims: dims, ranges: [0 ..< n, 0 ..< n, 0 ..< 10])
      var arguments: [ArgumentValue] = [
        .field(try Field.random(seed: 1, name: "u", on: outer, dtype: .float64)),
        .field(Field(zeros: .float64, on: inner)),
      ]
      let clock = ContinuousClock()
      var times: [Duration] = []
      for _ in 0 ..< max(10, count / 100) {
        let time = try clock.measure {
          for _ in 0 ..< 100 { try program.call(&arguments) }
        }
        times.append(time / 100)
      }
      times.sort()
      func text(_ d: Duration) -> String { String(format: "%.2f us", d / .microseconds(1)) }
      row("\(n)²x10", text(times[0]), text(times[times.count / 2]), n == 32 ? "2.50 us" : "")
    }
  }

}
