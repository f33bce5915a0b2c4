/// Programs to change: small, and each with much of the language in it.
let fuzzProgramTexts = [
  """
  import gt4py.next as gtx
  from gt4py.next import broadcast, float64, int32, maximum, where
  from gt4py.next.experimental import concat_where

  I = gtx.Dimension("I")
  K = gtx.Dimension("K", kind=gtx.DimensionKind.VERTICAL)
  Ioff = gtx.FieldOffset("Ioff", source=I, target=(I,))
  Koff = gtx.FieldOffset("Koff", source=K, target=(K,))
  IK = gtx.Field[gtx.Dims[I, K], float64]
  WEIGHT = 0.25


  @gtx.field_operator
  def choose(a: IK, b: IK, flag: bool, n: int32) -> tuple[IK, IK]:
      '''Returns two of several.'''
      c = where(a > b, a, -b) if flag else broadcast(1.0, (I, K))
      if flag and n == 3:
          x, y = c, a
      elif n > 3:
          x = maximum(a, b) * WEIGHT
          y = x(Ioff[1])
      else:
          return b, a
      return x + y, concat_where((K > 0) & (K != n), y(Koff[-1]), y(I + 1))


  @gtx.program
  def run(a: IK, b: IK, x: IK, y: IK, flag: bool, n: int32):
      choose(a, b, flag, n=n, out=(x, y), domain={I: (1, n - 1), K: (0, n // 2)})
      choose(a, b, True, 3, out=(x[1:-1, :], y[1:-1, :]))
  """,
  """
  import enum
  import math
  from typing import Final, NamedTuple, TypeVar

  from gt4py import next as gtx
  from gt4py.next import Dims, Field, astype, float32, max_over, min_over, neighbor_sum

  Cell = gtx.Dimension("Cell")
  Edge = gtx.Dimension("Edge")
  C2EDim = gtx.Dimension("C2E", gtx.DimensionKind.LOCAL)
  C2E = gtx.FieldOffset("C2E", source=Edge, target=(Cell, C2EDim))
  T = TypeVar("T", gtx.float64, gtx.float32)
  OnCells = Field[Dims[Cell], T]
  PI: Final[gtx.float64] = 2.0 * math.pi / 2.0


  class Mode(int, enum.Enum):
      OFF = 0
      ON = OFF + 1


  class Pair(NamedTuple):
      u: Field[[Cell], float]
      v: Field[[Cell], float]


  @gtx.field_operator
  def gather(e: Field[[Edge], float], s: Field[[Cell, C2EDim], float], mode: gtx.int32) -> Pair:
      total = neighbor_sum(e(C2E) * s, axis=C2EDim)
      largest = max_over(e(C2E), axis=C2EDim) - min_over(s, axis=C2EDim)
      one = e(C2E[0]) + s[C2EDim(1)] if mode == Mode.ON else total
      return Pair(u=total * PI, v=one + largest)


  @gtx.field_operator
  def halve(p: Pair) -> OnCells[float32]:
      a, *rest = (p.u, p.v, p.u)
      return astype(a + rest[0], float32) / float32("2.0")


  @gtx.program(grid_type=gtx.GridType.UNSTRUCTURED)
  def mesh(
      e: Field[[Edge], float], s: Field[[Cell, C2EDim], float], p: Pair, o: OnCells[float32],
      mode: gtx.int32, n: gtx.int32,
  ):
      gather(e, s, mode, out=p, domain={Cell: (0, n)})
      halve(p, out=o, domain={Cell: (0, n)})
  """,
  """
  from gt4py.next import *

  K = Dimension("K", kind=DimensionKind.VERTICAL)


  @scan_operator(axis=K, forward=False, init=(0, (1.0, True)))
  def column(
      state: tuple[int32, tuple[float64, bool]], a: float64, n: int32
  ) -> tuple[int32, tuple[float64, bool]]:
      count, (value, up) = state
      value = value * 0.5 if up else a ** 2
      return count + 1, (value + float64(n % 7), not (a < value) ^ (count >= n))


  @field_operator
  def last(a: Field[[K], float64], n: int32) -> Field[[K], float64]:
      r = column(a, n)
      return r[1][0] + sin(a) / power(a, 3) - fmod(a, 2.0)
  """,
]
