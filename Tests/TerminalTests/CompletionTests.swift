import Testing

@testable import stencil_repl

@Suite struct CompletionTests {

  static let words = ["back", "bind", "constant_folding", "run", "use_lam=", "use_rho="]

  /// Completes the last word of `text`.
  static func edit(_ text: String) -> TabEdit {
    tabEdit(after: text, columns: 20) { text in
      let word = text.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
      return Completions(
        replacing: word.count, by: words.filter { $0.hasPrefix(word) })
    }
  }

  @Test func insertsTheOnlyCandidate() {
    #expect(Self.edit("ru") == TabEdit(erased: 2, inserted: "run "))
    #expect(Self.edit("bind use_l") == TabEdit(erased: 5, inserted: "use_lam="))
  }

  @Test func goesOnInOpenBrackets() {
    let edit = tabEdit(after: "field x[Ce", columns: 20) { _ in
      Completions(replacing: 4, by: ["x[Cell"])
    }
    #expect(edit == TabEdit(erased: 4, inserted: "x[Cell"))
  }

  @Test func insertsTheCommonBeginning() {
    #expect(Self.edit("show us") == TabEdit(erased: 2, inserted: "use_"))
  }

  @Test func listsSeveral() {
    #expect(Self.edit("b") == TabEdit(listing: "back  bind"))
    #expect(Self.edit("show use_") == TabEdit(listing: "use_lam=  use_rho="))
  }

  @Test func leavesOtherWordsAlone() {
    #expect(Self.edit("zz") == TabEdit())
  }

  @Test func listsWhatCanBeDoneOnAnEmptyPrompt() {
    #expect(Self.edit("").listing?.hasPrefix("back\r\nbind\r\n") == true)
    #expect(Self.edit("").inserted == "")
  }

  @Test func keepsTheOrderOfCandidates() {
    let edit = tabEdit(after: "run ", columns: 12) { _ in
      Completions(replacing: 0, by: ["u=", "out=", "I="])
    }
    #expect(edit == TabEdit(listing: "u=    I=\r\nout="))
  }

  @Test func indentsAtTheStartOfALineThatGoesOn() {
    #expect(Self.edit("def f(a):\n") == TabEdit(inserted: "    "))
    #expect(Self.edit("def f(a):\n      ") == TabEdit(inserted: "  "))
  }

  @Test func fillsColumnsDownwards() {
    #expect(inColumns(["a", "b", "c", "d", "e"], width: 7) == "a  d\r\nb  e\r\nc")
    #expect(inColumns(["longer than that"], width: 3) == "longer than that")
  }

}
