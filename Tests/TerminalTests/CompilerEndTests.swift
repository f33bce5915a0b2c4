import Foundation
import TestSupport
import Testing

/// A compiler that works beside the session ends with it, and so does what that has started.
@Suite struct CompilerEndTests {

  private static let tool = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("stencil-repl")

  private static let module = """
    from gt4py.next import *
    from cartesian import I
    @field_operator
    def f(a: Field[[I], float64]) -> Field[[I], float64]:
        return a(I + 1) * 2.5 + a
    @program
    def p(a: Field[[I], float64], o: Field[[I], float64]):
        f(a, out=o)
    """

  /// A signal that ends the session, from outside, or the end of its input.
  enum End: CaseIterable {
    case input, terminate, hangup, kill

    var signal: Int32? {
      switch self {
      case .input: nil
      case .terminate: SIGTERM
      case .hangup: SIGHUP
      case .kill: SIGKILL
      }
    }
  }

  @Test(arguments: End.allCases) func endsWhatACompilerHasStarted(by end: End) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "end-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let compiler = folder.appending(path: "cc")
    // Like clang, it has another process do the work, which takes longer than anybody waits.
    let script = """
      #!/bin/sh
      case "$1" in --version) exec cc --version;; esac
      sleep 600 &
      echo $! > "\(folder.path)/new"
      mv "\(folder.path)/new" "\(folder.path)/pid"
      wait

      """
    try Data(script.utf8).write(to: compiler)
    try #require(chmod(compiler.path, 0o755) == 0)
    try Data(Self.module.utf8).write(to: folder.appending(path: "m.py"))
    let process = Process()
    process.executableURL = Self.tool
    let run = "run p a=a o=zeros I=0:200000"
    // What is run again and again gets compiled beside that.
    let inputs =
      ["load m.py", "field a[I] = random I=0:200001"] + Array(repeating: run, count: 30)
    let input = Pipe()
    process.standardInput = input
    process.environment = ProcessInfo.processInfo.environment.merging([
      "CC": compiler.path, "XDG_CACHE_HOME": folder.path + "/cache",
    ]) { $1 }
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    // Threads of tests are deaf to signals, and so would be what they start.
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
    try input.fileHandleForWriting.write(
      contentsOf: Data(inputs.map { $0 + "\n" }.joined().utf8))
    let file = folder.appending(path: "pid")
    #expect(waited { FileManager.default.fileExists(atPath: file.path) })
    if let signal = end.signal { kill(process.processIdentifier, signal) }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == end.signal ?? 0)
    let text = try String(contentsOf: file, encoding: .utf8)
    let pid = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(waited { !isAlive(pid) })
    kill(pid, SIGKILL)
  }

  /// Whether a process is there, and is more than its own remains.
  private func isAlive(_ pid: pid_t) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else {
      return false
    }
    return stat.split(separator: ")").last?.split(separator: " ").first != "Z"
  }

}
