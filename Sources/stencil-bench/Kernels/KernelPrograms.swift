/// The programs that compiled code is measured with, for one type of elements.
///
/// Sums stand in the order of the hand-written loops, so that the bits are the same.
func kernelPrograms(_ dtype: String) -> String {
  kernelPrograms.replacing("REAL", with: dtype)
}

private let kernelPrograms = """
  import gt4py.next as gtx
  from gt4py.next import REAL, int32, neighbor_sum, sqrt, where

  I = gtx.Dimension("I")
  J = gtx.Dimension("J")
  K = gtx.Dimension("K", kind=gtx.DimensionKind.VERTICAL)
  Koff = gtx.FieldOffset("Koff", source=K, target=(K,))
  IJK = gtx.Field[gtx.Dims[I, J, K], REAL]


  @gtx.field_operator
  def lap2d_op(a: IJK) -> IJK:
      return REAL(-4.0) * a + a(I + 1) + a(I - 1) + a(J + 1) + a(J - 1)


  @gtx.program
  def lap2d(a: IJK, result: IJK, ni: int32, nj: int32, nk: int32):
      lap2d_op(a, out=result, domain={I: (0, ni), J: (0, nj), K: (0, nk)})


  @gtx.field_operator
  def lap3d_op(a: IJK) -> IJK:
      return (
          REAL(-6.0) * a + a(I + 1) + a(I - 1) + a(J + 1) + a(J - 1) + a(Koff[1]) + a(Koff[-1])
      )


  @gtx.program
  def lap3d(a: IJK, result: IJK, ni: int32, nj: int32, nk: int32):
      lap3d_op(a, out=result, domain={I: (0, ni), J: (0, nj), K: (0, nk)})


  @gtx.field_operator
  def laplacian(a: IJK) -> IJK:
      return REAL(4.0) * a - (a(I + 1) + a(I - 1) + a(J + 1) + a(J - 1))


  @gtx.field_operator
  def hdiff_op(a: IJK, weight: IJK) -> IJK:
      lap = laplacian(a)
      flux_i = lap(I + 1) - lap
      flux_i = where(flux_i * (a(I + 1) - a) > REAL(0.0), REAL(0.0), flux_i)
      flux_j = lap(J + 1) - lap
      flux_j = where(flux_j * (a(J + 1) - a) > REAL(0.0), REAL(0.0), flux_j)
      return a - weight * ((flux_i - flux_i(I - 1)) + (flux_j - flux_j(J - 1)))


  @gtx.program
  def hdiff(a: IJK, weight: IJK, result: IJK, ni: int32, nj: int32, nk: int32):
      hdiff_op(a, weight, out=result, domain={I: (0, ni), J: (0, nj), K: (0, nk)})


  @gtx.scan_operator(axis=K, forward=True, init=(REAL(0.0), REAL(0.0)))
  def eliminate(
      above: tuple[REAL, REAL], lower: REAL, middle: REAL, upper: REAL, right: REAL
  ) -> tuple[REAL, REAL]:
      w = REAL(1.0) / (middle - lower * above[0])
      return upper * w, (right - lower * above[1]) * w


  @gtx.scan_operator(axis=K, forward=False, init=REAL(0.0))
  def substitute(below: REAL, upper: REAL, right: REAL) -> REAL:
      return right - upper * below


  @gtx.field_operator
  def vadv_op(lower: IJK, middle: IJK, upper: IJK, right: IJK) -> IJK:
      reduced = eliminate(lower, middle, upper, right)
      return substitute(reduced[0], reduced[1])


  @gtx.program
  def vadv(
      lower: IJK, middle: IJK, upper: IJK, right: IJK, result: IJK,
      ni: int32, nj: int32, nk: int32,
  ):
      vadv_op(
          lower, middle, upper, right, out=result,
          domain={I: (0, ni), J: (0, nj), K: (0, nk)},
      )


  Vertex = gtx.Dimension("Vertex")
  Edge = gtx.Dimension("Edge")
  V2EDim = gtx.Dimension("V2E", kind=gtx.DimensionKind.LOCAL)
  E2VDim = gtx.Dimension("E2V", kind=gtx.DimensionKind.LOCAL)
  V2E = gtx.FieldOffset("V2E", source=Edge, target=(Vertex, V2EDim))
  E2V = gtx.FieldOffset("E2V", source=Vertex, target=(Edge, E2VDim))
  VK = gtx.Field[gtx.Dims[Vertex, K], REAL]
  EK = gtx.Field[gtx.Dims[Edge, K], REAL]
  E = gtx.Field[gtx.Dims[Edge], REAL]


  @gtx.field_operator
  def nabla_op(
      pp: VK, sx: E, sy: E, sign: gtx.Field[gtx.Dims[Vertex, V2EDim], REAL],
      volume: gtx.Field[gtx.Dims[Vertex], REAL],
  ) -> tuple[VK, VK]:
      mean = REAL(0.5) * neighbor_sum(pp(E2V), axis=E2VDim)
      x = neighbor_sum((sx * mean)(V2E) * sign, axis=V2EDim)
      y = neighbor_sum((sy * mean)(V2E) * sign, axis=V2EDim)
      return x / volume, y / volume


  @gtx.program
  def nabla(
      pp: VK, sx: E, sy: E, sign: gtx.Field[gtx.Dims[Vertex, V2EDim], REAL],
      volume: gtx.Field[gtx.Dims[Vertex], REAL], x: VK, y: VK, count: int32, nk: int32,
  ):
      nabla_op(
          pp, sx, sy, sign, volume, out=(x, y), domain={Vertex: (0, count), K: (0, nk)}
      )


  @gtx.field_operator
  def heavy(t: IJK) -> IJK:
      q = t * t
      return sqrt(q + REAL(1.0)) / (REAL(1.0) + q * REAL(0.5)) + REAL(0.1) * t


  @gtx.field_operator
  def lam_op(a: IJK, use_lam: bool) -> IJK:
      if use_lam:
          result = heavy(heavy(heavy(heavy(heavy(heavy(a))))))
      else:
          result = a * REAL(0.25)
      return result


  @gtx.program
  def lam(a: IJK, result: IJK, use_lam: bool, ni: int32, nj: int32, nk: int32):
      lam_op(a, use_lam, out=result, domain={I: (0, ni), J: (0, nj), K: (0, nk)})

  """
