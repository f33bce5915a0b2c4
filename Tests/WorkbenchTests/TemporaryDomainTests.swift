import Testing

@testable import Workbench

/// The domain of a temporary belongs to the program like any other expression.
@Suite("Domains of temporaries") struct TemporaryDomainTests {

  private static let choosing = """
    p(a: Field[[Iₕ], float64], o: Field[[Iₕ], float64], n: int32) {
      tmp = temporary(domain=c⟨ Iₕ: [0, if n > 3 then n else 4[ ⟩, dtype=float64);
      tmp @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x) → ·x + 1.0))(a);
      o @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x) → ·x + 1.0))(tmp);
    }
    """

  private func workshop() throws -> Workshop {
    try Workshop(["t.itir": Self.choosing], after: ["load t.itir as p"])
  }

  /// The choice goes with a value, and the parameter is nowhere left.
  @Test func `count in the table of bindings`() throws {
    let lines = try workshop().succeed("bind n=?").split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    let branches = lines.dropFirst(2).map { $0[2] }
    #expect(lines.dropFirst(2).map { $0[0] } == ["(unbound)", "3", "4"])
    #expect(branches == ["1", "0", "0"])
  }

  @Test func `take part in a binding, and in the search for names`() throws {
    let workshop = try workshop()
    try workshop.succeed("bind n=5")
    #expect(try workshop.succeed("show itir").contains("temporary(domain=let n = 5:i32;"))
    try workshop.succeed("step constant_folding")
    #expect(try workshop.succeed("until no n").contains("step "))
    #expect(try workshop.succeed("show itir final").contains("c⟨ Iₕ: [0:i32, 5:i32[ ⟩, dtype"))
    try workshop.succeed("run a=random o=zeros I=3")
  }

  @Test func `are explained`() throws {
    let workshop = try workshop()
    #expect(try workshop.succeed("why not n > 3").contains("line 2, column 40"))
  }

}
