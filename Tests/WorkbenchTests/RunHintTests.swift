import Diagnostics
import Testing

@testable import Workbench

/// What a run that cannot be made says to write.
@Suite("Hints about runs") struct RunHintTests {

  private func workshop(_ inputs: String...) throws -> Workshop {
    let workshop = try Workshop(after: ["from cartesian import I, J"] + inputs)
    for input in [
      """
      @field_operator
      def lap(u: Field[[I, J], float64]) -> Field[[I, J], float64]:
          return u(I + 1) + u(I - 1) + u(J + 1) + u(J - 1) - 4.0 * u

      """,
      """
      @field_operator
      def step(u: Field[[I], float64], v: Field[[I], float64]) -> Field[[I], float64]:
          return u(I + 2) + v(I - 1)

      """,
      """
      @field_operator
      def scaled(u: Field[[I], float64], dt: float64 = 0.1) -> Field[[I], float64]:
          return dt * u

      """,
    ] { try workshop.succeed(input) }
    return workshop
  }

  private func hint(of input: String, _ workshop: Workshop) -> String? {
    workshop.perform(input).diagnostics.first?.hint
  }

  /// By hand: the neighbors of -1:7 are -2:8, and those of 0:6 are -1:7.
  @Test func `tell all that fields lack, and the largest domain`() throws {
    let workshop = try workshop(
      "field u[I, J] = random I=-1:7 J=-1:7", "field o[I, J] = zeros I=-1:7 J=-1:7")
    #expect(
      hint(of: "run lap u=u out=o", workshop)
        == "'u' needs I=-2:8 J=-2:8, or compute on I=0:6 J=0:6")
    #expect(
      hint(of: "run lap u=u out=o I=0:6 J=0:7", workshop)
        == "'u' needs J=-1:8, or compute on I=0:6 J=0:6")
    try workshop.succeed("run lap u=u out=o I=0:6 J=0:6")
  }

  /// By hand: on 0:8 u is read at 2:10 and v at -1:7; u has 0:8, so 0:6, and v has 0:8, so 1:8.
  @Test func `tell of several fields`() throws {
    let workshop = try workshop(
      "field u[I] = ones I=8", "field v[I] = ones I=8", "field o[I] = zeros I=8")
    #expect(
      hint(of: "run step u=u v=v out=o", workshop)
        == "'u' needs I=2:10, 'v' needs I=-1:7, or compute on I=1:6")
    try workshop.succeed("run step u=u v=v out=o I=1:6")
    // Nothing is left of so small fields.
    for name in ["u", "v", "o"] { try workshop.succeed("field \(name)[I] = ones I=2") }
    #expect(hint(of: "run step u=u v=v out=o", workshop)?.hasSuffix("on a smaller domain") == true)
  }

  /// GT4Py takes defaults where it runs Python itself, and not in what it compiles.
  @Test func `name the default that is not taken`() throws {
    let workshop = try workshop("field u[I] = ones I=8")
    #expect(
      hint(of: "run scaled u=u out=zeros", workshop)
        == "a default is not taken, as in GT4Py's compiled code: add dt=0.1")
    try workshop.succeed("run scaled u=u out=zeros dt=0.1")
  }

  @Test(arguments: [
    ("retrun -4.0 * u", "did you mean 'return'?"), ("retrun u", "did you mean 'return'?"),
    ("u * 2.0", "assign it to a name, or return it"),
    ("return np.sin(u)", "operators call functions by their names alone: sin(u), not np.sin(u)"),
    (
      "return u(I + 0.5)",
      "a half leads between the points, where no value of this field is: u(I + 1)"
    ),
  ])
  func `of bodies say what was meant`(body: String, hint: String) throws {
    let workshop = try workshop()
    let text =
      "@field_operator\ndef f(u: Field[[I], float64]) -> Field[[I], float64]:\n    \(body)\n"
    #expect(self.hint(of: text, workshop) == hint)
  }

  /// By hand: the operator names elements 0 and 1 of the neighbors, so two columns are enough.
  @Test func `make fields of neighbors as long as is read`() throws {
    let workshop = try Workshop(
      [
        "m.py": """
        from gt4py.next import *
        Edge = Dimension("Edge")
        Cell = Dimension("Cell")
        E2CDim = Dimension("E2C", kind=DimensionKind.LOCAL)
        E2C = FieldOffset("E2C", source=Cell, target=(Edge, E2CDim))

        @field_operator
        def jump(w: Field[[Edge, E2CDim], float64]) -> Field[[Edge], float64]:
            return w[E2CDim(1)] - w[E2CDim(0)]

        @program
        def jumps(w: Field[[Edge, E2CDim], float64], out: Field[[Edge], float64]):
            jump(w, out=out)
        """
      ], after: ["load m.py", "use jumps"])
    let line = try #require(
      hint(of: "run", workshop)?.split(separator: "`").dropFirst().first.map { String($0) })
    let text = try workshop.succeed(line)
    #expect(text.contains("w made random on Edge=0:6, E2C=0:2\n"), "\(text)")
    let longer = try workshop.succeed("run w=random out=zeros Edge=4 E2C=3")
    #expect(longer.contains("w made random on Edge=0:4, E2C=0:3\n"), "\(longer)")
  }

}
