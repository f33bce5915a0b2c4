import Foundation
import Testing

/// A terminal on which the tool runs, with a person in front.
final class PseudoTerminal {

  private static let tool = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("stencil-repl")

  private let person: Int32
  private let process = Process()
  /// What was written to the terminal since the last prompt; a read may end within a character.
  private var written: [UInt8] = []

  /// What was shown since the last prompt.
  private var shown: String { String(decoding: written, as: UTF8.self) }

  /// For how long something is waited for: longer than any machine takes, however busy it is.
  private static let patience = 300.0

  /// Starts the tool with `arguments` on a terminal of 80 columns of the given kind.
  ///
  /// - Parameter environment: what the tool finds besides what a terminal needs.
  init(
    history: URL?, kind: String = "xterm", arguments: [String] = [],
    environment: [String: String] = [:], folder: URL? = nil
  ) throws {
    var (person, user): (Int32, Int32) = (0, 0)
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&person, &user, nil, nil, &size) == 0)
    self.person = person
    let terminal = FileHandle(fileDescriptor: user, closeOnDealloc: true)
    process.executableURL = Self.tool
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = [
      "TERM": kind, "STENCIL_HISTORY": history?.path ?? "", "EDITRC": "/dev/null",
    ].merging(environment) { _, new in new }
    process.standardInput = terminal
    process.standardOutput = terminal
    process.standardError = terminal
    try process.run()
  }

  deinit {
    process.terminate()
    close(person)
  }

  func type(_ keys: String) {
    _ = write(person, Array(keys.utf8), keys.utf8.count)
    look()
  }

  /// Waits until the editor has asked for marks around pastes and shown its prompt.
  func waitForPrompt() throws {
    let deadline = Date.now.addingTimeInterval(Self.patience)
    while true {
      if let start = shown.range(of: "\u{1B}[?2004h"), shown[start.upperBound...].contains("> ") {
        break
      }
      try #require(Date.now < deadline, "no prompt after \(shown.debugDescription)")
      look()
    }
    written = []
  }

  /// Waits until `text` is shown, and returns everything that was shown since the last time.
  func wait(for text: String) throws -> String {
    let deadline = Date.now.addingTimeInterval(Self.patience)
    while !shown.contains(text) {
      try #require(Date.now < deadline, "no \(text.debugDescription) in \(shown.debugDescription)")
      look()
    }
    defer { written = [] }
    return shown
  }

  /// Waits for the prompt of a terminal without cursor, and returns what was shown before it.
  func waitForPlainPrompt() throws -> String {
    let deadline = Date.now.addingTimeInterval(Self.patience)
    while !Self.endsInPrompt(shown) {
      try #require(Date.now < deadline, "no prompt after \(shown.debugDescription)")
      look()
    }
    defer { written = [] }
    let end = shown.lastIndex(of: "\n") ?? shown.lastIndex(of: "\r\n") ?? shown.startIndex
    return String(shown[..<end])
  }

  /// Waits for a prompt of either kind of terminal, and returns all that was shown up to it.
  func waitForAnyPrompt() throws -> String {
    let deadline = Date.now.addingTimeInterval(Self.patience)
    while true {
      let plain = shown.replacing(/\u{1B}\[[0-9;?]*[A-Za-z]/, with: "")
      if Self.endsInPrompt(plain) { break }
      try #require(Date.now < deadline, "no prompt after \(shown.debugDescription)")
      look()
    }
    defer { written = [] }
    return shown
  }

  /// Whether the last line is a prompt, and no other line that a read left at `> `.
  ///
  /// A definition that goes on has another prompt.
  private static func endsInPrompt(_ text: String) -> Bool {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline || $0 == "\r" }
    // The name, what of it is bound, where one stands in the stepper.
    let prompt = /[\w…]+(?:\{[^}]*\})?(?: [^>=]*\[\d+\/\d+\])?>[ ]/
    return lines[lines.count - 1].wholeMatch(of: prompt) != nil
  }

  /// Sends the tool `signal`, as a terminal does that is closed.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  func exitStatus() -> Int32 {
    let deadline = Date.now.addingTimeInterval(Self.patience)
    while process.isRunning, Date.now < deadline { look() }
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Reads what is shown, until nothing is for a while.
  private func look() {
    var source = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
    var bytes = [UInt8](repeating: 0, count: 4096)
    while poll(&source, 1, 30) > 0 {
      let count = read(person, &bytes, bytes.count)
      if count <= 0 { return }
      written += bytes.prefix(count)
    }
  }

}
