import ArgumentParser
import Diagnostics
import Fields
import Foundation
import Synchronization
import Workbench

/// The ways to run: a session file, commands, a pipe, a check, and a prompt after any of them.
struct Batch {

  private let options: CommonOptions
  private let confinement: ConfinementOptions
  private let progress = ProgressLine()

  init(_ options: CommonOptions, _ confinement: ConfinementOptions) {
    self.options = options
    self.confinement = confinement
    if confinement.sandbox { Sandbox.enter() }
    Interruption.install()
  }

  /// Plays the session file at `path`.
  func play(_ path: String) throws -> Int32 {
    status(try played(path).ending == .finished)
  }

  /// Opens a prompt where a session file or commands end.
  ///
  /// - Parameters:
  ///   - path: the session file; `commands` are run if there is none.
  ///   - line: the line of the file before which it stops; the whole file is played if left out.
  ///   - readsStartup: whether the user's startup file comes first.
  func openPrompt(
    after path: String? = nil, before line: Int? = nil, _ commands: [String] = [],
    readsStartup: Bool = false
  ) throws -> Int32 {
    guard Prompt.isPossible else {
      standardError("stencil-repl: a prompt needs a terminal")
      throw ExitCode(ExitStatus.usage)
    }
    let session = try path.map { try played($0, before: line).session } ?? run(commands).session
    return prompt.run(from: session.unconfined, isNew: readsStartup)
  }

  /// Takes a person through the lesson that `request` names, or through those that are chosen.
  func tour(_ request: TourRequest) throws -> Int32 {
    guard Prompt.isPossible else {
      standardError(
        """
        stencil-repl: a tour needs a terminal; stencil-repl FILE plays a lesson without one, and \
        stencil-repl replay FILE checks it
        """)
      throw ExitCode(ExitStatus.usage)
    }
    return prompt.run(request)
  }

  private var prompt: Prompt {
    Prompt(options, progress) { session(besides: $0) }
  }

  /// Plays the session file at `path` as far as line `line`, and returns what that leads to.
  private func played(
    _ path: String, before line: Int? = nil
  ) throws -> (ending: Player.Ending, session: Session) {
    let file: SessionFile
    do {
      file = try sessionFile(path)
    } catch {
      standardError(error.text)
      throw ExitCode(error.status)
    }
    let player = Player(color: options.usesColor) { write($0) }
    return player.play(file, in: session(besides: path), before: line)
  }

  /// Runs `commands` one after the other, up to the first that fails.
  func run(_ commands: [String]) -> (status: Int32, session: Session) {
    var session = session(besides: nil)
    for command in commands {
      guard let next = perform(command, in: session) else { return (status(false), session) }
      if next.quits { break }
      session = next.session
    }
    return (status(true), session)
  }

  /// Reads inputs from standard input, up to the first that fails.
  func runPipe() -> Int32 {
    do throws(InputLines.Problem) {
      return try run(InputLines())
    } catch {
      StandardStreams.writeError("stencil-repl: \(error.text)")
      return ExitStatus.usage
    }
  }

