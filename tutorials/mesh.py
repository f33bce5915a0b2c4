"""How rough a field is on the vertices of an unstructured mesh."""

import gt4py.next as gtx
from gt4py.next import abs, neighbor_sum

Vertex = gtx.Dimension("Vertex")
Edge = gtx.Dimension("Edge")
V2EDim = gtx.Dimension("V2E", kind=gtx.DimensionKind.LOCAL)
E2VDim = gtx.Dimension("E2V", kind=gtx.DimensionKind.LOCAL)
V2E = gtx.FieldOffset("V2E", source=Edge, target=(Vertex, V2EDim))
E2V = gtx.FieldOffset("E2V", source=Vertex, target=(Edge, E2VDim))


@gtx.field_operator
def difference(h: gtx.Field[[Vertex], float]) -> gtx.Field[[Edge], float]:
    return h(E2V[1]) - h(E2V[0])


@gtx.field_operator
def roughness(h: gtx.Field[[Vertex], float]) -> gtx.Field[[Vertex], float]:
    steps = abs(difference(h))
    return neighbor_sum(steps(V2E), axis=V2EDim)


@gtx.program
def measure(h: gtx.Field[[Vertex], float], rough: gtx.Field[[Vertex], float]):
    roughness(h, out=rough)
