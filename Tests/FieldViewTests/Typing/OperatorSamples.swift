import Diagnostics
import FieldView
import StencilTypes
import TestSupport

/// The declarations in front of each sample operator.
let operatorPreamble = """
  import enum
  import math
  import dataclasses
  from typing import NamedTuple
  import gt4py.next as gtx
  from gt4py.next import (
      Field, float32, float64, int32, int64, where, neighbor_sum, max_over, broadcast, astype,
      maximum, sqrt, abs,
  )
  from gt4py.next.experimental import concat_where, as_offset
  I = gtx.Dimension("I")
  J = gtx.Dimension("J")
  K = gtx.Dimension("K", kind=gtx.DimensionKind.VERTICAL)
  Vertex = gtx.Dimension("Vertex")
  Edge = gtx.Dimension("Edge")
  V2EDim = gtx.Dimension("V2E", kind=gtx.DimensionKind.LOCAL)
  Ioff = gtx.FieldOffset("Ioff", source=I, target=(I,))
  Koff = gtx.FieldOffset("Koff", source=K, target=(K,))
  V2E = gtx.FieldOffset("V2E", source=Edge, target=(Vertex, V2EDim))
  N = 2
  C = 2.5
  PAIR = (1.0, 3.0)
  FI = Field[[I], float]
  FIK = Field[[I, K], float]
  FE = Field[[Edge], float]

  class Kind(int, enum.Enum):
      A = 1
      B = 2

  class Wind(NamedTuple):
      u: Field[[I], float]
      v: Field[[I], float]

  def plain(x):
      return x

  @gtx.field_operator
  def twice(x: Field[[I], float]) -> Field[[I], float]:
      return x * 2.0

  @gtx.field_operator
  def scaled(x: Field[[I], float], s: float) -> Field[[I], float]:
      return x * s


  """

/// Returns the typed operator `f` of a module with `source` behind the preamble.
func typed(_ source: String) throws -> FoastOperatorDefinition {
  try typed(MarkedText(operatorPreamble + source))
}

/// Returns the typed operator `f` of the module with the text of `marked`.
func typed(_ marked: MarkedText) throws -> FoastOperatorDefinition {
  guard case .fieldOperator(let definition) = try module(marked).lookup("f") else {
    throw SampleError.noOperator
  }
  return try withLargeStack { () throws(DiagnosticError) in try funcToFoast(definition) }
}

/// Returns what is wrong with the operator `f` of the module with the text of `marked`.
func mistakes(_ marked: MarkedText) throws -> [Diagnostic] {
  do {
    _ = try typed(marked)
    return []
  } catch let error as DiagnosticError {
    return error.diagnostics
  }
}

enum SampleError: Error {
  case noOperator, noProgram
}
