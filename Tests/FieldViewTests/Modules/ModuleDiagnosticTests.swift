import Diagnostics
import FieldView
import TestSupport
import Testing

@Suite struct ModuleDiagnosticTests {

  /// Each sample binds `x`, whose lookup fails at the mark.
  static let values: [(ModuleCode, String, String)] = [
    (.undefined, "x = 1️⃣nothing", "define it before"),
    (.undefined, "count = 1\nx = 1️⃣cuont", "did you mean 'count'?"),
    (.undefined, "x = 1️⃣broadcast", "from gt4py.next import broadcast"),
    (.undefined, "x = 1️⃣y\ny = 1", "it is defined below"),
    (.attribute, "import enum\nclass E(enum.Enum):\n    AB = 1\nx = E.1️⃣AC", "did you mean 'AB'?"),
    (.attribute, "import gt4py.next as gtx\nx = gtx.1️⃣flaot64", "did you mean 'float64'?"),
    (.arithmetic, "x = 1️⃣1 / 0", "divides by zero"),
    (.arithmetic, "x = 1️⃣5 // (3 - 3)", "divides by zero"),
    (.arithmetic, "t = (1, 2)\nx = t[1️⃣2]", "has 2 elements"),
    (.number, "x = 1️⃣18446744073709551616", "does not fit"),
    (.number, "x = 1️⃣2 ** 64", "does not fit"),
    (.number, "import gt4py.next as gtx\nx = 1️⃣gtx.int8(128)", "-128 to 127"),
    (.number, "x = 1️⃣float(\"1.x\")", "reads no number"),
    (.call, "x = 1️⃣float()", "takes one argument, got 0"),
    (.call, "x = 1️⃣float(float)", "takes a number or a string"),
    (.call, "import gt4py.next as gtx\nx = gtx.Dimension(1️⃣3)", "write a string"),
    (.call, "import gt4py.next as gtx\nx = gtx.Dimension(\"I\", 1️⃣knid=3)", "did you mean 'kind'?"),
    (.call, "import gt4py.next as gtx\nx = gtx.Dimension(\"I\", kind=1️⃣3)", "VERTICAL"),
    (.call, "import gt4py.next as gtx\nx = 1️⃣gtx.Dimension()", "misses its argument 'value'"),
    (.call, "import gt4py.next as gtx\nx = gtx.Dimension(\"I\", value=1️⃣\"J\")", "several values"),
    (.call, "import gt4py.next as gtx\nx = gtx.Dimension(\"I\", 1, 1️⃣2)", "no further argument"),
    (.call, "import gt4py.next as gtx\nx = gtx.Dimension(1️⃣*a)", "cannot be unpacked"),
    (.call, dimensionLines + "x = gtx.FieldOffset(\"O\", source=I, target=1️⃣I)", "write (I,)"),
    (.call, dimensionLines + "x = gtx.FieldOffset(\"O\", source=I, target=1️⃣(I, J))", "LOCAL"),
    (.call, dimensionLines + "x = gtx.FieldOffset(\"O\", source=I, target=1️⃣(L,))", "LOCAL"),
    (.call, dimensionLines + "x = gtx.FieldOffset(\"O\", source=I, target=1️⃣(L, L))", "LOCAL"),
    (.call, dimensionLines + "x = gtx.FieldOffset(\"O\", source=1️⃣3, target=(I,))", "'source'"),
    (.call, dimensionLines + "x = gtx.FieldOffset(\"O\", source=1️⃣L, target=(I,))", "a local"),
    (
      .classBody, "import dataclasses\n@dataclasses.dataclass\nclass x:\n    a: float = 1️⃣1.0",
      "has a default value"
    ),
    (.number, collection + "x = S(1, 1️⃣3000000000)", "-2147483648 to 2147483647"),
    (.number, collection + "x = S(1, n=1️⃣float('inf'))", "'int32' cannot hold inf"),
    (.number, collection + "x = S(1, n=1️⃣float('nan'))", "'int32' cannot hold nan"),
    (.number, collection + "x = S(1, n=1️⃣-1e20)", "'int32' cannot hold -1e+20"),
    (.classBody, "import typing\nclass 1️⃣x(typing.NamedTuple):\n    pass", "has no members"),
    (.classBody, "import typing\nclass x(typing.NamedTuple):\n    1️⃣return 3", "annotated members"),
    (.dimension, dimensionLines + "x = gtx.Field[[1️⃣float], float]", "no dimension"),
    (.dimension, dimensionLines + "x = gtx.Field[1️⃣I, float]", "write Field[[I], float]"),
    (
      .dimension,
      dimensionLines + "M = gtx.Dimension(\"M\", gtx.DimensionKind.LOCAL)\n"
        + "x = gtx.Field[1️⃣[L, M], float]", "at most one local"
    ),
    (.dimensionOrder, dimensionLines + "x = gtx.Field[1️⃣[K, I], float]", "expected 'I, K'"),
    (.dimensionOrder, dimensionLines + "x = gtx.Field[1️⃣[I, I], float]", "twice"),
    (.dtype, dimensionLines + "x = gtx.Field[[I], 1️⃣I]", "not a dimension"),
    (.dtype, dimensionLines + "x = gtx.Field[[I], 1️⃣str]", "not the type 'string'"),
    (.fieldForm, dimensionLines + "x = 1️⃣gtx.Field[[I]]", "dimensions and a dtype"),
    (.annotation, "x = tuple[float, bool, 1️⃣...]", "one type only"),
    (.annotation, "x = tuple[1️⃣3]", "no type of data"),
    (.annotation, "x = tuple[1️⃣tuple]", "types of its elements"),
    (.fieldForm, dimensionLines + "x = tuple[1️⃣gtx.Field]", "write gtx.Field[[I, K], float]"),
    (
      .annotation,
      dimensionLines + "import typing\nT = typing.TypeVar(\"T\")\nF = gtx.Field[[I], T]\n"
        + "x = tuple[1️⃣F]", "write F[float]".replacing("write", with: "give the dtype:")
    ),
    (.skipped, "def f(): pass\nx = tuple[1️⃣f]", "decorate it"),
    (.skipped, "x = tuple[1️⃣max]", "counterpart is 'maximum'"),
    (.undefined, dimensionLines + "x = gtx.Field[[I], 1️⃣\"flaot\"]", "did you mean 'float'?"),
  ]

