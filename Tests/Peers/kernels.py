"""Programs that our GTFN code and that of GT4Py are compared on."""

import gt4py.next as gtx
from gt4py.next import neighbor_sum

I = gtx.Dimension("I")
J = gtx.Dimension("J")
K = gtx.Dimension("K", kind=gtx.DimensionKind.VERTICAL)

Vertex = gtx.Dimension("Vertex")
Edge = gtx.Dimension("Edge")
V2EDim = gtx.Dimension("V2E", kind=gtx.DimensionKind.LOCAL)
V2E = gtx.FieldOffset("V2E", source=Edge, target=(Vertex, V2EDim))

Box = gtx.Field[gtx.Dims[I, J, K], gtx.float64]
Edges = gtx.Field[gtx.Dims[Edge, K], gtx.float64]
Vertices = gtx.Field[gtx.Dims[Vertex, K], gtx.float64]


@gtx.field_operator
def laplacian(u: Box) -> Box:
    return -4.0 * u + u(I + 1) + u(I - 1) + u(J + 1) + u(J - 1)


@gtx.program
def lap2d(u: Box, out: Box, rows: gtx.int32, levels: gtx.int32):
    laplacian(u, out=out, domain={I: (1, rows - 1), J: (1, rows - 1), K: (0, levels)})


@gtx.field_operator
def twice(u: Box) -> Box:
    return laplacian(laplacian(u))


@gtx.program
def laplap(u: Box, out: Box, rows: gtx.int32, levels: gtx.int32):
    twice(u, out=out, domain={I: (2, rows - 2), J: (2, rows - 2), K: (0, levels)})


@gtx.scan_operator(axis=K, forward=True, init=0.0)
def damped(state: gtx.float64, u: gtx.float64) -> gtx.float64:
    return 0.5 * state + u


@gtx.program
def column(u: Box, out: Box, rows: gtx.int32, levels: gtx.int32):
    damped(u, out=out, domain={I: (0, rows), J: (0, rows), K: (0, levels)})


@gtx.field_operator
def around(e: Edges) -> Vertices:
    return neighbor_sum(e(V2E), axis=V2EDim)


@gtx.program
def neighbors(e: Edges, out: Vertices, rows: gtx.int32, levels: gtx.int32):
    around(e, out=out, domain={Vertex: (0, rows), K: (0, levels)})
