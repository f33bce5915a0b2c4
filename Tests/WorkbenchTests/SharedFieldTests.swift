import Testing

@testable import Workbench

/// One field for two results would lose one of them.
@Suite("Fields given twice") struct SharedFieldTests {

  private static let module = """
    from gt4py.next import *
    I = Dimension("I")
    FI = Field[[I], float64]
    @field_operator
    def swap(a: FI, b: FI) -> tuple[FI, FI]:
        return b, a
    @program
    def p(a: FI, b: FI, x: FI, y: FI):
        swap(a, b, out=(x, y))
    @program
    def q(a: FI, b: FI, xy: tuple[FI, FI]):
        swap(a, b, out=xy)
    """

  private func workshop() throws -> Workshop {
    try Workshop(
      ["m.py": Self.module],
      after: [
        "load m.py", "field a[I] = 1.0 I=4", "field b[I] = 2.0 I=4", "field o[I] = zeros I=4",
      ])
  }

  @Test(arguments: [
    "run swap a=a b=b out=(o,o)", "run p a=a b=b x=o y=o", "run q a=a b=b xy=(o,o)",
  ]) func `are refused as two results`(input: String) throws {
    let workshop = try workshop()
    let before = workshop.session.fields["o"]?.digest
    let text = workshop.perform(input).rendered()
    #expect(text.contains("E-RUN-OVERLAP") && text.contains("same field"), "\(text)")
    #expect(workshop.session.fields["o"]?.digest == before)
  }

  @Test func `may be read as often as one likes, and read and written`() throws {
    let workshop = try workshop()
    try workshop.succeed("run swap a=a b=a out=(o,b)")
    try workshop.succeed("run p a=a b=b x=a y=b")
    #expect(try workshop.succeed("digest a") != workshop.succeed("digest o"))
  }

}
