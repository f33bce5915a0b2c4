import Testing

@testable import Workbench

/// What a bound value became is traced back to where the person wrote it.
@Suite("Origins of bound values") struct BoundOriginTests {

  private static let module = """
    from gt4py.next import *
    I = Dimension("I")
    FI = Field[[I], float64]
    @field_operator
    def scale(a: FI, p: bool, n: int32) -> FI:
        return a * 2.0 if p & (n > 2) else a
    @program
    def scaled(a: FI, o: FI, p: bool, n: int32, m: int64):
        scale(a, p, n, out=o, domain={I: (0, m)})
    """

  private func workshop(_ inputs: String...) throws -> Workshop {
    try Workshop(["m.py": Self.module], after: ["load m.py"] + inputs)
  }

  /// The input is the second one, the value of `p` in its columns 6 on.
  @Test func `are on the card, and in why`() throws {
    let workshop = try workshop("bind p=true n=5", "step constant_folding")
    let card = try workshop.succeed("goto 1")
    let place = #/bind (p=true at <input 2>:1:8|n=5 at <input 2>:1:15)/#
    #expect(card.contains(place), "\(card)")
    #expect(try workshop.succeed("why").contains(place))
  }

  @Test func `are where the latest binding is`() throws {
    let workshop = try workshop("bind p=true n=5", "step constant_folding", "unbind all")
    try workshop.succeed("bind   n=5     p=true")
    try workshop.succeed("step constant_folding")
    let card = try workshop.succeed("goto 1")
    #expect(card.contains(#/p=true at <input 5>:1:18|n=5 at <input 5>:1:10/#), "\(card)")
    // A program's line 1 is not the line that bound it.
    #expect(workshop.perform("until line 1").failed)
    #expect(try workshop.succeed("why not 5").contains("<input 5>:1:10"))
  }

  @Test func `are in messages`() throws {
    let workshop = try workshop()
    let text = workshop.perform("bind p=true m=5000000000").rendered()
    #expect(text.contains("E-BIND-INDEX"), "\(text)")
    #expect(text.contains("<input 2>:1:15"), "\(text)")
  }

  /// By hand: `n > 2` is folded; a factor stays; the let of an argument that nothing uses goes.
  @Test func `tell what became of a bound name`() throws {
    let workshop = try workshop("bind p=true n=5")
    let flag = try workshop.succeed("why not n")
    #expect(flag.hasPrefix("bind n=5 at <input 2>:1:15:  n is 5\n"), "\(flag)")
    #expect(flag.contains("relied on the value"), "\(flag)")
    #expect(flag.hasSuffix("remedy        unbind n"), "\(flag)")
    // What nothing uses is no reason for anything.
    try workshop.succeed(
      """
      @field_operator
      def idle(a: Field[[I], float64], k: int32) -> Field[[I], float64]:
          return a

      """)
    try workshop.succeed(
      """
      @field_operator
      def times(a: Field[[I], float64], c: float64) -> Field[[I], float64]:
          return a * c

      """)
    try workshop.succeed("bind c=2.5")
    let factor = try workshop.succeed("why not c")
    #expect(factor.contains("At the end it stands in 1 place as a literal."), "\(factor)")
    try workshop.succeed("use idle")
    try workshop.succeed("bind k=3")
    #expect(try workshop.succeed("why not k").contains("Nothing here uses it."))
    // Names that are not bound are said as ever.
    #expect(workshop.perform("why not q").failed)
    #expect(
      try workshop.succeed("why not k as json").contains("\"reason\": \"bound\""))
  }

}
