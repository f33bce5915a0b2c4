import Foundation
import Testing

@testable import Workbench

/// What is run is made of what stands defined now.
@Suite("Definitions that change") struct RedefinitionTests {

  private static let module = """
    from gt4py.next import *
    from cartesian import I

    @field_operator
    def g(a: Field[[I], float64]) -> Field[[I], float64]:
        return a * 2.0

    @field_operator
    def h(a: Field[[I], float64]) -> Field[[I], float64]:
        return g(a)

    @program
    def p(flag: bool, a: Field[[I], float64], out: Field[[I], float64]):
        h(a, out=out)

    @program
    def q(a: Field[[I], float64], out: Field[[I], float64]):
        g(a, out=out)

    """

  private func workshop(_ files: [String: String] = ["m.py": module]) throws -> Workshop {
    try Workshop(files, after: ["from cartesian import I", "field a[I] = ones I=2"])
  }

  private func write(_ text: String, to name: String, in workshop: Workshop) throws {
    try Data(text.utf8).write(to: workshop.folder.appending(path: name))
  }

  @Test func `reach bound variants by a reload`() throws {
    let workshop = try workshop()
    for input in ["load m.py", "use p", "bind flag=true"] { try workshop.succeed(input) }
    #expect(try workshop.succeed("run a=a out=zeros I=2").contains("mean 2"))
    try write(Self.module.replacing("a * 2.0", with: "a * 3.0"), to: "m.py", in: workshop)
    #expect(try workshop.succeed("load m.py").hasSuffix("\nrecompiled: p{flag=True}"))
    #expect(workshop.session.current == "p{flag=True}")
    #expect(try workshop.succeed("run a=a out=zeros I=2").contains("mean 3"))
    #expect(try workshop.succeed("run p a=a flag=true out=zeros I=2").contains("mean 3"))
  }

  @Test func `keep the current program of a file that is loaded again`() throws {
    let workshop = try workshop()
    for input in ["load m.py", "use p", "load m.py"] { try workshop.succeed(input) }
    #expect(workshop.session.current == "p")
  }

  /// A file that imports the one that changed, and what the prompt imported from it.
  @Test func `reach whoever imports the file`() throws {
    let user = """
      from gt4py.next import *
      from cartesian import I
      from m import g

      @program
      def r(a: Field[[I], float64], out: Field[[I], float64]):
          g(a, out=out)

      """
    let workshop = try workshop(["m.py": Self.module, "user.py": user])
    let typed = """
      @program
      def typed(a: Field[[I], float64], out: Field[[I], float64]):
          imported(a, out=out)
      """
    for input in ["load user.py", "from m import g as imported", typed] {
      try workshop.succeed(input)
    }
    try write(Self.module.replacing("a * 2.0", with: "a * 3.0"), to: "m.py", in: workshop)
    // So far nobody has read the new text.
    #expect(try workshop.succeed("run r a=a out=zeros I=2").contains("mean 2"))
    let answer = try workshop.succeed("load m.py")
    #expect(answer.contains("\nrecompiled: r, typed"), "\(answer)")
    #expect(try workshop.succeed("run r a=a out=zeros I=2").contains("mean 3"))
    #expect(try workshop.succeed("run typed a=a out=zeros I=2").contains("mean 3"))
  }

  @Test func `take away what a file no longer defines`() throws {
    let workshop = try workshop()
    try workshop.succeed("load m.py")
    let shorter = Self.module.components(separatedBy: "@program\ndef q")[0]
    try write(shorter, to: "m.py", in: workshop)
    let answer = try workshop.succeed("load m.py")
    #expect(answer.hasSuffix("\nq is gone: nothing defines q any more"))
    #expect(workshop.perform("run q a=a out=zeros I=2").failed)
    #expect(workshop.session.current == "p")
  }

  @Test func `leave all as it was if the new text is wrong`() throws {
    let workshop = try workshop()
    for input in ["load m.py", "use p"] { try workshop.succeed(input) }
    let before = SessionState(workshop.session)
    try write(Self.module.replacing("a * 2.0", with: "b * 3.0"), to: "m.py", in: workshop)
    #expect(workshop.perform("load m.py").failed)
    #expect(SessionState(workshop.session) == before)
    #expect(try workshop.succeed("run flag=true a=a out=zeros I=2").contains("mean 2"))
  }

  /// A program of a file is made of the file's definitions; the tool says so.
  @Test func `say that programs of files keep what files define`() throws {
    let workshop = try workshop()
    for input in ["load m.py", "use p"] { try workshop.succeed(input) }
    let answer = try workshop.succeed(
      """
      @field_operator
      def g(a: Field[[I], float64]) -> Field[[I], float64]:
          return a * 7.0
      """)
    #expect(
      answer.replacing("\n    ", with: " ").hasSuffix(
        "h, p, q keep the g of m.py: to change that, change the file and load it again"),
      "\(answer)")
    #expect(try workshop.succeed("run p flag=true a=a out=zeros I=2").contains("mean 2"))
    #expect(try workshop.succeed("run g a=a out=zeros I=2").contains("mean 7"))
  }

  private static let choice = """
    @field_operator
    def foo(a: Field[[I], float64], n: int32) -> Field[[I], float64]:
        return a + 1.0 if n == 1 else a + 2.0

    """

  /// The bound parameter is gone, or has another type.
  @Test(arguments: [("m: bool", "m", "'foo' has no parameter 'n'."), ("n: bool", "n", "'n' has")])
  func `say which bound operators no longer fit`(
    parameter: String, condition: String, reason: String
  ) throws {
    let workshop = try workshop()
    for input in [Self.choice, "bind n=1"] { try workshop.succeed(input) }
    let answer = try workshop.succeed(
      Self.choice.replacing("n: int32", with: parameter).replacing("n == 1", with: condition))
    #expect(!answer.contains("recompiled"))
    #expect(answer.contains("\nfoo{n=1} no longer fits: \(reason)"), "\(answer)")
    #expect(workshop.session.current == "foo")
    #expect(try workshop.succeed("list").contains("foo{n=1}(?)"))
    #expect(workshop.perform("run foo{n=1} a=a out=zeros I=2").failed)
    // It can be made to fit again.
    #expect(try workshop.succeed(Self.choice).contains("recompiled: foo{n=1}"))
    try workshop.succeed("run foo{n=1} a=a out=zeros I=2")
  }

  @Test func `keep a bound operator current that still fits`() throws {
    let workshop = try workshop()
    for input in [Self.choice, "bind n=1"] { try workshop.succeed(input) }
    #expect(
      try workshop.succeed(Self.choice.replacing("a + 1.0", with: "a + 5.0"))
        .hasSuffix("\nrecompiled: foo{n=1}"))
    #expect(workshop.session.current == "foo{n=1}")
    #expect(try workshop.succeed("run a=a out=zeros I=2").contains("mean 6"))
  }

}
