import Testing

@testable import Workbench

/// What frozen programs are called when they are loaded again.
@Suite("Names of thawed programs") struct ThawTests {

  /// Returns a session with the operator `lap`, frozen to `cold.frozen`.
  private func workshop() throws -> Workshop {
    try Workshop(["lap.py": lapModule], after: ["load lap.py", "freeze lap to cold.frozen"])
  }

  @Test func `an operator that is replaced is named, and comes back`() throws {
    let workshop = try workshop()
    let text = try workshop.succeed("thaw cold.frozen")
    #expect(
      text.replacing("\n   ", with: "").contains(
        "it replaces the field operator lap of this session: undo"))
    #expect(
      try workshop.succeed("thaw cold.frozen").contains("it replaces the program from ITIR lap"))
    for _ in 0 ..< 2 { try workshop.succeed("undo") }
    #expect(try workshop.succeed("lap").hasPrefix("field_operator lap("))
    #expect(!(try workshop.succeed("thaw cold.frozen as cold").contains("replaces")))
  }

  @Test(arguments: ["9x", "for", "a-b", "True", "\"\""])
  func `a name is a name`(name: String) throws {
    let workshop = try workshop()
    let output = workshop.perform("thaw cold.frozen as \(name)")
    #expect(output.diagnostics.map(\.code) == ["E-VALUE"])
    #expect(output.diagnostics.first?.message.hasSuffix("cannot be the name of a program.") == true)
    #expect(workshop.session.current == "scaled")
  }

  @Test func `a name stands wherever the program is spoken of`() throws {
    let workshop = try workshop()
    try workshop.succeed("thaw cold.frozen as cold")
    for input in [
      "use cold", "run cold u=random out=zeros I=0:2 J=0:2 backend=c", "list", "variants",
      "freeze cold to colder.frozen", "inspect colder.frozen", "stages", "show source of cold",
      "show itir of cold", "show c of cold", "cache why",
    ] {
      let output = try workshop.succeed(input)
      #expect(!output.contains("__field_operator"), "\(input)")
    }
    #expect(try workshop.succeed("inspect colder.frozen").hasPrefix("cold, called as cold in C"))
    // It runs by what was loaded: nothing was compiled.
    #expect(workshop.session.variants.isEmpty)
  }

}