  private func run(_ input: InputLines) throws(InputLines.Problem) -> Int32 {
    var input = input
    var session = session(besides: nil)
    var collector = InputCollector()
    var isFirst = true
    while let line = try input.next() {
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
  ///
  /// A file that cannot be read does not keep the others from being checked.
  func replay(_ paths: [String], _ choices: ReplayChoices) throws -> Int32 {
    var counts = (failed: 0, left: 0)
    var files: [String] = []
    var unreadable: [UnreadableFile] = []
    func note(_ file: UnreadableFile) {
      standardError(file.text)
      unreadable.append(file)
    }
    if let junit = choices.junit { try checkReport(junit) }
    for path in paths {
      do { files += try sessionFiles(path) } catch { note(error) }
    }
    let replay = Replay(blessesErrors: choices.blessesErrors, isStrict: choices.isStrict)
    var reports: [Replay.Report] = []
    for group in files.chunks(of: choices.jobs) {
      let results = Mutex<[Int: Result<Replayed?, UnreadableFile>]>([:])
      DispatchQueue.concurrentPerform(iterations: group.count) { i in
        let path = group[group.startIndex + i]
        let result = Result { () throws(UnreadableFile) in
          try report(on: path, by: replay, where: choices.filter)
        }
        results.withLock { $0[i] = result }
      }
      if Interruption.isPending { return ExitStatus.interrupted }
      for i in 0 ..< group.count {
        switch results.withLock({ $0[i] }) {
        case .success(let (report, text)?):
          if !StandardStreams.write(text, unless: { Interruption.isPending }) {
            return ExitStatus.interrupted
          }
          reports.append(report)
          let isBlessed = choices.blesses && !report.differences.isEmpty
          if isBlessed { try bless(report, at: group[group.startIndex + i], choices) }
          let left = isBlessed ? report.unblessedCount : report.differences.count
          if left > 0 || report.problem != nil { counts.failed += 1 }
        case .success(nil), nil: counts.left += 1
        case .failure(let file): note(file)
        }
      }
    }
    if let junit = choices.junit {
      try write(Array(JUnitReport(of: reports, unreadable).text.utf8), to: junit)
    }
    let others =
      (unreadable.isEmpty ? "" : ", \(unreadable.count) unreadable")
      + (counts.left > 0 ? ", \(counts.left) filtered out" : "")
    write("\(reports.count - counts.failed) passed, \(counts.failed) failed\(others)")
    if !unreadable.isEmpty { return ExitStatus.usage }
    if reports.isEmpty {
      standardError("stencil-repl: no session file holds '\(choices.filter ?? "")'")
      return ExitStatus.usage
    }
    return status(counts.failed == 0)
  }

  /// What came of a session file, and the text of that.
  private typealias Replayed = (report: Replay.Report, text: String)

  /// Returns what comes of the file at `path`; `nil` if neither its path nor its title holds `text`.
  private func report(
    on path: String, by replay: Replay, where text: String?
  ) throws(UnreadableFile) -> Replayed? {
    let file = try sessionFile(path)
    if let text, !path.contains(text), file.header["title"]?.contains(text) != true { return nil }
    let session = session(besides: path)
    do throws(DiagnosticError) {
      return try Interruption.interruptibly {
        let report = replay.run(file, in: session)
        return (report, report.text)
      }
    } catch {
      if error.diagnostics.contains(.interrupted) { return nil }
      let reason = error.diagnostics.map { $0.rendered() }.joined(separator: "\n")
      throw UnreadableFile(path, "'\(path)' cannot be replayed\n\(reason)")
    }
  }

  /// Puts what may be blessed of `report` into the file at `path`.
  private func bless(
    _ report: Replay.Report, at path: String, _ choices: ReplayChoices
  ) throws {
    let count = report.differences.count - report.unblessedCount
    if count > 0 {
      try write(report.blessed, to: path)
      write("blessed \(path): \(count) \(count == 1 ? "output" : "outputs")")
    }
    if report.unblessedCount > 0 {
      let remedy =
        choices.blessesErrors
        ? "what was to fail and did not is yours to change" : "--bless-errors takes errors up"
      write("left \(path): \(report.unblessedCount) unexpected; \(remedy)")
    }
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
    let usesColor = options.usesColor
    let text: String
    do throws(DiagnosticError) {
      text = try Interruption.interruptibly { output.rendered(color: usesColor) }
    } catch {
      if !error.diagnostics.contains(.interrupted) {
        standardError(error.diagnostics.map { $0.rendered() }.joined(separator: "\n"))
      }
      return nil
    }
    if !text.isEmpty, !StandardStreams.write(text, unless: { Interruption.isPending }) {
      return nil
    }
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
    var surroundings = Surroundings.onTerminal(progress, modulePath: options.modulePath)
    surroundings.shell = OtherPrograms.shell
    if let file {
      let path = URL(fileURLWithPath: file)
      surroundings = surroundings.confined(
        to: confinement.trust
          ? nil
          : Confinement(
            of: path.path, open: confinement.writable,
            readable: confinement.sandbox ? options.modulePath : nil),
        folder: path.deletingLastPathComponent().path)
    }
    var session = Session(surroundings: surroundings)
    if let file { session.noteLoading(of: URL(fileURLWithPath: file).path) }
    session.hasTrueColor = options.hasTrueColor
    session.isASCII = options.isASCII
    return session
  }

  private func sessionFile(_ path: String) throws(UnreadableFile) -> SessionFile {
    if path.hasSuffix(".py") {
      throw UnreadableFile(path, "'\(path)' is no session; to read it: -c 'load \(path)'")
    }
    let bytes: [UInt8]
    do throws(TextFile.Problem) {
      bytes = try TextFile.bytes(atPath: path)
    } catch {
      let sentence = error.sentence(about: path)
      guard case .tooLarge = error else { throw UnreadableFile(path, sentence) }
      throw UnreadableFile(
        path, "\(sentence)\n  = hint: \(Memory.remedy)", status: ExitStatus.failed)
    }
    do {
      return try SessionFile(SourceFile(name: path, bytes: bytes))
    } catch {
      throw UnreadableFile(path, error.diagnostics)
    }
  }

  /// Returns the session files below `path` in the order of their names, or `path` itself.
  private func sessionFiles(_ path: String) throws(UnreadableFile) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw UnreadableFile(path, "there is no '\(path)'")
    }
    if !isFolder.boolValue { return [path] }
    let names: [String]
    do {
      names = try FileManager.default.subpathsOfDirectory(atPath: path)
    } catch {
      throw UnreadableFile(path, "'\(path)' cannot be read")
    }
    let found = names.filter { $0.hasSuffix(".stencil-session") }.sorted()
    if found.isEmpty {
      throw UnreadableFile(path, "there is no .stencil-session in '\(path)'")
    }
    return found.map { path + "/" + $0 }
  }

  /// Throws if a report in the place of what is at `path` would replace anything but a report.
  private func checkReport(_ path: String) throws {
    guard !isFreeToReplace(path), let file = FileHandle(forReadingAtPath: path),
      (try? file.read(upToCount: JUnitReport.head.utf8.count)) != Data(JUnitReport.head.utf8)
    else { return }
    standardError("stencil-repl: '\(path)' is there already, and is no report; name another file")
    throw ExitCode(ExitStatus.usage)
  }

}

extension Array {

  /// Returns the elements in groups of `count`, in order.
  fileprivate func chunks(of count: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: self.count, by: count).map {
      self[$0 ..< Swift.min($0 + count, self.count)]
    }
  }

}
