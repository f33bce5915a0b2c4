"""A Laplacian: the first stencil of every course."""

import gt4py.next as gtx

I = gtx.Dimension("I")
J = gtx.Dimension("J")


@gtx.field_operator
def laplacian(u: gtx.Field[[I, J], gtx.float64]) -> gtx.Field[[I, J], gtx.float64]:
    return -4.0 * u + u(I + 1) + u(I - 1) + u(J + 1) + u(J - 1)


@gtx.program
def diffuse(
    u: gtx.Field[[I, J], gtx.float64],
    lap: gtx.Field[[I, J], gtx.float64],
    n: gtx.int32,
):
    laplacian(u, out=lap, domain={I: (1, n - 1), J: (1, n - 1)})
