import StencilTypes
import Testing

@testable import Workbench

/// Fields that a run makes of one number: `run u=2.5`.
@Suite("Fields filled with a number") struct FilledArgumentTests {

  private static let module = """
    import gt4py.next as gtx
    from gt4py.next import Field, float32, float64, int8, int32, where
    I = gtx.Dimension("I")
    Ioff = gtx.FieldOffset("Ioff", source=I, target=(I,))

    @gtx.field_operator
    def ahead(u: Field[[I], float64], f: Field[[I], float32]) -> Field[[I], float64]:
        return u(Ioff[1]) * 2.0

    @gtx.field_operator
    def count(n: Field[[I], int32], k: Field[[I], int8]) -> Field[[I], int32]:
        return n + 1

    @gtx.field_operator
    def choose(m: Field[[I], bool], p: tuple[Field[[I], float64], Field[[I], int32]]) -> Field[[I], float64]:
        return where(m, p[0], 7.0)

    """

  private func workshop(_ inputs: String...) throws -> Workshop {
    try Workshop(["m.py": Self.module], after: ["load m.py"] + inputs)
  }

  /// What is read of `u` for `I=2:5` is `I=3:6`, and `f` is not read at all.
  @Test(arguments: ["2.5", "-3", "1e-3", "inf", "2"])
  func `take the number in the type and on the range that are needed`(number: String) throws {
    let workshop = try workshop()
    let text = try workshop.succeed("run ahead u=\(number) f=0.1 out=zeros I=2:5")
    #expect(text.hasPrefix("u made \(number) on I=3:6\n"))
    let u = try #require(workshop.session.fields["u"])
    #expect(u.dtype == .float64)
    #expect(u.domain.ranges == [3 ..< 6])
    #expect(u.values.allSatisfy { $0.float64 == Double(number) })
    #expect(
      workshop.session.fields["out"]?.values.compactMap(\.float64)
        == [Double](repeating: 2 * (Double(number) ?? .nan), count: 3))
  }

  @Test func `take the number of a file's type, and truth values`() throws {
    let workshop = try workshop()
    try workshop.succeed("run count n=-2147483648 k=-128 out=zeros I=2")
    #expect(
      workshop.session.fields["out"]?.values.compactMap(\.integer) == [
        -2_147_483_647, -2_147_483_647,
      ])
    try workshop.succeed("run choose m=true p=3 out=zeros I=2")
    #expect(workshop.session.fields["out"]?.values.compactMap(\.float64) == [3, 3])
    #expect(workshop.session.fields["p_1"]?.dtype == .int32)
    try workshop.succeed("run choose m=false p=(2.5,1) out=-1.0 I=2")
    #expect(workshop.session.fields["out"]?.values.compactMap(\.float64) == [7, 7])
  }

  /// `nan` is a number; a field of that name comes first.
  @Test func `leave names to the fields that have them`() throws {
    let workshop = try workshop("field nan[I] = 4.0 I=8")
    try workshop.succeed("run ahead u=nan f=1 out=zeros I=2")
    #expect(workshop.session.fields["out"]?.values.compactMap(\.float64) == [8, 8])
  }

  @Test(arguments: [
    (
      "run count n=2.5 k=1 out=zeros I=2",
      "Parameter 'n' is a 'Field[[I], int32]'; '2.5' is no value of type 'int32'.",
      "write a whole number from -2147483648 to 2147483647"
    ),
    (
      "run count n=1 k=128 out=zeros I=2",
      "Parameter 'k' is a 'Field[[I], int8]'; '128' is no value of type 'int8'.",
      "write a whole number from -128 to 127"
    ),
    (
      "run choose m=1 p=1 out=zeros I=2",
      "Parameter 'm' is a 'Field[[I], bool]'; '1' is no value of type 'bool'.",
      "write true or false"
    ),
    (
      "run choose m=true p=2.5 out=zeros I=2",
      "Parameter 'p_1' is a 'Field[[I], int32]'; '2.5' is no value of type 'int32'.",
      "write a whole number from -2147483648 to 2147483647"
    ),
    (
      "run ahead u=1 f=1e39 out=zeros I=2",
      "Parameter 'f' is a 'Field[[I], float32]'; '1e39' is no value of type 'float32'.",
      "write a number: 0.5, 3 or 1e-12"
    ),
  ])
  func `say once what does not fit`(line: String, message: String, hint: String) throws {
    let workshop = try workshop()
    let before = SessionState(workshop.session)
    let output = workshop.perform(line)
    #expect(output.diagnostics.map(\.message) == [message])
    #expect(output.diagnostics.first?.hint == hint)
    #expect(SessionState(workshop.session) == before)
  }

  /// What the run does not read has the range of the outputs, and one point along other dimensions.
  @Test func `make what a run does not read`() throws {
    let workshop = try workshop("J = Dimension(\"J\")")
    try workshop.succeed(
      """
      @field_operator
      def either(on: bool, u: Field[[I], float64], w: Field[[J], float64]) -> Field[[I], float64]:
          r = u
          if on:
              r = u + 1.0
          return r

      """)
    let made = try workshop.succeed("run either on=false u=random w=random out=zeros I=2:9")
    #expect(made.contains("w made random on J=0:1, which this run does not read"), "\(made)")
    try workshop.succeed("field o[I] = zeros I=3:7")
    let given = try workshop.succeed("run either on=false u=random w=random out=o J=4")
    #expect(given.contains("w made random on J=0:4, which this run does not read"), "\(given)")
    try workshop.succeed("field p[I] = zeros I=3:7")
    let sized = try workshop.succeed("run ahead u=random f=random out=p")
    #expect(sized.contains("f made random on I=3:7, which this run does not read"), "\(sized)")
  }

}
