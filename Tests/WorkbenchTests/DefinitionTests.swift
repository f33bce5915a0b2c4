import TestSupport
import Testing

@testable import Workbench

@Suite("Definitions at the prompt") struct DefinitionTests {

  static let shift = """
    @field_operator
    def shifted(u: Field[[I], float64]) -> Field[[I], float64]:
        return u(I + 1)
    """

  @Test func `need no import of GT4Py's names`() throws {
    let workshop = try Workshop(after: ["I = Dimension(\"I\")"])
    #expect(
      try workshop.succeed(Self.shift)
        == "field_operator shifted(u: Field[[I], float64]) -> Field[[I], float64]")
    #expect(workshop.session.current == "shifted")
    #expect(
      try workshop.succeed("run u=random out=zeros I=4").hasPrefix("u made random on I=1:5"))
  }

  @Test func `see the dimensions that come with the tool`() throws {
    let workshop = try Workshop(after: ["from cartesian import I, J, K", Self.shift])
    try workshop.succeed("field u[I, K] = ones I=3 K=2")
  }

  @Test func `replace older ones`() throws {
    let workshop = try Workshop(after: ["from cartesian import I", Self.shift])
    try workshop.succeed(Self.shift.replacing("I + 1", with: "I - 1"))
    #expect(
      try workshop.succeed("run u=random out=zeros I=4").hasPrefix("u made random on I=-1:3"))
    #expect(workshop.session.callables.count == 1)
  }

  private static let plus = """
    @field_operator
    def plus(u: Field[[I], float64]) -> Field[[I], float64]:
        return u + 1.0
    """

  private static let caller = """
    @program
    def caller(u: Field[[I], float64], on: bool, out: Field[[I], float64]):
        plus(u, out=out)
    """

  @Test func `reach programs that were typed before`() throws {
    let workshop = try Workshop(
      after: ["from cartesian import I", Self.plus, Self.caller, "bind on=true", "use caller"])
    try workshop.succeed("field a[I] = zeros I=2")
    #expect(try workshop.succeed("run u=a on=true out=zeros I=2").contains("mean 1"))
    let answer = try workshop.succeed(Self.plus.replacing("1.0", with: "5.0"))
    #expect(answer.hasSuffix("\nrecompiled: caller, caller{on=True}"))
    #expect(try workshop.succeed("run caller u=a on=true out=zeros I=2").contains("mean 5"))
    #expect(try workshop.succeed("run caller{on=True} u=a out=zeros I=2").contains("mean 5"))
    #expect(!(try workshop.succeed(Self.shift)).contains("recompiled"))
  }

  @Test func `say which programs they no longer fit`() throws {
    let workshop = try Workshop(after: ["from cartesian import I", Self.plus, Self.caller])
    let answer = try workshop.succeed(
      Self.plus.replacing(
        "plus(u: Field[[I], float64])", with: "plus(u: Field[[I], float64], n: float64)"))
    #expect(answer.contains("\ncaller no longer fits: "))
    #expect(workshop.perform("run caller u=random on=true out=zeros I=2").failed)
    try workshop.succeed(Self.caller.replacing("plus(u", with: "plus(u, 3.0"))
    try workshop.succeed("run u=random on=true out=zeros I=2")
  }

  @Test func `say how to run what they define`() throws {
    let workshop = try Workshop(after: ["from cartesian import I"])
    #expect(
      workshop.perform(Self.shift).hint == "run shifted u=random out=zeros I=6, show itir, stages")
    #expect(workshop.perform("from cartesian import J").hint == nil)
    try workshop.succeed("run shifted u=random out=zeros I=8")
  }

  @Test func `leave the old one when the new one is wrong`() throws {
    let workshop = try Workshop(after: ["from cartesian import I", Self.shift])
    let before = SessionState(workshop.session)
    let marked = MarkedText(Self.shift.replacing("return u", with: "return 1️⃣v"))
    let output = workshop.perform(marked.text)
    #expect(output.diagnostics.map(\.code) == ["E-NAME-UNDECLARED"])
    expectPlace(output.diagnostics.first, in: marked, "\(output.rendered())")
    #expect(SessionState(workshop.session) == before)
    #expect(try workshop.succeed("show source").contains("return u(I + 1)"))
  }

  @Test func `may return scalars and be called by others`() throws {
    let workshop = try Workshop(after: ["from cartesian import I"])
    try workshop.succeed("@field_operator\ndef twice(a: float64) -> float64:\n    return a + a")
    try workshop.succeed(
      """
      @field_operator
      def doubled(u: Field[[I], float64], a: float64) -> Field[[I], float64]:
          return u * twice(a)
      """)
    #expect(
      try workshop.succeed("run doubled u=random a=1.5 out=zeros I=2").contains("out  Field[[I]"))
  }

  @Test func `report all mistakes of a file, and take up what is right`() throws {
    let wrong = lapModule.replacing("-4.0 * u", with: "w").replacing(
      "lap(u, out", with: "lp(u, out")
    let workshop = try Workshop(["lap.py": wrong])
    let output = workshop.perform("load lap.py")
    #expect(output.diagnostics.count >= 2, "\(output.rendered())")
    #expect(workshop.session.callables.keys.elementsEqual(["scale", "scaled"]))
  }

}
