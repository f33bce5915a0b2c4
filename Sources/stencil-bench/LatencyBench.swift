import ArgumentParser
import Diagnostics
import Fields
import Foundation
import Toolchain
import Workbench

/// Measures how long a person waits for the first result of something new.
///
/// Limits: a Laplacian in 120 ms if it has to be compiled, in 10 ms if the object is in the cache, in
/// 5 ms with `auto`; the object of horizontal diffusion in 150 ms.
struct LatencyBench: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "latency", abstract: "Measures the time from a definition to its first result.")

  @Option(help: "Rounds, each with texts of its own.")
  var rounds = 15

  func run() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "stencil-latency-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    setenv("STENCIL_CACHE_DIR", folder.appending(path: "cache").path(), 1)
    let rounds = rounds
    try withLargeStack {
      row("first result", "least", "median", "limit")
      for what in Subject.allCases {
        var times: [Double] = []
        // The first one looks for the compiler.
        for n in -1 ..< rounds {
          let seconds = try what.seconds(n + 2, in: folder.path())
          if n >= 0 { times.append(seconds) }
        }
        times.sort()
        row(what.rawValue, time(times[0]), time(times[times.count / 2]), what.limit)
      }
    }
  }

  /// What a person types and waits for.
  private enum Subject: String, CaseIterable {

    case cold = "laplacian, compiled"
    case warm = "laplacian, in the cache"
    case automatic = "laplacian, auto"
    case diffusion = "hdiff, compiled"
    case diffusionObject = "hdiff, text to object"

    var limit: String {
      switch self {
      case .cold: "120 ms"
      case .warm: "10 ms"
      case .automatic: "5 ms"
      case .diffusion: ""
      case .diffusionObject: "150 ms"
      }
    }

    /// The seconds that it takes with the `n`th text of its kind.
    func seconds(_ n: Int, in folder: String) throws -> Double {
      switch self {
      case .cold: return try seconds(LatencyBench.laplacian(Double(n)), "lap", "c", folder)
      case .warm:
        // The session is another one, so that only the cache on disk knows it.
        let text = LatencyBench.laplacian(1000 + Double(n))
        _ = try seconds(text, "lap", "c", folder)
        return try seconds(text, "lap", "c", folder)
      case .automatic:
        return try seconds(LatencyBench.laplacian(2000 + Double(n)), "lap", "auto", folder)
      case .diffusion: return try seconds(LatencyBench.diffusion(Double(n)), "hdiff", "c", folder)
      case .diffusionObject:
        let path = folder + "/hdiff_\(n).py"
        let head = "from gt4py.next import *\nfrom cartesian import *\n\n"
        try (head + LatencyBench.diffusion(1000 + Double(n))).write(
          toFile: path, atomically: true, encoding: .utf8)
        let clock = ContinuousClock()
        let start = clock.now
        do throws(DiagnosticError) { _ = try CompiledProgram("hdiff", of: path) } catch {
          throw BenchFailure(error)
        }
        return (clock.now - start).seconds
      }
    }

    private func seconds(
      _ definitions: String, _ name: String, _ backend: String, _ folder: String
    ) throws -> Double {
      var session = Session(surroundings: .system(folder: folder))
      func type(_ input: String) throws {
        let (next, output) = session.performing(input)
        if output.failed { throw BenchFailure(output.rendered()) }
        session = next
      }
      try type("from cartesian import *")
      let inputs = name == "hdiff" ? "u=random w=random" : "u=random"
      let clock = ContinuousClock()
      let start = clock.now
      for d in definitions.components(separatedBy: "\n\n") { try type(d) }
      try type("run \(name) \(inputs) out=zeros I=32 J=32 K=10 backend=\(backend)")
      return (clock.now - start).seconds
    }

  }

  private static func laplacian(_ x: Double) -> String {
    """
    @field_operator
    def lap(u: Field[[I, J, K], float64]) -> Field[[I, J, K], float64]:
        return u(I + 1) + u(I - 1) + u(J + 1) + u(J - 1) - \(x) * u
    """
  }

  private static func diffusion(_ x: Double) -> String {
    laplacian(x) + """


      @field_operator
      def hdiff(
          u: Field[[I, J, K], float64], w: Field[[I, J, K], float64]
      ) -> Field[[I, J, K], float64]:
          l = lap(u)
          flux_i = l(I + 1) - l
          flux_i = where(flux_i * (u(I + 1) - u) > 0.0, 0.0, flux_i)
          flux_j = l(J + 1) - l
          flux_j = where(flux_j * (u(J + 1) - u) > 0.0, 0.0, flux_j)
          return u - w * ((flux_i - flux_i(I - 1)) + (flux_j - flux_j(J - 1)))
      """
  }

}
