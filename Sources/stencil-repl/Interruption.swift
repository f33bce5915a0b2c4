import Foundation
import Synchronization
import Workbench

/// The user's wish to stop the running command: Ctrl-C.
enum Interruption {

  private static let pending = Atomic<Bool>(false)

  /// Whether Ctrl-C was typed since the last `clear`.
  static var isPending: Bool { pending.load(ordering: .relaxed) }

  static func clear() { pending.store(false, ordering: .relaxed) }

  /// Makes Ctrl-C set `isPending` instead of ending the process; a second one ends it.
  ///
  /// System calls are interrupted, so that a prompt that waits for a line notices.
  static func install() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      if Interruption.pending.exchange(true, ordering: .relaxed) { _exit(ExitStatus.interrupted) }
    }
    sigaction(SIGINT, &action, nil)
  }

}

extension Environment {

  /// The files of this machine; Ctrl-C stops commands, and `progress` shows how far they are.
  static func onTerminal(
    _ progress: ProgressLine, folder: String = FileManager.default.currentDirectoryPath,
    modulePath: [String]
  ) -> Environment {
    .system(
      folder: folder, modulePath: modulePath,
      isCancelled: {
        progress.draw()
        return Interruption.isPending
      },
      onProgress: { progress.advance(to: $0) })
  }

}
