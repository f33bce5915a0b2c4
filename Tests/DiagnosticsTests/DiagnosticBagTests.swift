import Diagnostics
import Testing

@Suite("Bags of diagnostics") struct DiagnosticBagTests {

  private enum Code: String, DiagnosticCode {
    case one = "E-TEST-ONE"
  }

  private func diagnostic(_ i: Int) -> Diagnostic { Diagnostic(code: Code.one, "number \(i)") }

  @Test func `keep the order and leave out what is there already`() {
    var bag = DiagnosticBag()
    bag.report([2, 0, 2, 1, 0].map(diagnostic))
    bag.report(diagnostic(1))
    #expect(bag.diagnostics.map(\.message) == ["number 2", "number 0", "number 1"])
  }

  /// Comparing each with all before would take minutes.
  @Test(.timeLimit(.minutes(1))) func `hold many`() {
    var bag = DiagnosticBag()
    for i in 0 ..< 50_000 { bag.report(diagnostic(i)) }
    #expect(bag.diagnostics.count == 50_000)
    #expect(bag.hasErrors)
  }

}
