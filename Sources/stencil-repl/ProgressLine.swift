import Foundation
import Synchronization

/// The line that tells, while a command runs long, for how long and how far it is.
///
/// It is drawn when the command asks whether to go on, and goes when the command ends. It is for
/// people: nothing is shown unless standard error is a terminal.
final class ProgressLine: Sendable {

  private struct State {
    var start = ContinuousClock.now
    var lastDrawn: ContinuousClock.Instant?
    /// The part that is done, if the command tells.
    var part: Double?
  }

  /// Whether standard error is a terminal that can take a line away again.
  private static let isTerminal =
    isatty(STDERR_FILENO) == 1 && !["", "dumb"].contains(environment("TERM"))

  private let state = Mutex(State())

  /// Begins the time of a command.
  func start() { state.withLock { $0 = State() } }

  /// Takes the part of the work that is done, from 0 to 1.
  func advance(to part: Double) { state.withLock { $0.part = part } }

  /// Draws the line if the command has run for a while, and the line is not quite new.
  func draw() {
    if !Self.isTerminal { return }
    let text = state.withLock { state -> String? in
      let now = ContinuousClock.now
      let age = now - state.start
      if age < .milliseconds(400) { return nil }
      if let last = state.lastDrawn, now - last < .milliseconds(100) { return nil }
      state.lastDrawn = now
      let part = state.part.map { "\(Int($0 * 100)) %, " } ?? ""
      let seconds = Int(age / .milliseconds(100))
      return "\r\u{1B}[K\(part)\(seconds / 10).\(seconds % 10) s; Ctrl-C stops it"
    }
    if let text { write(text) }
  }

  /// Takes the line away, and returns whether there was one.
  @discardableResult func finish() -> Bool {
    let wasDrawn = state.withLock { $0.lastDrawn != nil }
    if wasDrawn { write("\r\u{1B}[K") }
    start()
    return wasDrawn
  }

  private func write(_ text: String) { _ = Glibc.write(STDERR_FILENO, text, text.utf8.count) }

}
