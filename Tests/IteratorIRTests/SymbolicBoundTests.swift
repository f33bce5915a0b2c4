import Diagnostics
import IteratorIR
import Testing

@Suite("Symbolic bounds")
struct SymbolicBoundTests {

  private func bound(_ text: String) throws -> SymbolicBound {
    SymbolicBound(try Expr(parsing: SourceFile(name: "bound", text: text)))
  }

  @Test(
    "has one form for each value",
    arguments: [
      ("n + 1 - 1", "n"),
      ("1 + n + 2", "n + 3"),
      ("maximum(n + 1, n)", "n + 1"),
      ("minimum(minimum(n, 3), n - 2)", "minimum(3, n - 2)"),
      // What is below one part of a maximum cannot raise it.
      ("minimum(n, maximum(n, m))", "n"),
      ("maximum(minimum(n + 1, m), n + 1)", "n + 1"),
      ("maximum(-∞, n)", "n"),
      ("maximum(n, m) + 2", "maximum(n + 2, m + 2)"),
      // No int32 is larger, and no point lies there.
      ("2147483647 + 1", "2147483647"),
      ("-2147483648 - 1", "-2147483648"),
    ])
  func normalForms(text: String, normal: String) throws {
    #expect(
      try bound(text).expr.text(style: .typed).replacing(":i32", with: "") == normal)
  }

  @Test("compares ends whatever their values are")
  func order() throws {
    #expect(try bound("minimum(n, m)").isAtMost(bound("n + 1")))
    #expect(try bound("n").isAtMost(bound("maximum(m, n)")))
    #expect(try !bound("n").isAtMost(bound("m")))
    #expect(try bound("minimum(n, m)").isAtMost(bound("maximum(l, minimum(n, m))")))
    #expect(try bound("minimum(n, m)").isAtMost(bound("maximum(l, m)")))
    #expect(try !bound("maximum(n, m)").isAtMost(bound("minimum(n, m)")))
    #expect(try !bound("n + 1").isAtMost(bound("n")))
  }

}