  @Test(arguments: values)
  func reports(code: ModuleCode, text: String, fragment: String) throws {
    let marked = MarkedText(text)
    let m = try module(marked)
    expectDiagnostic(code, in: marked, saying: fragment) { _ = try m.lookup("x") }
  }

  @Test(arguments: [
    ("@gtx.scan_operator(axis=I)\ndef 1️⃣x(a: float) -> float: return a", "must be a vertical"),
    ("@1️⃣gtx.scan_operator\ndef x(a: float) -> float: return a", "needs the axis"),
    ("@gtx.scan_operator(axis=K, forward=1)\ndef 1️⃣x(a: float) -> float: return a", "True or False"),
    ("@gtx.scan_operator(axis=K, init=1️⃣[1])\ndef x(a: float) -> float: return a", "not a list"),
    ("@gtx.program(grid_type=1️⃣3)\ndef x(a: float): pass", "no type of grid"),
  ])
  func reportsDecorators(text: String, fragment: String) throws {
    let marked = MarkedText(dimensionLines + text)
    let m = try module(marked)
    expectDiagnostic(ModuleCode.decorator, in: marked, saying: fragment) { _ = try m.lookup("x") }
  }

  @Test func hasASampleOfEachCode() {
    // Decorators and files have tests of their own here, circles among the tests of imports.
    let elsewhere: Set<ModuleCode> = [.decorator, .file, .missing, .cycle]
    #expect(Set(Self.values.map(\.0)).union(elsewhere) == Set(ModuleCode.allCases))
  }

  @Test func reportsUnknownOptions() throws {
    let marked = MarkedText(dimensionLines + "@gtx.program(1️⃣bakcend=None)\ndef x(a: float): pass")
    let m = try module(marked)
    expectDiagnostic(ModuleCode.call, in: marked, saying: "did you mean 'backend'?") {
      _ = try m.lookup("x")
    }
  }

  @Test func reportsFiles() throws {
    let loader = ModuleLoader(searchPath: ["."], files: .memory(["bad.py": "x = (1"]))
    for (code, load) in [
      (ModuleCode.file.rawValue, { _ = try loader.loadFile("none.py") }),
      (ModuleCode.missing.rawValue, { _ = try loader.importModule("none") }),
      ("E-SYNTAX-BRACKET", { _ = try loader.importModule("bad") }),
    ] as [(String, () throws -> Void)] {
      do {
        try load()
        Issue.record("nothing was reported")
      } catch let error as DiagnosticError {
        #expect(error.diagnostics.map(\.code) == [code])
      }
    }
  }

}
