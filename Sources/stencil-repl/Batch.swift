import ArgumentParser
import Diagnostics
import Foundation
import Workbench

/// The ways to run without a prompt: a session file, commands, a pipe, a check.
struct Batch {

  private let options: CommonOptions
  private let progress = ProgressLine()

  init(_ options: CommonOptions) {
    self.options = options
    Interruption.install()
  }

  /// Plays the session file at `path`.
  func play(_ path: String) throws -> Int32 {
    let file = try sessionFile(path)
    let player = Player(color: options.usesColor) { write($0) }
    return status(player.play(file, in: session(besides: path)) == .finished)
  }

  /// Runs `commands` one after the other, up to the first that fails.
  func run(_ commands: [String]) -> Int32 {
    var session = session(besides: nil)
    for command in commands {
      guard let next = perform(command, in: session) else { return status(false) }
      if next.quits { break }
      session = next.session
    }
    return status(true)
  }

  /// Reads inputs from standard input, up to the first that fails.
  func runPipe() -> Int32 {
    var session = session(besides: nil)
    var collector = InputCollector()
    var isFirst = true
    while let line = readLine(strippingNewline: true) {
      // Some editors put a byte order mark in front.
      let line = isFirst ? line.trimmingByteOrderMark() : line
      isFirst = false
      for input in collector.add(line) {
        guard let next = perform(input, in: session) else { return status(false) }
        if next.quits { return status(true) }
        session = next.session
      }
    }
    if Interruption.isPending { return ExitStatus.interrupted }
    for input in collector.finish() {
      guard let next = perform(input, in: session) else { return status(false) }
      if next.quits { break }
      session = next.session
    }
    return status(true)
  }

  /// Replays the session files at `paths`, and those in folders there.
  func replay(_ paths: [String], junit: String?, blesses: Bool) throws -> Int32 {
    var reports: [Replay.Report] = []
    for path in try paths.flatMap(sessionFiles) {
      let report = Replay().run(try sessionFile(path), in: session(besides: path))
      if Interruption.isPending { return ExitStatus.interrupted }
      write(report.text)
      reports.append(report)
      if blesses, !report.passed { try write(report.blessed, to: path) }
    }
    if let junit { try write(Array(junitText(of: reports).utf8), to: junit) }
    let failed = reports.count { !$0.passed }
    write("\(reports.count - failed) passed, \(failed) failed")
    return status(failed == 0)
  }

  // MARK: Parts

  /// Returns what to end with after all went well, or after something failed.
  private func status(_ isFine: Bool) -> Int32 {
    if Interruption.isPending { return ExitStatus.interrupted }
    return isFine ? ExitStatus.ok : ExitStatus.failed
  }

  /// Performs `input` and shows its output; `nil` if it failed.
  private func perform(
    _ input: String, in session: Session
  ) -> (session: Session, quits: Bool)? {
    progress.start()
    let (next, output) = session.performing(input)
    progress.finish()
    if output.failed {
      let shown = output.rendered(color: false)
      standardError(shown)
      return nil
    }
    let text = output.rendered(color: options.usesColor)
    if !text.isEmpty { write(text) }
    return (next, output.quits)
  }

  private func write(_ text: String) { StandardStreams.write(text) }

  private func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Surroundings.system().writeFile(path, bytes)
    } catch {
      standardError("stencil-repl: '\(path)' \(error.reason)")
      throw ExitCode(ExitStatus.usage)
    }
  }

  /// Returns a new session in the folder of `file`, or in the current one.
  private func session(besides file: String?) -> Session {
    let folder =
      file.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
      ?? FileManager.default.currentDirectoryPath
    var session = Session(
      surroundings: .onTerminal(progress, folder: folder, modulePath: options.modulePath))
    session.hasTrueColor = options.hasTrueColor
    return session
  }

  private func sessionFile(_ path: String) throws -> SessionFile {
    if path.hasSuffix(".py") {
      standardError("stencil-repl: '\(path)' is no session; to read it: -c 'load \(path)'")
      throw ExitCode(ExitStatus.usage)
    }
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
    let found = names.filter { $0.hasSuffix(".stencil-session") }.sorted()
    if found.isEmpty {
      standardError("stencil-repl: there is no .stencil-session in '\(path)'")
      throw ExitCode(ExitStatus.usage)
    }
    return found.map { path + "/" + $0 }
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
    text.visible.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
      ">", with: "&gt;"
    )
    .replacing("\"", with: "&quot;")
  }

}
