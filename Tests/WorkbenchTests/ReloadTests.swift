import Foundation
import Testing

@testable import Workbench

@Suite("A file that is loaded again") struct ReloadTests {

  /// A line was inserted above the definitions: the program is the same, its lines are not.
  @Test func `has its lines where they are now`() throws {
    let workshop = try lapWorkshop("use scaled", "bind on=true")
    func lines() throws -> [Int] {
      try workshop.succeed("step")
      try workshop.succeed("run u=random factor=0.5 out=zeros I=3 J=3")
      let stepper = try #require(workshop.session.stepper)
      return stepper.trace.rewrites.compactMap { $0.span?.line }
    }
    let before = try lines()
    try #require(!before.isEmpty)
    let text = try workshop.text(of: "lap.py")
    try Data(("\n" + text).utf8).write(to: workshop.folder.appending(path: "lap.py"))
    for input in ["done", "load lap.py", "use scaled", "bind on=true"] {
      try workshop.succeed(input)
    }
    #expect(try lines() == before.map { $0 + 1 })
  }

}
