import Diagnostics
import FieldView
import PythonSyntax
import StencilTypes
import TestSupport
import Testing

@Suite struct ImportTests {

  private let files = [
    "lib/pkg/__init__.py": "version = 3\nraise RuntimeError('never executed')\n",
    "lib/pkg/dims.py": "import gt4py.next as gtx\nI = gtx.Dimension(\"I\")\nN = 5\n_hidden = 1\n",
    "lib/pkg/user.py":
      "from .dims import N as M\nfrom . import dims, version\nfrom .. import space\nD = dims.I\n",
    "lib/space/deep/leaf.py": "x = 1.5\n",
    "lib/circle.py": "from around import b\na = 1\nc = b\n",
    "lib/around.py": "from circle import a\nb = 2\nd = a\n",
    "lib/knot.py": "from tied import x\n",
    "lib/tied.py": "from knot import x\n",
  ]

  private func load(_ text: String) throws -> SourceModule {
    try module(text, files, searchPath: ["lib"])
  }

  @Test(arguments: [
    ("from pkg.dims import N as x", "5:i32"), ("from pkg import version as x", "3:i32"),
    ("import pkg.dims as d\nx = d.N", "5:i32"), ("import pkg.dims\nx = pkg.dims.N", "5:i32"),
    ("from pkg import dims\nx = dims.N", "5:i32"), ("from pkg.user import M as x", "5:i32"),
    ("from pkg.user import dims\nx = dims.N", "5:i32"), ("from pkg.dims import *\nx = N", "5:i32"),
    ("import space.deep.leaf\nx = space.deep.leaf.x", "1.5:f64"),
    ("from space.deep.leaf import (x,  # noqa\n)", "1.5:f64"),
    ("from pkg.user import space\nx = space.deep.leaf.x", "1.5:f64"),
    ("from circle import c as x", "2:i32"), ("from around import d as x", "1:i32"),
    ("N = 7\nfrom pkg.dims import *\nx = N", "5:i32"),
    ("from pkg.dims import *\nN = 7\nx = N", "7:i32"),
  ])
  func finds(text: String, expected: String) throws {
    #expect(try constant("x", in: load(text))?.typedDescription == expected)
  }

  @Test func saysWhereItLooked() throws {
    let m = try load("from nowhere.at import x\nimport pkg.nothing as y\n")
    #expect(
      try skipped("x", in: m)
        == "imported from 'nowhere.at', which was not found on the search path (., lib)")
    #expect(try skipped("y", in: m)?.contains("'pkg.nothing'") == true)
  }

  @Test func findsTheEnclosingPackage() throws {
    let loader = ModuleLoader(
      searchPath: [],
      files: .memory(["site/a/b/one.py": "from a.c import x", "site/a/c.py": "x = 4"]))
    #expect(try constant("x", in: loader.loadFile("site/a/b/one.py")) == ScalarValue(Int32(4)))
  }

  @Test func diagnosesKnots() throws {
    do {
      _ = try load("from knot import x").lookup("x")
      Issue.record("nothing was reported")
    } catch let error as DiagnosticError {
      #expect(error.diagnostics.map(\.code) == [ModuleCode.cycle.rawValue])
    }
  }

  @Test func shipsDimensions() throws {
    let m = try load(
      "from cartesian import I, Koff\nimport icon\nD = icon.C2E2CO\nE = icon.EdgeDim")
    guard case .offset(let koff) = try m.lookup("Koff"), case .offset(let o) = try m.lookup("D"),
      case .dimension(let edge) = try m.lookup("E")
    else {
      Issue.record("a shipped name is missing")
      return
    }
    #expect(koff.source == Dimension("K", .vertical))
    #expect(o.target == [Dimension("Cell"), Dimension("C2E2CO", .local)])
    #expect(edge == Dimension("Edge"))
  }

  @Test(arguments: [
    (FloatPrecision.double, "float64", "float64"), (.mixed, "float64", "float32"),
    (.single, "float32", "float32"),
  ])
  func setsPrecision(precision: FloatPrecision, working: String, variable: String) throws {
    let aliases = """
      import gt4py.next as gtx
      wpfloat: TypeAlias = gtx.float64
      vpfloat: type[gtx.float32] | type[gtx.float64] = wpfloat
      """
    let m = try module(
      "from icon4py.model.common.type_alias import wpfloat, vpfloat",
      ["s/icon4py/model/common/type_alias.py": aliases], searchPath: ["s"], precision: precision)
    #expect(try type("wpfloat", in: m)?.description == working)
    #expect(try type("vpfloat", in: m)?.description == variable)
  }

}

@Suite struct PromptScopeTests {

  private func statements(_ text: String) -> [Statement] {
    parseModule(SourceFile(name: "<input>", text: text)).statements
  }

  @Test func knowsGT4PyWithoutImport() throws {
    let scope = try PromptScope(loader: ModuleLoader(searchPath: []))
      .defining(statements("I = Dimension(\"I\")"))
      .defining(statements("F = Field[[I], float32]\nc = gtx.int32(3)"))
    #expect(try type("F", in: scope)?.description == "Field[[I], float32]")
    guard case .builtin(.concatWhere) = try scope.lookup("concat_where") else {
      Issue.record("concat_where is missing")
      return
    }
  }

  @Test func redefines() throws {
    let first = try PromptScope(loader: ModuleLoader(searchPath: []))
      .defining(statements("x = 1\n@field_operator\ndef f(a: float) -> float: return a + x"))
    let second = try first.defining(statements("x = x + 1"))
    #expect(try constant("x", in: first) == ScalarValue(Int32(1)))
    #expect(try constant("x", in: second) == ScalarValue(Int32(2)))
    guard case .fieldOperator(let f) = try second.lookup("f") else {
      Issue.record("f is missing")
      return
    }
    #expect(try constant("x", in: f.scope) == ScalarValue(Int32(2)))
  }

  @Test func reportsAtOnce() throws {
    let scope = PromptScope(loader: ModuleLoader(searchPath: []))
    #expect(throws: DiagnosticError.self) { try scope.defining(statements("x = nothing + 1")) }
    #expect(throws: DiagnosticError.self) { try scope.defining(statements("import a\nx = 1/0")) }
  }

  @Test func includesAModule() throws {
    let loader = ModuleLoader(searchPath: [], files: .memory(["m.py": "n = 3\n_p = 4"]))
    let scope = PromptScope(loader: loader).including(try loader.loadFile("m.py"))
    #expect(try constant("n", in: scope) == ScalarValue(Int32(3)))
    #expect(try constant("_p", in: scope) == ScalarValue(Int32(4)))
  }

}
