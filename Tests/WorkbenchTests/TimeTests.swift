import Testing

@testable import Workbench

@Suite("Times of programs") struct TimeTests {

  /// A program with a parameter that is called like an option of `time`.
  private static let module = """
    from gt4py.next import *

    I = Dimension("I")

    @field_operator
    def cond(u: Field[[I], float64], n: int32) -> Field[[I], float64]:
        return u * astype(n, float64)

    @field_operator
    def half(u: Field[[I], float64]) -> Field[[I], float64]:
        return 0.5 * u

    """

  private func workshop() throws -> Workshop {
    try Workshop(["m.py": Self.module], after: ["load \"m.py\"", "set backend interpreter"])
  }

  /// Returns the number of calls of each backend that `input` measures.
  private func calls(_ input: String) throws -> [String] {
    let text = try workshop().succeed(input + " as json")
    return text.matches(of: /"calls": (\d+)/).map { String($0.1) }
  }

  @Test(arguments: [
    ("time calls=3 cond n=2 u=random out=zeros I=4", "3"),
    ("time cond n=2 calls=3 u=random out=zeros I=4", "3"),
    ("time cond n=2 u=random out=zeros I=4", "20"),
    ("time n=4 half u=random out=zeros I=4", "4"),
    ("time calls=4 half u=random out=zeros I=4", "4"),
  ]) func `are taken of as many calls as the line says`(input: String, count: String) throws {
    #expect(try calls(input) == [count])
  }

  @Test(arguments: [
    ("time calls=3 n=4 half u=random out=zeros I=4", "The number of calls is given twice."),
    ("time calls=3 calls=4 half u=random out=zeros I=4", "'calls' is given twice."),
    ("time calls=none half u=random out=zeros I=4", "'none' is no number of calls."),
    ("time n=2 n=3 cond u=random out=zeros I=4", "'n' is given twice."),
  ]) func `are not taken if the number of calls is unclear`(
    input: String, message: String
  ) throws {
    #expect(try workshop().perform(input).diagnostics.map(\.message) == [message])
  }

  @Test func `are not taken of what may not be compiled`() throws {
    let workshop = try workshop()
    for input in ["set backend c", "set jit off"] { try workshop.succeed(input) }
    let line = "half u=random out=zeros I=4"
    let refusals = ["run", "time"].map { workshop.perform("\($0) \(line)").diagnostics }
    #expect(refusals[1].map(\.code) == ["E-RUN-VARIANT"])
    #expect(refusals[0].map(\.message) == refusals[1].map(\.message))
    #expect(refusals[0].map(\.hint) == refusals[1].map(\.hint))
    try workshop.succeed("time calls=1 backend=interpreter \(line)")
    try workshop.succeed("compile half")
    try workshop.succeed("time calls=1 \(line)")
  }

}
