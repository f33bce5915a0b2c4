import Diagnostics
import Foundation
import Synchronization
import Workbench

/// The user's wish to stop the running command: Ctrl-C.
enum Interruption {

  private static let pending = Atomic<Bool>(false)

  /// Whether Ctrl-C was typed since the last `clear`.
  static var isPending: Bool { pending.load(ordering: .relaxed) }

  static func clear() { pending.store(false, ordering: .relaxed) }

  /// When Ctrl-C was typed, in seconds of the system's clock.
  private static let start = Atomic<Int>(0)

  /// The seconds after which Ctrl-C ends a process that did not heed an earlier one.
  private static let patience = 2

  /// Makes Ctrl-C set `isPending` instead of ending the process.
  ///
  /// One that is typed a while later ends it; several at once are one. System calls are
  /// interrupted, so that a prompt that waits for a line notices.
  static func install() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      var now = timespec()
      clock_gettime(CLOCK_MONOTONIC, &now)
      if !Interruption.pending.exchange(true, ordering: .relaxed) {
        Interruption.start.store(now.tv_sec, ordering: .relaxed)
      } else if now.tv_sec - Interruption.start.load(ordering: .relaxed) >= Interruption.patience {
        _exit(ExitStatus.interrupted)
      }
    }
    sigaction(SIGINT, &action, nil)
    unblock([SIGINT])
  }

  /// Whoever started the process may have had `signals` blocked.
  private static func unblock(_ signals: [Int32]) {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  /// The signal that asked the process to end; 0 for none.
  private static let end = Atomic<Int32>(0)

  /// When that was, in seconds of the system's clock.
  private static let endStart = Atomic<Int>(0)

  /// The status to end with, if the process was asked to: its terminal was closed, or somebody ended
  /// it.
  static var endStatus: Int32? {
    let signal = end.load(ordering: .relaxed)
    return signal == 0 ? nil : 128 + signal
  }

  /// Makes what would end the process stop the running command, so that what was done can be kept
  /// first.
  static func catchEnd() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in
      var now = timespec()
      clock_gettime(CLOCK_MONOTONIC, &now)
      if Interruption.end.exchange(signal, ordering: .relaxed) == 0 {
        Interruption.endStart.store(now.tv_sec, ordering: .relaxed)
        Interruption.pending.store(true, ordering: .relaxed)
      } else if now.tv_sec - Interruption.endStart.load(ordering: .relaxed) >= Interruption.patience
      {
        _exit(128 + signal)
      }
    }
    for signal in [SIGHUP, SIGTERM] { sigaction(signal, &action, nil) }
    unblock([SIGHUP, SIGTERM])
  }

  /// Makes Ctrl-\\ do nothing, which would end a prompt and lose what was done there.
  ///
  /// It is caught rather than ignored, so that programs that are started from here get it.
  static func passOverQuit() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    action.sa_flags = SA_RESTART
    sigaction(SIGQUIT, &action, nil)
  }

  /// Returns what `body` returns, which asks nobody whether it is to go on.
  ///
  /// - Throws: `Diagnostic.interrupted` as soon as Ctrl-C is typed, whatever comes of the work then;
  ///   what the work ran out of.
  static func interruptibly<T: Sendable>(
    _ body: @escaping @Sendable () -> T
  ) throws(DiagnosticError) -> T {
    try withLargeStack(until: StopRequest { isPending }) { () throws(DiagnosticError) in body() }
  }

  /// Returns what `body` does while another program has the terminal: Ctrl-C is for that one, and
  /// what it does not read is lost.
  static func leftToOthers<T>(_ body: () -> T) -> T {
    var action = sigaction()
    // Signals that are ignored would be ignored by the other program too; caught ones are not.
    action.__sigaction_handler.sa_handler = { _ in }
    action.sa_flags = SA_RESTART
    var (interrupt, pipe) = (sigaction(), sigaction())
    sigaction(SIGINT, &action, &interrupt)
    sigaction(SIGPIPE, &action, &pipe)
    defer {
      sigaction(SIGINT, &interrupt, nil)
      sigaction(SIGPIPE, &pipe, nil)
    }
    return body()
  }

}

extension Surroundings {

  /// The files of this machine; Ctrl-C stops commands, and `progress` shows how far they are.
  static func onTerminal(
    _ progress: ProgressLine, folder: String = FileManager.default.currentDirectoryPath,
    modulePath: [String]
  ) -> Surroundings {
    .system(
      folder: folder, modulePath: modulePath,
      isCancelled: {
        progress.draw()
        return Interruption.isPending
      },
      onProgress: { progress.advance(to: $0) })
  }

}
