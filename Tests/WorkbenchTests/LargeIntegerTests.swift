import StencilTypes
import Testing

@testable import Workbench

/// The integers at the ends of 64 bits, wherever they can be written.
@Suite("Large integers") struct LargeIntegerTests {

  private static let module = """
    import enum
    from gt4py.next import *
    I = Dimension("I")
    MOST = 18446744073709551615
    POWER = 2**64 - 1
    LEAST = -9223372036854775808
    class Ends(int64, enum.Enum):
        LEAST = -9223372036854775808

    @field_operator
    def literal(a: Field[[I], uint64]) -> Field[[I], uint64]:
        return a + 18446744073709551615

    @field_operator
    def made(a: Field[[I], uint64]) -> Field[[I], uint64]:
        return a + uint64(18446744073709551615)

    @field_operator
    def closed(a: Field[[I], uint64]) -> Field[[I], uint64]:
        return a + MOST + uint64(MOST) + POWER

    @field_operator
    def given(a: Field[[I], uint64], n: uint64) -> Field[[I], uint64]:
        return a + n

    @program
    def passed(a: Field[[I], uint64], out: Field[[I], uint64]):
        given(a, 18446744073709551615, out=out)

    @field_operator
    def least(a: Field[[I], int64]) -> Field[[I], int64]:
        return a + int64(-9223372036854775808)

    @field_operator
    def signed(a: Field[[I], int64]) -> Field[[I], int64]:
        return -9223372036854775808 + a

    @field_operator
    def member(a: Field[[I], int64]) -> Field[[I], int64]:
        return a + Ends.LEAST

    @field_operator
    def constant(a: Field[[I], int64]) -> Field[[I], int64]:
        return a + LEAST
    """

  private func workshop() throws -> Workshop {
    try Workshop(
      ["m.py": Self.module],
      after: [
        "load m.py", "field u[I] = 1 I=2 dtype=uint64", "field s[I] = 1 I=2 dtype=int64",
      ])
  }

  /// 1 and the largest `uint64` are 0 and one more of it for each further one.
  @Test(arguments: [
    ("run literal a=u out=zeros", "0"), ("run made a=u out=zeros", "0"),
    ("run closed a=u out=zeros", "18446744073709551614"), ("run passed a=u out=zeros", "0"),
    ("run given a=u n=18446744073709551615 out=zeros", "0"),
    ("run least a=s out=zeros", "-9223372036854775807"),
    ("run signed a=s out=zeros", "-9223372036854775807"),
    ("run member a=s out=zeros", "-9223372036854775807"),
    ("run constant a=s out=zeros", "-9223372036854775807"),
    ("field out[I] = 18446744073709551615 I=2", "18446744073709551615"),
    ("field out[I] = -9223372036854775808 I=2", "-9223372036854775808"),
  ])
  func `are exact`(command: String, value: String) throws {
    let workshop = try workshop()
    try workshop.succeed(command)
    #expect(
      try #require(workshop.session.fields["out"]).values.map(\.description) == [value, value])
  }

  @Test func `are bound`() throws {
    let workshop = try workshop()
    for value in ["18446744073709551615", "MOST"] {
      try workshop.succeed("use given")
      try workshop.succeed("bind n=\(value)")
      try workshop.succeed("run a=u out=zeros")
      #expect(workshop.session.fields["out"]?.values.map(\.description) == ["0", "0"])
      try workshop.succeed("unbind all")
    }
  }

  @Test(arguments: [
    "18446744073709551616", "-9223372036854775809", "-18446744073709551615",
    "int64(9223372036854775808)", "int64(-9223372036854775809)", "uint64(-1)",
    "uint64(18446744073709551616)", "int32(2147483648)",
    "int64(1\(String(repeating: "0", count: 50)))",
  ])
  func `are refused beyond`(literal: String) throws {
    let workshop = try Workshop(after: ["from cartesian import I"])
    let output = workshop.perform(
      """
      @field_operator
      def f(a: Field[[I], int64]) -> Field[[I], int64]:
          return a + \(literal)

      """)
    #expect(output.failed)
    #expect(output.diagnostics.count == 1, "\(output.rendered())")
  }

  @Test(arguments: [
    "field z[I] = 18446744073709551616 I=2", "field z[I] = -1 I=2 dtype=uint64",
    "field z[I] = 9223372036854775808 I=2 dtype=int64",
    "run given a=u n=18446744073709551616 out=zeros", "run given a=u n=-1 out=zeros",
    "bind n=18446744073709551616",
  ])
  func `are refused beyond in commands`(command: String) throws {
    let workshop = try workshop()
    try workshop.succeed("use given")
    let output = workshop.perform(command)
    #expect(output.failed)
    #expect(output.diagnostics.count == 1, "\(output.rendered())")
  }

  /// None of them is an index, and none is taken for another.
  @Test(arguments: [
    "out=o[--9223372036854775808:]", "out=o[18446744073709551615:]", "out=o[3000000000:]",
    "out=o[:-9223372036854775808]", "out=o, domain={I: (0, 18446744073709551615)}",
    "out=o, domain={I: (-9223372036854775808, 3)}", "out=o, domain={I: (0, 2147483648)}",
  ])
  func `are no bounds`(target: String) throws {
    let text =
      Self.module + """


        @program
        def p(a: Field[[I], uint64], o: Field[[I], uint64]):
            literal(a, \(target))

        """
    let output = try Workshop(["m.py": text]).perform("load m.py")
    let errors = output.diagnostics.filter { $0.severity == .error }
    #expect(errors.map(\.code) == ["E-PROGRAM-DOMAIN"], "\(output.rendered())")
  }

}
