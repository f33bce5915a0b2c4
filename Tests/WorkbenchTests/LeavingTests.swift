import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Workbench

/// Who types Ctrl-C has the prompt back, whatever the command is busy with.
@Suite("Leaving commands") struct LeavingTests {

  /// A folder that nobody can list as long as the test goes on.
  private final class Trap: Sendable {

    let isSprung = Atomic<Bool>(false)
    private let end = DispatchSemaphore(value: 0)

    func list() -> [String] {
      isSprung.store(true, ordering: .relaxed)
      end.wait()
      end.signal()
      return ["found"]
    }

    func open() { end.signal() }

  }

  @Test func `leave the session as it was, and what asks nothing behind`() throws {
    let trap = Trap()
    defer { trap.open() }
    let workshop = try lapWorkshop("field u[I, J] = ones I=3 J=3")
    var surroundings = workshop.session.surroundings
    surroundings.listFolder = { _ in trap.list() }
    surroundings.isCancelled = { trap.isSprung.load(ordering: .relaxed) }
    workshop.session.surroundings = surroundings
    let before = SessionState(workshop.session)
    let output = workshop.perform("ls")
    #expect(output.diagnostics.contains(.interrupted))
    #expect(SessionState(workshop.session) == before)
    // What nobody wants any more is no reason to stop the next command.
    workshop.session.surroundings.isCancelled = { false }
    #expect(try workshop.succeed("list").contains("laplacian"))
  }

}
