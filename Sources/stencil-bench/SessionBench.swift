import ArgumentParser
import CMalloc
import Diagnostics
import Fields
import Foundation
import Workbench

/// Measures how memory and the time of an input grow with the length of a session.
///
/// Limits: flat. What a session cannot forget is its history, some hundred bytes an input.
struct SessionBench: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "session",
    abstract: "Measures memory and time of an input in long sessions.")

  @Option(help: "The number of commands; redefinitions are a 33rd of it, replaced fields a 100th.")
  var count = 100_000

  func run() throws {
    // As the tool does.
    mallopt(M_MMAP_THRESHOLD, 1 << 17)
    mallopt(M_TRIM_THRESHOLD, 1 << 20)
    mallopt(M_ARENA_MAX, 1)
    let count = count
    try withLargeStack {
      row("session", "inputs", "resident", "an input")
      for kind in Kind.allCases { try measure(kind, count / kind.share) }
    }
  }

  /// What is typed again and again.
  private enum Kind: String, CaseIterable {
    case commands, runs, redefinitions, loads, fields, failures

    /// What part of the commands is enough.
    var share: Int {
      switch self {
      case .commands: 1
      case .runs, .failures: 10
      case .redefinitions, .loads: 33
      case .fields: 100
      }
    }

    func input(_ n: Int) -> String {
      switch self {
      case .commands: ["list programs", "digest u", "set seed \(n % 100)", "use p"][n % 4]
      case .runs: "run p u=random out=zeros I=6 J=6"
      case .redefinitions:
        """
        @field_operator
        def g(u: Field[[I, J], float64]) -> Field[[I, J], float64]:
            return u(I + 1) * \(n).0
        """
      case .loads: "load m.py"
      // 8 to 20 MB.
      case .fields: "field f[I] = random I=\(1_000_000 + n % 7 * 250_000)"
      case .failures: "run p u=\(n) out=zeros"
      }
    }
  }

  private static let module = """
    from gt4py.next import *
    from cartesian import I, J

    @field_operator
    def h(u: Field[[I, J], float64]) -> Field[[I, J], float64]:
        return u(I + 1) + u(J - 1)

    @program
    def p(u: Field[[I, J], float64], out: Field[[I, J], float64]):
        h(u, out=out)

    """

  private func measure(_ kind: Kind, _ count: Int) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "stencil-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(Self.module.utf8).write(to: folder.appending(path: "m.py"))
    var session = Session(surroundings: .system(folder: folder.path()))
    for input in ["from cartesian import *", "load m.py", "field u[I, J] = random I=4 J=4"] {
      session = try performed(input, in: session)
    }
    var done = 0
    // Ten points of the curve.
    for part in 1 ... 10 {
      let end = count * part / 10
      let clock = ContinuousClock()
      let start = clock.now
      let first = done
      while done < end {
        let (next, output) = session.performing(kind.input(done))
        if output.failed, kind != .failures { throw BenchFailure(output.rendered()) }
        session = next
        done += 1
      }
      let seconds = (clock.now - start).seconds / Double(max(1, end - first))
      row(
        part == 1 ? kind.rawValue : "", "\(end)", "\(fixed(residentMegabytes(), 1)) MB",
        time(seconds))
    }
  }

  private func performed(_ input: String, in session: Session) throws -> Session {
    let (next, output) = session.performing(input)
    if output.failed { throw BenchFailure(output.rendered()) }
    return next
  }

  private func residentMegabytes() -> Double {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
    return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6
  }

}
