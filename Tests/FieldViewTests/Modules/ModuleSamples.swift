import Diagnostics
import FieldView
import PythonSyntax
import StencilTypes
import TestSupport
import Testing

/// Returns the module with `text`, beside further `files` by path.
func module(
  _ text: String, _ files: [String: String] = [:], searchPath: [String] = [],
  precision: FloatPrecision = .double
) throws -> SourceModule {
  try module(SourceFile(name: "test.py", text: text), files, searchPath, precision)
}

/// Returns the module with the text of `marked`.
func module(_ marked: MarkedText) throws -> SourceModule {
  try module(marked.file, [:], [], .double)
}

private func module(
  _ file: SourceFile, _ files: [String: String], _ searchPath: [String],
  _ precision: FloatPrecision
) throws -> SourceModule {
  let text = file.text(0 ..< file.bytes.count)
  let loader = ModuleLoader(
    searchPath: searchPath, files: .memory(files.merging([file.name: text]) { _, new in new }),
    precision: precision)
  return try loader.loadFile(file.name)
}

/// Returns the constant that `name` stands for in `scope`.
func constant(_ name: String, in scope: any ModuleScope) throws -> ScalarValue? {
  guard case .constant(let value) = try scope.lookup(name) else { return nil }
  return value
}

/// Returns the type that `name` stands for in `scope`.
func type(_ name: String, in scope: any ModuleScope) throws -> DataType? {
  guard case .type(let type) = try scope.lookup(name) else { return nil }
  return type
}

/// Returns what is said of `name`, which `scope` skips.
func skipped(_ name: String, in scope: any ModuleScope) throws -> String? {
  guard case .skipped(let what, _) = try scope.lookup(name) else { return nil }
  return what
}

/// A collection of a float and an integer.
let collection = """
  import typing
  import gt4py.next as gtx

  class S(typing.NamedTuple):
      f: float
      n: gtx.int32

  """

/// The dimensions that many samples declare.
let dimensionLines = """
  import gt4py.next as gtx
  I = gtx.Dimension("I")
  J = gtx.Dimension("J")
  K = gtx.Dimension("K", kind=gtx.DimensionKind.VERTICAL)
  L = gtx.Dimension("L", kind=gtx.DimensionKind.LOCAL)

  """
