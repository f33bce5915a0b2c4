import Diagnostics
import IteratorIR
import Testing

@testable import Workbench

/// Each run of a pass has a name that commands take.
@Suite("Runs of passes") struct PassRunTests {

  @Test func `are shown, stepped and compared by their names`() throws {
    let workshop = try lapWorkshop("use scaled")
    let session = workshop.session
    var runner = session.runner
    let callable = try #require(session.currentCallable)
    let run = try session.pipelineRun(of: callable, &runner)
    let names = run.runNames
    #expect(names.count == run.passes.count && Set(names).count == names.count)
    #expect(names.contains("constant_folding (1)") && names.contains("inline_lifts (2)"))
    for (name, pass) in zip(names, run.passes) {
      let shown = try workshop.succeed("show itir after \(name)")
      if name.last == ")" { #expect(shown == pass.program.text(width: 80), "\(name)") }
      let difference = try workshop.succeed("diff \(name)")
      if name.last == ")" {
        #expect((difference == "\(name) changed nothing") == !pass.isChanged, "\(name)")
      }
      try workshop.succeed("step \(name)")
      try workshop.succeed("done")
    }
    #expect(
      try workshop.succeed("show itir after constant_folding(1)")
        == workshop.succeed("show itir after constant_folding (1)"))
    let changed = try #require(zip(names, run.passes).first { $1.isChanged })
    try workshop.succeed("step \(changed.0)")
    #expect(workshop.session.promptText.contains("\(changed.0)[0/"))
  }

  @Test func `that there are none of are refused with those that there are`() throws {
    let workshop = try lapWorkshop()
    let problem = workshop.perform("step inline_lifts (9)").diagnostics.first
    #expect(problem?.code == "E-NAME-PASS")
    #expect(problem?.hint == "its runs are inline_lifts, inline_lifts (2)")
    #expect(problem?.span?.text == "inline_lifts (9)")
  }

  @Test func `are named by the steps of the pipeline`() throws {
    let workshop = try lapWorkshop("use scaled", "step pipeline")
    let first = try workshop.succeed("step")
    #expect(first.split(separator: "\n")[0].hasSuffix("  in inline_fundefs"))
    #expect(try workshop.succeed("step list").contains("\n  in inline_fundefs\n"))
    try workshop.succeed("step inline_fundefs")
    #expect(try !workshop.succeed("step").contains("  in inline_fundefs"))
  }

  /// What a step changed is in the excerpt, however long the expression around it is.
  @Test(arguments: [50, 60, 80, 120])
  func `show what changed`(width: Int) throws {
    let workshop = try Workshop(after: [
      "set width \(width)", "from cartesian import *",
      """
      @field_operator
      def f(a: Field[[I], float64], b: Field[[I], float64]) -> Field[[I], float64]:
          x = a * 1.0 + b * 2.0 + a(Ioff[1]) * 3.0 + b(Ioff[1]) * 4.0 + a(Ioff[2]) * (5.0 + 6.0)
          y = x + a * (2.0 + 1.0) - b(Ioff[-1]) * 7.0 + (x - a(Ioff[-1])) * (1.0 + 1.0)
          return y * (3.0 - 1.0) + x
      """, "step pipeline",
    ])
    let count = try #require(workshop.session.stepper?.trace.count)
    #expect(count > 10)
    var compared = 0
    for _ in 0 ..< count {
      let card = try workshop.succeed("step")
      let lines = card.split(separator: "\n")
      guard let before = lines.first(where: { $0.hasPrefix("before  ") }),
        let after = lines.first(where: { $0.hasPrefix("after   ") })
      else { continue }
      compared += 1
      #expect(before.dropFirst(8) != after.dropFirst(8), "\(card)")
      #expect(lines.allSatisfy { String($0).columnCount <= width }, "\(card)")
    }
    #expect(compared > 5)
  }

}
