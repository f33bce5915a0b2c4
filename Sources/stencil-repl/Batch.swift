import ArgumentParser
import Diagnostics
import Foundation
import Workbench

/// The ways to run without a prompt: a session file, commands, a pipe, a check.
struct Batch {

  private let options: CommonOptions

  init(_ options: CommonOptions) { self.options = options }

  /// Plays the session file at `path`.
  func play(_ path: String) throws -> Int32 {
    let file = try sessionFile(path)
    let player = Player(color: options.usesColor) { write($0) }
    return player.play(file, in: session(besides: path)) == .finished
      ? ExitStatus.ok : ExitStatus.failed
  }

  /// Runs `commands` one after the other, up to the first that fails.
  func run(_ commands: [String]) -> Int32 {
    var session = session(besides: nil)
    for command in commands {
      guard let next = perform(command, in: session) else { return ExitStatus.failed }
      if next.quits { break }
      session = next.session
    }
    return ExitStatus.ok
  }

  /// Reads inputs from standard input, up to the first that fails.
  func runPipe() -> Int32 {
    var session = session(besides: nil)
    var collector = InputCollector()
    while let line = readLine(strippingNewline: true) {
      for input in collector.add(line) {
        guard let next = perform(input, in: session) else { return ExitStatus.failed }
        if next.quits { return ExitStatus.ok }
        session = next.session
      }
    }
    for input in collector.finish() {
      guard let next = perform(input, in: session) else { return ExitStatus.failed }
      if next.quits { break }
      session = next.session
    }
    return ExitStatus.ok
  }

  /// Replays the session files at `paths`, and those in folders there.
  func replay(_ paths: [String], junit: String?, blesses: Bool) throws -> Int32 {
    var reports: [Replay.Report] = []
    for path in try paths.flatMap(sessionFiles) {
      let report = Replay().run(try sessionFile(path), in: session(besides: path))
      write(report.text)
      reports.append(report)
      if blesses, !report.passed {
        try Data(report.blessed.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      }
    }
    if let junit {
      try Data(junitText(of: reports).utf8).write(to: URL(fileURLWithPath: junit))
    }
    let failed = reports.count { !$0.passed }
    write("\(reports.count - failed) passed, \(failed) failed")
    return failed == 0 ? ExitStatus.ok : ExitStatus.failed
  }

  // MARK: Parts

  /// Performs `input` and shows its output; `nil` if it failed.
  private func perform(
    _ input: String, in session: Session
  ) -> (session: Session, quits: Bool)? {
    let (next, output) = session.performing(input)
    if output.failed {
      let shown = output.rendered(color: false)
      standardError(shown)
      return nil
    }
    let text = output.rendered(color: options.usesColor)
    if !text.isEmpty { write(text) }
    return (next, output.quits)
  }

  private func write(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  /// Returns a new session in the folder of `file`, or in the current one.
  private func session(besides file: String?) -> Session {
    let folder =
      file.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
      ?? FileManager.default.currentDirectoryPath
    return Session(
      environment: .system(
        folder: folder, modulePath: options.modulePath,
        isCancelled: { Interruption.isPending }))
  }

  private func sessionFile(_ path: String) throws -> SessionFile {
    let bytes: [UInt8]
    do {
      bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      standardError("stencil-repl: cannot read '\(path)'")
      throw ExitCode(ExitStatus.usage)
    }
    do {
      return try SessionFile(SourceFile(name: path, bytes: bytes))
    } catch {
      for d in error.diagnostics { standardError(d.rendered()) }
      throw ExitCode(ExitStatus.usage)
    }
  }

  /// Returns the session files below `path` in the order of their names, or `path` itself.
  private func sessionFiles(_ path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      standardError("stencil-repl: there is no '\(path)'")
      throw ExitCode(ExitStatus.usage)
    }
    if !isFolder.boolValue { return [path] }
    let names = try FileManager.default.subpathsOfDirectory(atPath: path)
    return names.filter { $0.hasSuffix(".stencil-session") }.sorted().map { path + "/" + $0 }
  }

  private func junitText(of reports: [Replay.Report]) -> String {
    let cases = reports.map { r in
      let failure = r.passed ? "" : "<failure>\(escaped(r.text))</failure>"
      return "  <testcase name=\"\(escaped(r.file))\">\(failure)</testcase>"
    }
    let failed = reports.count { !$0.passed }
    return """
      <testsuite name="stencil-sessions" tests="\(reports.count)" failures="\(failed)">
      \(cases.joined(separator: "\n"))
      </testsuite>

      """
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

}
