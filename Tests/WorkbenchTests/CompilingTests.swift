import Diagnostics
import Foundation
import StencilTypes
import Testing
import Toolchain

@testable import Workbench

/// A module with a flag and a number that code can be made for.
private let module = """
  from gt4py.next import *

  I = Dimension("I")
  J = Dimension("J")
  F = Field[[I, J], float64]

  @field_operator
  def smooth(u: F, n: int32, use_lam: bool) -> F:
      return (u(I + 1) + u(I - 1)) * astype(n, float64) if use_lam else u

  @program
  def diffuse(u: F, out: F, n: int32, use_lam: bool):
      smooth(u, n, use_lam, out=out)

  @field_operator
  def halves(a: Field[[I], int32], b: Field[[I], int32]) -> Field[[I], int32]:
      return a // b

  """

@Suite("Commands for compiled programs") struct CompilingTests {

  private func workshop() throws -> Workshop {
    try Workshop(["m.py": module], after: ["load \"m.py\"", "use diffuse"])
  }

  private let run = "run diffuse u=random out=zeros n=3 use_lam=true I=5 J=7"

  @Test func `run gives the same bits with every backend`() throws {
    let workshop = try workshop()
    var outputs: [String] = []
    var digests: [String] = []
    for backend in ["", " backend=auto", " backend=interpreter", " backend=c"] {
      outputs.append(try workshop.succeed(run + backend))
      digests.append(try #require(workshop.session.fields["out"]).digest)
    }
    #expect(Set(outputs).count == 1)
    #expect(Set(digests).count == 1)
  }

  @Test func `set backend chooses what runs, and what it is called is checked`() throws {
    let workshop = try workshop()
    #expect(try workshop.succeed("set backend") == "backend = auto  (what runs programs)")
    try workshop.succeed("set backend c")
    try workshop.succeed(run)
    #expect(workshop.session.variants.map(\.backend) == ["c"])
    #expect(workshop.perform("set backend fortran").diagnostics.map(\.code) == ["E-VALUE"])
    let text = try workshop.succeed("backends")
    #expect(text.contains("*  c"))
    for name in Backend.all.map(\.name) { #expect(text.contains(name)) }
  }

  @Test func `a failing point is reported alike, and changes nothing`() throws {
    let workshop = try workshop()
    for input in [
      "field a[I] = index(I) I=4", "field b[I] = index(I) I=4 dtype=int32",
      "field a[I] = index(I) I=4 dtype=int32",
      "field out[I] = 7 I=4 dtype=int32",
    ] { workshop.perform(input) }
    let before = SessionState(workshop.session)
    let messages = ["interpreter", "c"].map {
      workshop.perform("run halves a=a b=b out=out backend=\($0)").rendered()
        .replacing("backend=interpreter", with: "").replacing("backend=c", with: "")
    }
    #expect(messages[0].contains("An integer is divided by zero."))
    #expect(messages[0] == messages[1])
    #expect(SessionState(workshop.session).fields == before.fields)
  }

  @Test func `compile makes all combinations, which runs use`() throws {
    let workshop = try workshop()
    let text = try workshop.succeed("compile use_lam=true,false n=3,4")
    for values in ["n=3, use_lam=True", "n=4, use_lam=False"] {
      #expect(text.contains(values) || text.contains("use_lam=True, n=3"))
    }
    #expect(workshop.session.variants.count == 4)
    #expect(
      try workshop.succeed("compile use_lam=true n=3,4") == "2 of 2 variants were there already")
    try workshop.succeed("set jit off")
    try workshop.succeed(run)
    #expect(workshop.session.variants.map(\.hits).reduce(0, +) == 1)
    #expect(try workshop.succeed("variants").contains("compile"))
    let output = workshop.perform("run diffuse u=random out=zeros n=5 use_lam=true I=5 J=7")
    #expect(output.diagnostics.map(\.code) == ["E-RUN-VARIANT"])
    #expect(
      output.diagnostics.first?.message
        == "No variant of 'diffuse' is compiled for n=5 use_lam=True.")
    #expect(output.diagnostics.first?.label == "the nearest one is for n=3, not 5")
    #expect(
      output.diagnostics.first?.hint == "compile diffuse n=5 use_lam=True, or set jit on")
    try workshop.succeed("compile diffuse n=5 use_lam=True")
    try workshop.succeed("run diffuse u=random out=zeros n=5 use_lam=true I=5 J=7")
    try workshop.succeed(
      "run diffuse u=random out=zeros n=6 use_lam=true I=5 J=7 backend=interpreter")
  }

  /// With nothing but the compiler's settings changed, the values are not what differs.
  @Test func `a missing variant is told by what differs`() throws {
    let workshop = try workshop()
    for input in ["compile diffuse use_lam=true n=3", "set jit off", run] {
      try workshop.succeed(input)
    }
    func reason(after input: String, _ line: String) throws -> Diagnostic {
      try workshop.succeed(input)
      return try #require(workshop.perform(line).diagnostics.first)
    }
    #expect(
      try reason(after: "set schedule tiles off", run).label
        == "the nearest one is for the usual schedule, not the schedule 'tiles=off'")
    try workshop.succeed("set schedule tiles auto")
    let other = try reason(after: "set rule if-not off", run)
    #expect(other.label == "the nearest one is for all rules on, not if-not off")
    try workshop.succeed("set rule if-not on")
    let backend = try reason(after: "list", run + " backend=gtfn")
    #expect(backend.label == "the nearest one is for backend=c, not gtfn")
    #expect(
      backend.hint == "compile diffuse n=3 use_lam=True backend=gtfn, or set jit on")
    try workshop.succeed(run)
  }

  @Test func `compile says what it does not take`() throws {
    let workshop = try workshop()
    let refusals = [
      ("compile u=3", "E-RUN-TYPE"), ("compile m=3", "E-COMMAND-USAGE"),
      ("compile n=x", "E-RUN-TYPE"), ("compile n=1 n=2", "E-COMMAND-USAGE"),
      ("compile backend=interpreter", "E-VALUE"),
      ("compile n=\((0 ..< 600).map(String.init).joined(separator: ","))", "E-VALUE"),
    ]
    for (input, code) in refusals {
      #expect(workshop.perform(input).diagnostics.map(\.code) == [code], "\(input)")
      #expect(workshop.session.variants.isEmpty)
    }
  }

  @Test(arguments: ["1,,2", ",1", "1,", ","])
  func `values stand on both sides of a comma`(values: String) throws {
    let workshop = try workshop()
    let output = workshop.perform("compile n=\(values)")
    #expect(
      output.diagnostics.map(\.message) == ["A value is missing beside a comma in '\(values)'."])
    #expect(workshop.session.variants.isEmpty)
  }

  @Test func `a program without choices is said to have none`() throws {
    let workshop = try Workshop(
      [
        "m.py": """
        from gt4py.next import *

        I = Dimension("I")

        @field_operator
        def copy(u: Field[[I], float64]) -> Field[[I], float64]:
            return u

        """
      ], after: ["load \"m.py\""])
    #expect(
      try workshop.succeed("show schedule of copy")
        .hasPrefix("nothing to choose: the loops run as they stand"))
  }

  @Test func `help names every text that show prints of a program`() throws {
    let workshop = try Workshop()
    let text = try workshop.succeed("help show").split(whereSeparator: \.isWhitespace)
    for name in Backend.all.flatMap(\.texts).map(\.name) {
      #expect(text.contains { $0 == name || $0 == name + "," }, "\(name)")
    }
  }

  @Test func `show prints loops, their schedule and C`() throws {
    let workshop = try workshop()
    #expect(try workshop.succeed("show c").contains("#include <stdint.h>"))
    #expect(try !workshop.succeed("show loops of diffuse").isEmpty)
    #expect(workshop.perform("show schedule").failed == false)
  }

  @Test func `time measures two backends`() throws {
    let workshop = try workshop()
    let text = try workshop.succeed("time diffuse u=random out=zeros use_lam=true I=5 J=7 n=3")
    #expect(text.contains("c ") && text.contains("interpreter"))
    #expect(workshop.session.fields["out"] == nil)
    try workshop.succeed("field b[I] = 2 I=4 dtype=int32")
    let json = try workshop.succeed("time halves n=2 a=random b=b out=zeros I=4 as json")
    #expect(json.contains("\"calls\":2") || json.contains("\"calls\": 2"))
    #expect(workshop.perform("time halves n=no a=random b=random out=zeros I=4").failed)
  }

  @Test func `cache tells what was looked for`() throws {
    let workshop = try workshop()
    try workshop.succeed(run + " backend=c")
    #expect(try workshop.succeed("cache").contains("entries"))
    #expect(try workshop.succeed("cache why").contains("diffuse: "))
  }

  @Test func `freeze, inspect, verify and thaw go round`() throws {
    let workshop = try workshop()
    try workshop.succeed(run + " backend=interpreter")
    let digest = try #require(workshop.session.fields["out"]).digest
    #expect(
      try workshop.succeed("freeze diffuse{use_lam=true} to cold.frozen")
        == "froze diffuse{use_lam=True} to cold.frozen: 14 files, for x86-64-v2, x86-64-v3,\n    x86-64-v4"
    )
    let text = try workshop.succeed("inspect cold.frozen")
    #expect(text.hasPrefix("diffuse{use_lam=True}, called as diffuse in C, Fortran and Python\n"))
    #expect(text.contains("u        float64[I, J]  in"))
    #expect(text.contains("use_lam  True           bound"))
    #expect(try workshop.succeed("verify cold.frozen").hasPrefix("diffuse is as it was frozen"))
    let thawed = try workshop.succeed("thaw cold.frozen as cold")
    #expect(thawed.contains("itir cold("), "\(thawed)")
    #expect(try workshop.succeed("list programs").contains("itir cold("))
    #expect(try workshop.succeed("cold").hasPrefix("itir cold("))
    #expect(workshop.session.current == "cold")
    try workshop.succeed("run cold u=u out=zeros n=3 I=5 J=7")
    #expect(workshop.session.fields["out"]?.digest == digest)
    #expect(workshop.perform("inspect none").diagnostics.map(\.code) == ["E-FROZEN-FOLDER"])
    #expect(workshop.perform("freeze diffuse").diagnostics.map(\.code) == ["E-COMMAND-USAGE"])
    #expect(workshop.perform("freeze nothing to x").diagnostics.map(\.code) == ["E-NAME-PROGRAM"])
    try Data().write(to: workshop.folder.appending(path: "cold.frozen/lib/more.so"))
    #expect(workshop.perform("verify cold.frozen").diagnostics.map(\.code) == ["E-FROZEN-FILES"])
  }

}
