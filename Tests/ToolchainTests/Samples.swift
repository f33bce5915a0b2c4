import Diagnostics
import FieldView
import Fields
import StencilTypes
import TestSupport
import Testing
import Toolchain

let dimI = Dimension("I")

/// Operators and programs that the tests call.
let samples = """
  from gt4py.next import *

  I = Dimension("I")
  K = Dimension("K", kind=DimensionKind.VERTICAL)
  FI = Field[[I], float64]

  @field_operator
  def scale(a: FI, factor: float64, off: bool) -> FI:
      return a if off else a * factor

  @scan_operator(axis=K, forward=True, init=0.0)
  def add_up(state: float64, x: float64) -> float64:
      return state + x

  @program
  def scaled(a: FI, factor: float64, off: bool, out: FI):
      scale(a, factor, off, out=out)

  @program
  def first(a: FI, n: int32, out: FI):
      scale(a, 2.0, False, out=out, domain={I: (0, n)})

  @program
  def upTo(a: FI, n: int64, factor: float64, out: FI):
      scale(a, factor, False, out=out, domain={I: (0, n - int64(1))})

  @field_operator
  def both(a: FI) -> tuple[FI, FI]:
      return a, a + 1.0

  @field_operator
  def weigh(a: FI, weights: tuple[float64, float64]) -> FI:
      return a * weights[0] + weights[1]

  @program
  def weighted(a: FI, weights: tuple[float64, float64], out: FI):
      weigh(a, weights, out=out)

  """

/// Returns the program or operator `name` of `text`.
func callable(_ name: String, in text: String = samples) throws -> Callable {
  try callable(name, in: SourceFile(name: "test.py", text: text))
}

/// Returns the program or operator `name` of `file`.
func callable(_ name: String, in file: SourceFile) throws -> Callable {
  let text = file.text(0 ..< file.bytes.count)
  let loader = ModuleLoader(searchPath: [], files: .memory([file.name: text]))
  switch try loader.loadFile(file.name).lookup(name) {
  case .program(let p): return Callable(.program(p))
  case .fieldOperator(let o): return Callable(.fieldOperator(o))
  default: throw MissingSample(name: name)
  }
}

/// A test asks for something that the samples do not have.
struct MissingSample: Error {
  let name: String
}

/// Returns a float64 field along I with `values` from index 0 on.
func line(_ values: Double...) -> ArgumentValue {
  .field(Field(values, on: Domain(dims: [dimI], ranges: [0 ..< values.count])))
}

extension ArgumentValue {

  /// The elements of a float64 field; none for anything else.
  var values: [Double] {
    if case .field(let f) = self { f.elements(as: Double.self) } else { [] }
  }

}

extension Callable {

  /// Returns the callable with `bindings` in place.
  func bound(
    _ bindings: BoundArgument..., in toolchain: Toolchain = Toolchain(),
    at span: (String) -> SourceSpan? = { _ in nil }
  ) throws -> Callable {
    var runner = toolchain.runner
    return try withBoundArguments(
      bindings, parameters: try toolchain.parameters(of: self, &runner), at: span)
  }

}
