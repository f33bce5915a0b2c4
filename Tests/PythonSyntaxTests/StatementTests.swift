import Diagnostics
import PythonSyntax
import Testing

@Suite struct StatementTests {

  private func parse(_ text: String) -> ModuleSyntax {
    parseModule(SourceFile(name: "test.py", text: text))
  }

  /// Returns the body of an operator with the lines of `text`.
  private func body(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let module = parse(
      "@field_operator\ndef f(a):\n" + lines.map { "    \($0)\n" }.joined())
    guard module.diagnostics.isEmpty, case .function(let f) = module.statements.first?.kind else {
      return module.diagnostics.map { $0.rendered() }.joined(separator: "\n")
    }
    return f.body.map(outline).joined(separator: "; ")
  }

  @Test(arguments: [
    ("x = 1", "x = 1"), ("x = y = z", "x = y = z"),
    ("x, (y, *z) = w", "(tuple x (tuple y (* z))) = w"),
    ("x: float = 1", "x: float = 1"), ("x: float", "x: float"), ("return", "return"),
    ("return x, y", "return (tuple x y)"), ("pass", "pass"), ("x = 1; y = 2;", "x = 1; y = 2"),
    ("\"\"\"text\"\"\"", "str:74657874"), ("f(x)", "(call f x)"),
    (
      "if x:\n    y = 1\nelif z:\n    pass\nelse: w = 2",
      "if x {y = 1} else {if z {pass} else {w = 2}}"
    ),
    ("if x: pass\n\n# comment\nelse:\n  # comment\n  pass", "if x {pass} else {pass}"),
    ("x = (1 +  # one\n\n  2)", "x = (+ 1 2)"), ("x = 1 + \\\n 2", "x = (+ 1 2)"),
    ("match = x\nmatch(x)\ntype = 3", "match = x; (call match x); type = 3"),
    ("x += 1", "<augmented assignment '+='>"),
    ("for i in x:\n    pass\nelse:\n    pass", "<for loop>"),
    ("while x: pass", "<while loop>"), ("with a as b:\n  pass", "<with statement>"),
    ("try:\n  pass\nexcept A:\n  pass\nfinally:\n  pass", "<try statement>"),
    ("assert x, 'm'", "<assert statement>"), ("del x", "<del statement>"),
    ("global x", "<global statement>"), ("nonlocal x", "<nonlocal statement>"),
    ("raise X", "<raise statement>"), ("def g(): pass", "<nested function> g"),
    ("class C: pass", "<nested class> C"), ("async def g(): pass", "<async statement>"),
    ("match x:\n  case 1: pass", "<match statement>"), ("import a.b as c", "import a.b as c"),
    ("from ..a import b as c, d", "from ..a import b as c, d"),
    ("from . import (b,)", "from . import b"),
    ("from .... import *", "from .... import *"),
  ])
  func parsesBodies(text: String, expected: String) {
    #expect(body(text) == expected)
  }

  /// Python takes each of these.
  @Test(arguments: [
    // A tab goes to the next multiple of eight columns: both lines start in column 16.
    ("       \t\tx = 1\n        \treturn x\n", "x = 1; return x"),
    ("    x = 1 + \\\r\n    2\r\n    return x\r\n", "x = (+ 1 2); return x"),
    // A form feed starts the line anew.
    ("    x = 1\n  \u{0C}    return x\n", "x = 1; return x"),
  ])
  func followsIndentation(lines: String, expected: String) throws {
    let module = parse("@field_operator\ndef f(a):\n" + lines)
    #expect(module.diagnostics.isEmpty)
    guard case .function(let f)? = module.statements.first?.kind else {
      Issue.record("no function")
      return
    }
    #expect(f.body.map(outline).joined(separator: "; ") == expected)
  }

  @Test func parsesDefinitions() {
    let module = parse(
      """
      @a.b.scan_operator(axis=K, init=(0, 1))
      def f(x, /, y: int = 1, *args, z, **kw) -> tuple[int]:
          return x

      @dataclass
      class C:
          u: int

      class P(ta.wpfloat, enum.Enum):
          a = 1
          def m(self): return 1
      """)
    #expect(module.diagnostics.isEmpty)
    #expect(
      module.statements.map(outline) == [
        "@(call (. (. a b) scan_operator) axis=K init=(tuple 0 1)) "
          + "def f(x/, y: int = 1, *args, z!, **kw) -> ([] tuple int) {return x}",
        "@dataclass class C() {u: int}",
        "class P((. ta wpfloat), (. enum Enum)) {a = 1; <nested function> m}",
      ])
  }

  /// What GT4Py does not look at may be any text that Python's tokens can be made of.
  @Test func passesOver() {
    let module = parse(
      """
      import os
      def plain(x) -> None:
          return x <<< 3 ?
            strange indentation
      async def other(): await ((
      ))
      @other.decorator
      def third(): x = = 2
      if TYPE_CHECKING:
          from a import b
          import c as d
          e = 3
      try:
          import g
      except ImportError:
          g = None
      with open() as h: pass
      class Plain: $
      while True: x! = 3
      del os
      x = 1
      """)
    #expect(module.diagnostics.map { $0.rendered() } == [])
    #expect(
      module.statements.map(outline) == [
        "import os", "<plain function> plain", "<async statement> other",
        "<decorated function> third", "<if statement> b c d e", "<try statement> g g",
        "<with statement> h", "<class> Plain", "<while loop>", "<del statement>", "x = 1",
      ])
  }

  @Test(arguments: ["\r\n", "\n"])
  func readsLineEnds(end: String) {
    let text = ["\u{FEFF}@program", "def p(a):", "\tf(a,", "  b)", "", "\tg(a)", "x = 1"]
    let module = parse(text.joined(separator: end))
    #expect(
      module.statements.map(outline) == ["@program def p(a) {(call f a b); (call g a)}", "x = 1"])
  }

  @Test func spansCoverTheirText() {
    let text = "@program\ndef p(a):\n    x = (a + b) * f(c[1:2])\n"
    guard case .function(let p) = parse(text).statements.first?.kind,
      case .assign(_, let value) = p.body.first?.kind, case .binary(_, let sum, _) = value.kind
    else {
      Issue.record("the statement is missing")
      return
    }
    #expect(value.span.text == "(a + b) * f(c[1:2])")
    #expect(sum.span.text == "a + b")
    #expect(p.header.text == "def p(a):")
    #expect(p.span.text == String(text.dropLast()))
  }

}
