import Foundation
import Glibc
import TestSupport
import Testing

@testable import Toolchain

@Suite("External commands") struct ExternalCommandTests {

  private func shell(_ script: String, timeLimit: Duration = .seconds(20)) -> ExternalCommand {
    ExternalCommand("/bin/sh", ["-c", script], timeLimit: timeLimit)
  }

  @Test func `print as a shell reads them`() throws {
    let command = ExternalCommand("/bin/echo", ["a b", "it's", "-O3", "", "$HOME"], in: "/tmp")
    #expect(command.description == "cd /tmp && /bin/echo 'a b' 'it'\\''s' -O3 '' '$HOME'")
    let printed = try shell(command.description).run()
    #expect(printed.output == "a b it's -O3  $HOME\n")
    #expect(try command.run().output == printed.output)
  }

  @Test func `tell what came of them`() throws {
    let outcome = try shell("echo out; echo err >&2; exit 3").run()
    #expect(outcome == .init(ending: .exited(3), output: "out\n", errors: "err\n"))
    #expect(try shell("kill -9 $$").run().ending == .killed(signal: 9))
    #expect(try shell("cat; pwd").run().output == FileManager.default.currentDirectoryPath + "\n")
    #expect(try ExternalCommand("/bin/pwd", [], in: "/usr").run().output == "/usr\n")
  }

  @Test func `say why they do not start`() {
    #expect(throws: ExternalCommand.Failure.notStarted(reason: "No such file or directory")) {
      try ExternalCommand("/no/such/program", []).run()
    }
    #expect(throws: ExternalCommand.Failure.notStarted(reason: "No such file or directory")) {
      try ExternalCommand("/bin/true", [], in: "/no/such/folder").run()
    }
  }

  @Test func `take much output without getting stuck`() throws {
    let outcome = try shell("head -c 3000000 /dev/zero | tr '\\0' x; head -c 70000 /dev/zero >&2")
      .run()
    #expect(outcome.output.utf8.count == 1 << 20)
    #expect(outcome.errors.utf8.count == 70000)
  }

  @Test func `end with all that they started, when time is over or nobody waits`() throws {
    let folder = try TemporaryFolder()
    let script = "sleep 600 & echo $! > \(folder.path)/pid; wait"
    // A busy machine may need longer to begin.
    for limit in [Duration.milliseconds(300), .seconds(3), .seconds(30)]
    where process(in: folder) == nil {
      #expect(throws: ExternalCommand.Failure.timedOut(after: limit)) {
        try shell(script, timeLimit: limit).run()
      }
    }
    try expectGone(folder)
    let start = ContinuousClock().now
    #expect(throws: ExternalCommand.Failure.cancelled) {
      try shell(script, timeLimit: .seconds(300)).run { process(in: folder) != nil }
    }
    try expectGone(folder)
    // What it leaves in the background holds its output open, but nobody waits for that.
    #expect(try shell("sleep 600 & echo $! > \(folder.path)/pid").run().isSuccess)
    try expectGone(folder)
    #expect(ContinuousClock().now - start < .seconds(300))
  }

  /// What the script said that it started, once it did.
  private func process(in folder: TemporaryFolder) -> pid_t? {
    guard let text = try? String(contentsOfFile: folder.path + "/pid", encoding: .utf8),
      text.hasSuffix("\n")
    else { return nil }
    return pid_t(text.dropLast())
  }

  private func expectGone(_ folder: TemporaryFolder) throws {
    let pid = try #require(process(in: folder))
    #expect(waited { kill(pid, 0) != 0 || isZombie(pid) })
    try FileManager.default.removeItem(atPath: folder.path + "/pid")
  }

  private func isZombie(_ pid: pid_t) -> Bool {
    (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8))?.contains(") Z ") ?? true
  }

  @Test func `are waited for no longer than they take`() throws {
    let clock = ContinuousClock()
    // Waiting in steps would show in the fastest one; the machine may be busy for the others.
    let wasFast = try (0 ..< 1000).contains { _ in
      try clock.measure { _ = try ExternalCommand("/bin/true", []).run() } < .milliseconds(25)
    }
    #expect(wasFast)
  }

}

/// A folder that goes away with the last that uses it.
final class TemporaryFolder: Sendable {

  let path: String

  init() throws { path = try temporaryFolder() }

  deinit { try? FileManager.default.removeItem(atPath: path) }

}
