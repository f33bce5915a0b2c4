/// The programs that are measured: Laplacians, horizontal diffusion with a limiter, a tridiagonal
/// solve by two scans.
///
/// Inputs have a halo: one point for the Laplacians, two for the diffusion.
let kernelsText = """
  import gt4py.next as gtx
  from gt4py.next import float64, where

  I = gtx.Dimension("I")
  J = gtx.Dimension("J")
  K = gtx.Dimension("K", kind=gtx.DimensionKind.VERTICAL)
  Koff = gtx.FieldOffset("Koff", source=K, target=(K,))
  IJK = gtx.Field[gtx.Dims[I, J, K], float64]


  @gtx.field_operator
  def plane_laplacian(a: IJK) -> IJK:
      return a(I + 1) + a(I - 1) + a(J + 1) + a(J - 1) - 4.0 * a


  @gtx.program
  def lap2d(a: IJK, result: IJK, ni: gtx.int32, nj: gtx.int32, nk: gtx.int32):
      plane_laplacian(a, out=result, domain={I: (0, ni), J: (0, nj), K: (0, nk)})


  @gtx.field_operator
  def space_laplacian(a: IJK) -> IJK:
      return plane_laplacian(a) + (a(Koff[1]) + a(Koff[-1]) - 2.0 * a)


  @gtx.program
  def lap3d(a: IJK, result: IJK, ni: gtx.int32, nj: gtx.int32, nk: gtx.int32):
      space_laplacian(a, out=result, domain={I: (0, ni), J: (0, nj), K: (0, nk)})


  @gtx.field_operator
  def limited_diffusion(a: IJK, weight: IJK) -> IJK:
      laplacian = plane_laplacian(a)
      along_i = laplacian(I + 1) - laplacian
      flux_i = where(along_i * (a(I + 1) - a) < 0.0, along_i, 0.0)
      along_j = laplacian(J + 1) - laplacian
      flux_j = where(along_j * (a(J + 1) - a) < 0.0, along_j, 0.0)
      return a - weight * (flux_i - flux_i(I - 1) + (flux_j - flux_j(J - 1)))


  @gtx.program
  def hdiff(a: IJK, weight: IJK, result: IJK, ni: gtx.int32, nj: gtx.int32, nk: gtx.int32):
      limited_diffusion(a, weight, out=result, domain={I: (0, ni), J: (0, nj), K: (0, nk)})


  @gtx.scan_operator(axis=K, forward=True, init=(0.0, 0.0))
  def eliminate(
      above: tuple[float64, float64], lower: float64, middle: float64, upper: float64, right: float64
  ) -> tuple[float64, float64]:
      pivot = middle - lower * above[0]
      return upper / pivot, (right - lower * above[1]) / pivot


  @gtx.scan_operator(axis=K, forward=False, init=0.0)
  def substitute(below: float64, upper: float64, right: float64) -> float64:
      return right - upper * below


  @gtx.field_operator
  def tridiagonal(lower: IJK, middle: IJK, upper: IJK, right: IJK) -> IJK:
      reduced = eliminate(lower, middle, upper, right)
      return substitute(reduced[0], reduced[1])


  @gtx.program
  def vadv(
      lower: IJK, middle: IJK, upper: IJK, right: IJK, result: IJK,
      ni: gtx.int32, nj: gtx.int32, nk: gtx.int32,
  ):
      tridiagonal(
          lower, middle, upper, right, out=result,
          domain={I: (0, ni), J: (0, nj), K: (0, nk)},
      )

  """
