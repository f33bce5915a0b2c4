import Foundation
import Synchronization

/// The user's wish to stop a long run: Ctrl-C.
enum Interruption {

  private static let pending = Atomic<Bool>(false)

  /// Whether Ctrl-C was typed.
  static var isPending: Bool { pending.load(ordering: .relaxed) }

  /// Makes Ctrl-C set `isPending` instead of ending the process; a second one ends it.
  static func install() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      if Interruption.pending.exchange(true, ordering: .relaxed) { _exit(130) }
    }
    sigaction(SIGINT, &action, nil)
  }

}
