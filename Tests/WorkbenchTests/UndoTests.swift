import Diagnostics
import Fields
import Foundation
import StencilTypes
import Testing

@testable import Workbench

@Suite("Undo") struct UndoTests {

  @Test(arguments: [
    "field u[I] = ones I=3", "bind n=3", "set width 60", "use lap", "G = 2.0",
    "set rule if-literal off", "run u=random out=zeros n=4 I=4 J=4",
    "@field_operator\ndef lap(u: Field[[I, J], float64]) -> Field[[I, J], float64]:\n    return u\n",
  ])
  func `takes back`(input: String) throws {
    let workshop = try lapWorkshop("field u[I, J] = zeros I=3 J=3", "field x[I] = zeros I=2")
    let before = SessionState(workshop.session)
    let source = try workshop.succeed("show source of lap")
    try workshop.succeed(input)
    let text = try workshop.succeed("undo")
    let named = input.split(separator: "\n").first { !$0.hasPrefix("@") }
    #expect(text == "took back: \(named ?? "nothing")")
    #expect(SessionState(workshop.session) == before)
    #expect(try workshop.succeed("show source of lap") == source)
  }

  @Test func `goes back several inputs, and stops at the first`() throws {
    let workshop = try Workshop(
      ["lap.py": lapModule], after: ["load lap.py", "field a[I] = ones I=2"])
    try workshop.succeed("field a[I] = zeros I=2")
    try workshop.succeed("print a")
    #expect(try workshop.succeed("undo 2").split(separator: "\n").count == 2)
    #expect(workshop.session.fields.isEmpty)
    #expect(try workshop.succeed("undo 9").hasSuffix("there is nothing else to take back"))
    #expect(try workshop.succeed("undo") == "there is nothing to take back")
    #expect(workshop.perform("use lap").failed)
  }

  @Test(arguments: ["field u[I] = ones I=3", "bind n=3", "set width 60", "use lap", "G = 2.0"])
  func `is taken back itself`(input: String) throws {
    let workshop = try lapWorkshop("field u[I, J] = zeros I=3 J=3")
    try workshop.succeed(input)
    let after = SessionState(workshop.session)
    try workshop.succeed("undo")
    #expect(try workshop.succeed("redo") == "did again: \(input)")
    #expect(SessionState(workshop.session) == after)
    #expect(try workshop.succeed("redo") == "there is nothing to do again")
    // What was done again can be taken back again.
    #expect(try workshop.succeed("undo") == "took back: \(input)")
    try workshop.succeed("field w[I] = ones I=3")
    #expect(try workshop.succeed("redo") == "there is nothing to do again")
  }

  @Test func `and redo walk along the states`() throws {
    let workshop = try Workshop(after: ["from cartesian import *"])
    for i in 0 ..< 5 { try workshop.succeed("field a[I] = \(i).0 I=1") }
    func value() -> Double? { workshop.session.fields["a"]?.values.first?.float64 }
    try workshop.succeed("undo 3")
    #expect(value() == 1)
    #expect(try workshop.succeed("redo 2").split(separator: "\n").count == 2)
    #expect(value() == 3)
    try workshop.succeed("undo")
    #expect(value() == 2)
    #expect(try workshop.succeed("redo 9").hasSuffix("there is nothing else to do again"))
    #expect(value() == 4)
  }

  @Test func `leaves alone what changes nothing`() throws {
    let workshop = try lapWorkshop("field u[I, J] = zeros I=3 J=3")
    let count = workshop.session.earlier.states.count
    for input in ["show itir", "passes", "print u", "step pipeline", "list", "nothing", "help"] {
      workshop.perform(input)
    }
    #expect(workshop.session.earlier.states.count == count)
  }

  @Test func `is in a saved session, so that it replays`() throws {
    let workshop = try Workshop(
      after: ["from cartesian import *", "field a[I] = ones I=2", "field a[I] = zeros I=2", "undo"])
    try workshop.succeed("digest a")
    let recording = Recording(of: workshop.session, in: workshop.folder.path).text
    let file = try SessionFile(SourceFile(name: "x", text: recording))
    let report = Replay(blessesErrors: false, isStrict: false).run(
      file, in: try Workshop().session)
    #expect(report.passed, "\(report.text)")
  }

  /// A thousand fields under one name: the old ones are not kept for ever.
  @Test func `keeps no more states than it may`() throws {
    let workshop = try Workshop(after: ["from cartesian import *"])
    for i in 0 ..< 1000 { workshop.perform("field a[I] = \(i).0 I=2") }
    #expect(workshop.session.earlier.states.count == EarlierStates.mostStates)
    #expect(try workshop.succeed("undo 50").split(separator: "\n").count == 50)
    #expect(workshop.session.fields["a"]?.values == [949.0, 949.0].map { ScalarValue($0) })
  }

  /// Of large fields only so many are kept that their memory has a bound.
  @Test func `keeps no more memory than it may`() throws {
    var session = try Workshop().session
    var earlier = EarlierStates()
    let domain = Domain(dims: [Dimension("I")], ranges: [0 ..< 4 << 20])
    for _ in 0 ..< 60 {
      var next = session
      next.fields["a"] = Field(zeros: .float64, on: domain)
      next.settings.seed += 1
      earlier.append(.init(of: session, before: next, input: ""))
      session = next
    }
    #expect(earlier.states.count == EarlierStates.mostBytes / (32 << 20))
  }

}
