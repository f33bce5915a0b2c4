"""One small program for each feature of field view."""

import dataclasses
import enum
from typing import NamedTuple

import gt4py.next as gtx
import numpy as np
from gt4py.eve.utils import FrozenNamespace
from gt4py.next import (
    abs,
    arccos,
    arccosh,
    arcsin,
    arcsinh,
    arctan,
    arctanh,
    astype,
    broadcast,
    cbrt,
    ceil,
    cos,
    cosh,
    exp,
    float32,
    float64,
    floor,
    fmod,
    gamma,

    int32,
    int64,
    isfinite,
    isinf,
    isnan,
    log,
    max_over,
    maximum,
    min_over,
    minimum,
    neg,
    neighbor_sum,
    power,
    sin,
    sinh,
    sqrt,
    tan,
    tanh,
    trunc,
    where,
)
from gt4py.next.experimental import as_offset, concat_where

I = gtx.Dimension("I")
J = gtx.Dimension("J")
K = gtx.Dimension("K", kind=gtx.DimensionKind.VERTICAL)
Ioff = gtx.FieldOffset("Ioff", source=I, target=(I,))
Koff = gtx.FieldOffset("Koff", source=K, target=(K,))

Vertex = gtx.Dimension("Vertex")
Edge = gtx.Dimension("Edge")
V2EDim = gtx.Dimension("V2E", kind=gtx.DimensionKind.LOCAL)
E2VDim = gtx.Dimension("E2V", kind=gtx.DimensionKind.LOCAL)
V2E = gtx.FieldOffset("V2E", source=Edge, target=(Vertex, V2EDim))
E2V = gtx.FieldOffset("E2V", source=Vertex, target=(Edge, E2VDim))

FI = gtx.Field[gtx.Dims[I], float64]
FK = gtx.Field[gtx.Dims[K], float64]
FIJ = gtx.Field[[I, J], float64]
FIK = gtx.Field[[I, K], float64]
BI = gtx.Field[[I], bool]
NI = gtx.Field[[I], int32]
NK = gtx.Field[[K], int32]
FV = gtx.Field[[Vertex], float64]
FE = gtx.Field[[Edge], float64]
FVK = gtx.Field[[Vertex, K], float64]
FEK = gtx.Field[[Edge, K], float64]
SVE = gtx.Field[[Vertex, V2EDim], float64]

CONSTANTS = FrozenNamespace(half=0.5, order=2, flag=True)


class Mode(enum.IntEnum):
    PLAIN = 0
    TWICE = 2


class Wind(NamedTuple):
    u: FI
    v: FI


@dataclasses.dataclass
class Layer:
    wind: Wind
    height: FI


class Carry(NamedTuple):
    total: float64
    count: int32


# Statements


@gtx.field_operator
def _starred(a: FI, b: FI) -> tuple[FI, FI]:
    first, *rest = (a, b, a + b)
    *front, last = (a * 2.0, b * 3.0, rest[1])
    head, *middle, tail = (front[0], front[1], last, b)
    return head + rest[0] + middle[1], middle[0] - tail


@gtx.program
def starred(a: FI, b: FI, o: FI, p: FI):
    _starred(a, b, out=(o, p))


@gtx.field_operator
def _passes(a: FI, flag: bool) -> FI:
    """A docstring."""
    if flag:
        pass
    else:
        a = a + 1.0
    pass
    return a


@gtx.program
def passes(a: FI, flag: bool, o: FI):
    _passes(a, flag, out=o)


@gtx.field_operator
def _early(a: FI, n: int32) -> FI:
    if n == 1:
        return -a
    b = a + 1.0
    if n > 3:
        if n > 5:
            return a * 5.0
        else:
            return b * 3.0
    if n == 2:
        b = b * b
    return b * 10.0


@gtx.program
def early(a: FI, n: int32, o: FI):
    _early(a, n, out=o)


@gtx.field_operator
def _both_return(a: FI, flag: bool) -> tuple[FI, FI]:
    if flag:
        return a, a + 1.0
    else:
        b = a * 2.0
        return b, b - a


@gtx.program
def both_return(a: FI, flag: bool, o: FI, p: FI):
    _both_return(a, flag, out=(o, p))


@gtx.field_operator
def _if_of_tuples(a: FI, b: FI, n: int32, flag: bool) -> tuple[FI, FI]:
    t = (a, b)
    if not flag & (n < 3):
        t = (b, t[0])
        s = 2.0
    else:
        s = 3.0
    if flag ^ (n == 2):
        x, y = t
    else:
        y, x = t
    return x * s, y


@gtx.program
def if_of_tuples(a: FI, b: FI, n: int32, flag: bool, o: FI, p: FI):
    _if_of_tuples(a, b, n, flag, out=(o, p))


@gtx.field_operator
def _rebound(a: FI) -> FI:
    a = a + 1.0
    b = a
    a = a * b
    b, a = a, b
    return b - a


@gtx.program
def rebound(a: FI, o: FI):
    _rebound(a, out=o)


# Operators


@gtx.field_operator
def _integers(a: NI, b: NI) -> tuple[NI, NI, NI, NI]:
    return a // b, a % b, -a + +b * 7, abs(a) - 2147483647


@gtx.program
def integers(a: NI, b: NI, o: NI, p: NI, q: NI, r: NI):
    _integers(a, b, out=(o, p, q, r))


@gtx.field_operator
def _wide_literals(a: gtx.Field[[I], int64]) -> gtx.Field[[I], int64]:
    return a * int64(3) + 4294967296 - int64("-5")


@gtx.program
def wide_literals(a: gtx.Field[[I], int64], o: gtx.Field[[I], int64]):
    _wide_literals(a, out=o)


@gtx.field_operator
def _precedence(a: FI, b: FI) -> tuple[FI, FI]:
    return -(a**2) + b / a / 2.0 * b - a - b, (a - (b - a)) * 2.0**3.0


@gtx.program
def precedence(a: FI, b: FI, o: FI, p: FI):
    _precedence(a, b, out=(o, p))


@gtx.field_operator
def _comparisons(a: FI, b: FI) -> tuple[BI, BI, BI, BI, BI, BI]:
    return a < b, a <= b, a > b, a >= b, a == b, a != b


@gtx.program
def comparisons(a: FI, b: FI, o: BI, p: BI, q: BI, r: BI, s: BI, t: BI):
    _comparisons(a, b, out=(o, p, q, r, s, t))


@gtx.field_operator
def _logic(a: BI, b: BI, flag: bool) -> tuple[BI, BI, BI, BI]:
    return a & b | flag, a ^ b, ~a & (not b), not (a | ~b) ^ flag


@gtx.program
def logic(a: BI, b: BI, flag: bool, o: BI, p: BI, q: BI, r: BI):
    _logic(a, b, flag, out=(o, p, q, r))


@gtx.field_operator
def _ternaries(a: FI, b: FI, n: int32) -> tuple[FI, FI]:
    x, y = (a, b) if n > 1 else (b, a) if n == 1 else (a, a)
    s = 1.5 if n >= 2 else -1.5
    return x * s, y


@gtx.program
def ternaries(a: FI, b: FI, n: int32, o: FI, p: FI):
    _ternaries(a, b, n, out=(o, p))


@gtx.field_operator
def _tuple_elements(a: FI, b: FI) -> tuple[FI, tuple[FI, FI]]:
    t = (a, (b, a + b), a * b)
    return t[-1] + t[1][-1], (t[1][0], t[0] - t[+2])


@gtx.program
def tuple_elements(a: FI, b: FI, o: FI, p: FI, q: FI):
    _tuple_elements(a, b, out=(o, (p, q)))


# Shifts


@gtx.field_operator
def _shifts(a: FIJ) -> FIJ:
    return a(I + 1, J - 1) + a(I - 1)(J + 2) - a(Ioff[2])(Ioff[-1]) * 2.0 + a(I + 1)(I - 1)


@gtx.program
def shifts(a: FIJ, o: FIJ):
    _shifts(a, out=o)


@gtx.field_operator
def _shift_of_expression(a: FI, b: FI) -> FI:
    t = a * b(Ioff[1])
    u = where(t > 0.5, t, b)
    return (u - t)(Ioff[1]) + u(I - 1)


@gtx.program
def shift_of_expression(a: FI, b: FI, o: FI):
    _shift_of_expression(a, b, out=o)


@gtx.field_operator
def _dynamic(a: FIK, n: gtx.Field[[I, K], int32]) -> FIK:
    return a(as_offset(Koff, n)) + a(as_offset(Koff, n - 1))


@gtx.program
def dynamic(a: FIK, n: gtx.Field[[I, K], int32], o: FIK):
    _dynamic(a, n, out=o)


@gtx.field_operator
def _dynamic_column(a: FK, n: NK) -> FK:
    return a(as_offset(Koff, n)) * 2.0


@gtx.program
def dynamic_column(a: FK, n: NK, o: FK):
    _dynamic_column(a, n, out=o)


@gtx.field_operator
def _laplacian(a: FIJ) -> FIJ:
    return a(I + 1) + a(I - 1) + a(J + 1) + a(J - 1) - 4.0 * a


@gtx.field_operator
def _twice_laplacian(a: FIJ) -> FIJ:
    once = _laplacian(a)
    return _laplacian(once) + once * a


@gtx.program
def twice_laplacian(a: FIJ, o: FIJ):
    _twice_laplacian(a, out=o)


# Neighbors


@gtx.field_operator
def _first_neighbor(e: FE) -> FV:
    return e(V2E[0]) - e(V2E[2])


@gtx.program
def first_neighbor(e: FE, o: FV):
    _first_neighbor(e, out=o)


@gtx.field_operator
def _neighbor_of_neighbor(v: FV) -> FV:
    return v(E2V[1])(V2E[2]) - v


@gtx.program
def neighbor_of_neighbor(v: FV, o: FV):
    _neighbor_of_neighbor(v, out=o)


@gtx.field_operator
def _sums(e: FE, s: SVE, v: FV) -> tuple[FV, FV, FV]:
    t = e(V2E) * s
    return (
        neighbor_sum(t, axis=V2EDim) / v,
        neighbor_sum(s, axis=V2EDim),
        neighbor_sum(t + v - 2.0, axis=V2EDim),
    )


@gtx.program
def sums(e: FE, s: SVE, v: FV, o: FV, p: FV, q: FV):
    _sums(e, s, v, out=(o, p, q))


@gtx.field_operator
def _spread(v: FV, e: FE) -> tuple[FV, FV, FV]:
    at_neighbors = broadcast(v, (Vertex, V2EDim))
    return (
        neighbor_sum(at_neighbors, axis=V2EDim),
        neighbor_sum(at_neighbors * e(V2E), axis=V2EDim),
        max_over(broadcast(v - 1.0, (Vertex, V2EDim)), axis=V2EDim),
    )


@gtx.program
def spread(v: FV, e: FE, o: FV, p: FV, q: FV):
    _spread(v, e, out=(o, p, q))


@gtx.field_operator
def _spread_column(v: FV, w: FVK) -> FVK:
    return neighbor_sum(broadcast(v, (Vertex, V2EDim, K)) + w, axis=V2EDim)


@gtx.program
def spread_column(v: FV, w: FVK, o: FVK):
    _spread_column(v, w, out=o)


@gtx.field_operator
def _extremes(e: FE, n: gtx.Field[[Edge], int32]) -> tuple[FV, FV, gtx.Field[[Vertex], int32]]:
    return (
        max_over(e(V2E), axis=V2EDim),
        min_over(-e(V2E), axis=V2EDim),
        max_over(n(V2E), axis=V2EDim) - min_over(n(V2E), axis=V2EDim),
    )


@gtx.program
def extremes(
    e: FE, n: gtx.Field[[Edge], int32], o: FV, p: FV, q: gtx.Field[[Vertex], int32]
):
    _extremes(e, n, out=(o, p, q))


@gtx.field_operator
def _nested_sums(v: FVK) -> FVK:
    e = neighbor_sum(v(E2V), axis=E2VDim) * 0.5
    return neighbor_sum(e(V2E), axis=V2EDim) - v


@gtx.program
def nested_sums(v: FVK, o: FVK):
    _nested_sums(v, out=o)


@gtx.field_operator
def _where_of_neighbors(e: FE, s: SVE, m: gtx.Field[[Edge], bool]) -> FV:
    return neighbor_sum(where(m(V2E), s, e(V2E) * 2.0), axis=V2EDim)


@gtx.program
def where_of_neighbors(e: FE, s: SVE, m: gtx.Field[[Edge], bool], o: FV):
    _where_of_neighbors(e, s, m, out=o)


@gtx.field_operator
def _sparse_elements(s: SVE) -> FV:
    return s[V2EDim(0)] * s[V2EDim(2)] - s[V2EDim(1)]


@gtx.program
def sparse_elements(s: SVE, o: FV):
    _sparse_elements(s, out=o)


# Types


@gtx.field_operator
def _spelled(
    a: "gtx.Field[[I], float]", b: gtx.Field[gtx.Dims[I], np.float64], n: "int", x: float
) -> "gtx.Field[[I], float64]":
    y: float = x * 2.0
    c = a * b
    return c + y if n == int64(3) else c


@gtx.program
def spelled(a: FI, b: FI, n: int64, x: float64, o: FI):
    _spelled(a, b, n, x, out=o)


@gtx.field_operator
def _single(
    a: gtx.Field[[I], float32], b: FI
) -> tuple[gtx.Field[[I], float32], gtx.Field[[I], float32], FI]:
    return (
        a * float32(0.1) + float32("0.1"),
        astype(b, float32) / a,
        astype(a, float64) * b,
    )


@gtx.program
def single(
    a: gtx.Field[[I], float32],
    b: FI,
    o: gtx.Field[[I], float32],
    p: gtx.Field[[I], float32],
    q: FI,
):
    _single(a, b, out=(o, p, q))


@gtx.field_operator
def _casts(
    a: FI, n: NI, m: BI
) -> tuple[NI, FI, BI, NI, gtx.Field[[I], int64], tuple[FI, FI]]:
    return (
        astype(a * 3.0, int32),
        astype(n, float64) / 2.0,
        astype(n, bool),
        astype(m, int32),
        astype(n, int64) * int64(3000000000),
        astype((n, m), float64),
    )


@gtx.program
def casts(
    a: FI, n: NI, m: BI, o: NI, p: FI, q: BI, r: NI, s: gtx.Field[[I], int64], t: FI, u: FI
):
    _casts(a, n, m, out=(o, p, q, r, s, (t, u)))


@gtx.field_operator
def _small_integers(
    a: gtx.Field[[I], gtx.int8], b: gtx.Field[[I], gtx.uint16]
) -> tuple[gtx.Field[[I], gtx.int8], gtx.Field[[I], gtx.uint16], NI]:
    return a + a * a, b - b * b, astype(a, int32) - astype(b, int32)


@gtx.program
def small_integers(
    a: gtx.Field[[I], gtx.int8],
    b: gtx.Field[[I], gtx.uint16],
    o: gtx.Field[[I], gtx.int8],
    p: gtx.Field[[I], gtx.uint16],
    q: NI,
):
    _small_integers(a, b, out=(o, p, q))


@gtx.field_operator
def _promotion(a: FI, b: gtx.Field[[J], float64], c: FK) -> gtx.Field[[I, J, K], float64]:
    return (c + b) * a - b


@gtx.program
def promotion(a: FI, b: gtx.Field[[J], float64], c: FK, o: gtx.Field[[I, J, K], float64]):
    _promotion(a, b, c, out=o)


@gtx.field_operator
def _scalar_field(a: FI, x: gtx.Field[[], float64]) -> FI:
    return a * x + x


@gtx.program
def scalar_field(a: FI, x: gtx.Field[[], float64], o: FI):
    _scalar_field(a, x, out=o)


@gtx.field_operator
def _around(a: FI) -> FI:
    return a(Ioff[1]) - a(Ioff[-1])


@gtx.field_operator
def _far_around(a: FI) -> FI:
    return _around(_around(a))


@gtx.program
def wide_bounds(a: FI, o: FI, n: int64, m: gtx.int16):
    _far_around(a, out=o, domain={I: (n, m)})


# Captured values


@gtx.field_operator
def _constants(a: FI, mode: int32) -> FI:
    b = a * CONSTANTS.half
    if mode == Mode.TWICE:
        b = b * 2.0
    if CONSTANTS.flag:
        b = b + 1.0
    return b if mode != CONSTANTS.order else -b


@gtx.program
def constants(a: FI, mode: int32, o: FI):
    _constants(a, mode, out=o)


@gtx.field_operator
def _weighted(a: FI, weight: float64, b: FI) -> tuple[FI, FI]:
    return a * weight + b, b


@gtx.field_operator
def _keyword_calls(a: FI, b: FI) -> FI:
    x, y = _weighted(b=a, a=b, weight=0.25)
    u, v = _weighted(x, 2.0, b=y)
    return u - v + _weighted(a, b=b, weight=0.5)[0]


@gtx.program
def keyword_calls(a: FI, b: FI, o: FI):
    _keyword_calls(a, b, out=o)


# Builtins


@gtx.field_operator
def _functions_of_reals(a: FI) -> tuple[FI, FI, FI, FI, FI, FI, FI, FI, FI, FI, FI, FI]:
    return (
        sin(a),
        cos(a),
        tan(a),
        sinh(a),
        cosh(a),
        tanh(a),
        exp(a),
        arctan(a),
        arcsinh(a),
        cbrt(a),
        abs(a),
        neg(a),
    )


@gtx.program
def functions_of_reals(
    a: FI, o0: FI, o1: FI, o2: FI, o3: FI, o4: FI, o5: FI, o6: FI, o7: FI, o8: FI, o9: FI, oa: FI,
    ob: FI,
):
    _functions_of_reals(a, out=(o0, o1, o2, o3, o4, o5, o6, o7, o8, o9, oa, ob))


@gtx.field_operator
def _functions_of_fractions(a: FI) -> tuple[FI, FI, FI, FI, FI, FI, FI]:
    return (
        arcsin(a),
        arccos(a),
        arctanh(a),
        sqrt(a),
        log(a),
        gamma(a + 1.0),
        arccosh(a + 1.0),
    )


@gtx.program
def functions_of_fractions(a: FI, o0: FI, o1: FI, o2: FI, o3: FI, o4: FI, o5: FI, o6: FI):
    _functions_of_fractions(a, out=(o0, o1, o2, o3, o4, o5, o6))


@gtx.field_operator
def _rounding(a: FI) -> tuple[FI, FI, FI]:
    b = a * 10.0
    return floor(b), ceil(b), trunc(b)


@gtx.program
def rounding(a: FI, o: FI, p: FI, q: FI):
    _rounding(a, out=(o, p, q))


@gtx.field_operator
def _kinds_of_numbers(a: FI, b: FI) -> tuple[BI, BI, BI]:
    c = a / b
    return isfinite(c), isinf(c), isnan(c)


@gtx.program
def kinds_of_numbers(a: FI, b: FI, o: BI, p: BI, q: BI):
    _kinds_of_numbers(a, b, out=(o, p, q))


@gtx.field_operator
def _binary_functions(a: FI, b: FI, n: NI) -> tuple[FI, FI, FI, FI, NI]:
    return minimum(a, b), maximum(a, 0.25), fmod(a, b), power(abs(a), b), maximum(n, 3)


@gtx.program
def binary_functions(a: FI, b: FI, n: NI, o: FI, p: FI, q: FI, r: FI, s: NI):
    _binary_functions(a, b, n, out=(o, p, q, r, s))


@gtx.field_operator
def _where_of_tuples(m: BI, a: FI, b: FIK) -> tuple[FIK, tuple[FIK, FIK]]:
    return where(m, (a, (b, 1.0)), (b, (a, b)))


@gtx.program
def where_of_tuples(m: BI, a: FI, b: FIK, o: FIK, p: FIK, q: FIK):
    _where_of_tuples(m, a, b, out=(o, (p, q)))


@gtx.field_operator
def _where_nested(a: FI, b: FI) -> FI:
    return where(a > b, where((a > 0.5) & (b > 0.25), a, b), -1.0)


@gtx.program
def where_nested(a: FI, b: FI, o: FI):
    _where_nested(a, b, out=o)


@gtx.field_operator
def _broadcasts(a: FI, c: FK, x: float64) -> tuple[FIK, FIK, FIK]:
    return broadcast(a, (I, K)), broadcast(x * 2.0, (I, K)), broadcast(c, (I, K)) - a


@gtx.program
def broadcasts(a: FI, c: FK, x: float64, o: FIK, p: FIK, q: FIK):
    _broadcasts(a, c, x, out=(o, p, q))


# concat_where


@gtx.field_operator
def _below(a: FIK, b: FIK, n: int32) -> FIK:
    return concat_where(K < n, a, b)


@gtx.program
def below(a: FIK, b: FIK, n: int32, o: FIK):
    _below(a, b, n, out=o)


@gtx.field_operator
def _between(a: FIK, b: FIK, n: int32) -> FIK:
    return concat_where((1 <= K) & (K < n - 1), a * 2.0, b)


@gtx.program
def between(a: FIK, b: FIK, n: int32, o: FIK):
    _between(a, b, n, out=o)


@gtx.field_operator
def _outside(a: FIK, b: FIK, n: int32) -> FIK:
    return concat_where((K < 1) | (K >= n), a, b)


@gtx.program
def outside(a: FIK, b: FIK, n: int32, o: FIK):
    _outside(a, b, n, out=o)


@gtx.field_operator
def _one_level(a: FIK, b: FI) -> FIK:
    return concat_where(K == 2, b, a)


@gtx.program
def one_level(a: FIK, b: FI, o: FIK):
    _one_level(a, b, out=o)


@gtx.field_operator
def _levels_above(a: FIK) -> FIK:
    return concat_where(0 < K, a - a(Koff[-1]), 0.0)


@gtx.program
def levels_above(a: FIK, o: FIK):
    _levels_above(a, out=o)


@gtx.field_operator
def _concat_of_tuples(a: FIK, b: FIK, n: int32) -> tuple[FIK, FIK]:
    x, y = concat_where(K <= n, (a, b), (b, 2.0))
    return concat_where(I > 2, x + y, x), y


@gtx.program
def concat_of_tuples(a: FIK, b: FIK, n: int32, o: FIK, p: FIK):
    _concat_of_tuples(a, b, n, out=(o, p))


@gtx.field_operator
def _both_boundaries(a: FIK, n: int32) -> FIK:
    d = concat_where(
        K == 0,
        a(Koff[1]) - a,
        concat_where(K == n - 1, a - a(Koff[-1]), (a(Koff[1]) - a(Koff[-1])) * 0.5),
    )
    return d


@gtx.program
def both_boundaries(a: FIK, n: int32, o: FIK):
    _both_boundaries(a, n, out=o)


# Named collections


@gtx.field_operator
def _turned(w: Wind, s: float64) -> Wind:
    x = Wind(u=-w.v, v=w.u * s)
    return Wind(x.u, x.v + x.u)


@gtx.program
def turned(w: Wind, s: float64, o: Wind):
    _turned(w, s, out=o)


@gtx.field_operator
def _layers(l: Layer, m: BI) -> Layer:
    w = where(m, l.wind, Wind(l.height, l.height))
    return Layer(wind=w, height=l.wind.u + l.height)


@gtx.program
def layers(l: Layer, m: BI, o: Layer):
    _layers(l, m, out=o)


@gtx.scan_operator(axis=K, forward=True, init=Carry(total=0.0, count=0))
def _count_up(c: Carry, a: float64) -> Carry:
    return Carry(total=c.total + a, count=c.count + 1) if a > 0.25 else c


@gtx.field_operator
def _mean_up(a: FIK) -> FIK:
    c = _count_up(a)
    return c.total / maximum(astype(c.count, float64), 1.0)


@gtx.program
def mean_up(a: FIK, o: FIK):
    _mean_up(a, out=o)


# Scans


@gtx.scan_operator(axis=K, forward=True, init=1.0)
def _decay(c: float64, a: float64, rate: float64) -> float64:
    return c * rate + a


@gtx.program
def scan_with_scalar(a: FIK, rate: float64, o: FIK):
    _decay(a, rate, out=o)


@gtx.field_operator
def _column_of_two(a: FIK, b: FI) -> FIK:
    return _decay(a * 2.0, b) - _decay(b, 0.5)


@gtx.program
def column_of_two(a: FIK, b: FI, o: FIK):
    _column_of_two(a, b, out=o)


@gtx.scan_operator(axis=K, forward=False, init=(0.0, (0, True)))
def _mixed(
    s: tuple[float64, tuple[int32, bool]], a: float64, n: int32
) -> tuple[float64, tuple[int32, bool]]:
    x, y = s
    if y[1]:
        x = x + a
        k = y[0] + n
    else:
        x = x - a * 0.5
        k = y[0] - 1
    return x, (k, a > 0.5)


@gtx.field_operator
def _mixed_parts(a: FIK, n: NI) -> tuple[FIK, gtx.Field[[I, K], int32], gtx.Field[[I, K], bool]]:
    x, y = _mixed(a, n)
    return x * 2.0, y[0], y[1]


@gtx.program
def mixed_parts(
    a: FIK, n: NI, o: FIK, p: gtx.Field[[I, K], int32], q: gtx.Field[[I, K], bool]
):
    _mixed_parts(a, n, out=(o, p, q))


@gtx.program
def scan_on_part(a: FIK, rate: float64, o: FIK, n: int32):
    _decay(a, rate, out=o, domain={I: (1, n), K: (2, n + 1)})


@gtx.program
def scan_there_and_back(
    a: FIK,
    rate: float64,
    n: NI,
    t: FIK,
    o: FIK,
    p: gtx.Field[[I, K], int32],
    q: gtx.Field[[I, K], bool],
):
    _decay(a, rate, out=t)
    _mixed(t, n, out=(o, (p, q)))


# Programs


@gtx.field_operator
def _scaled(a: FI, x: float64, n: int32) -> FI:
    return a * x if n > 2 else a + x


@gtx.program
def arguments(a: FI, x: float64, n: int32, o: FI, p: FI, q: FI):
    _scaled(a, x * 2.0 - 1.0, n - 1, out=o)
    _scaled(n=n + 2, x=-0.5, a=o, out=p)
    _scaled(a, maximum(x, 0.5), 3, out=q)


@gtx.program
def in_place(a: FI, n: int32):
    _scaled(a, 2.0, 3, out=a, domain={I: (1, n)})
    _scaled(a, 0.5, 0, out=a)


@gtx.field_operator
def _pair(a: FI, b: FIK) -> tuple[FI, tuple[FIK, FI]]:
    return a + 1.0, (b * a, -a)


@gtx.program
def nested_domains(a: FI, b: FIK, n: int32, o: FI, p: FIK, q: FI):
    _pair(
        a,
        b,
        out=(o, (p, q)),
        domain=(
            {I: (0, n)},
            ({I: (1, minimum(n, 4)), K: (n // 2, n * 2 - 3)}, {I: (n - 1, n + 1)}),
        ),
    )


@gtx.program
def slices(a: FI, b: FIK, o: FI, p: FIK, q: FI):
    _pair(a, b, out=(o[1:], (p[:-1, 2:4], q[-3:-1])))


@gtx.field_operator
def _swapped(t: tuple[FI, tuple[FIK, FI]]) -> tuple[tuple[FIK, FI], FI]:
    return (t[1][0] + t[0], t[0]), t[1][1]


@gtx.program
def swapped(t: tuple[FI, tuple[FIK, FI]], o: tuple[tuple[FIK, FI], FI]):
    _swapped(t, out=o)


@gtx.field_operator
def _copied(a: FIK) -> FIK:
    return a


@gtx.program
def copied(a: FIK, o: FIK):
    _copied(a, out=o)


# Names that meet, and scalars that decide


@gtx.field_operator
def _renamed(x: FI, n: int32, flag: bool) -> FI:
    y = x * 2.0 if flag else x
    return y + astype(n, float64)


@gtx.field_operator
def _captured(n: FI, x: int32, flag: bool) -> FI:
    y = _renamed(n, x, not flag)
    n = _renamed(y, x + 1, flag)
    return n - y if x > 2 else y - n


@gtx.program
def captured(x: FI, o: FI, n: int32, flag: bool):
    _captured(x, n, flag, out=o)


@gtx.field_operator
def _shadowed(x: FI, s: float64, mode: int32) -> FI:
    if mode == Mode.PLAIN:
        s = s * 2.0
    elif mode == Mode.TWICE:
        s = s - 1.0
        if s > -1.25:
            s = s * s
    else:
        s = -s
    return x * s


@gtx.program
def shadowed(x: FI, o: FI, s: float64, mode: int32):
    _shadowed(x, s, mode, out=o)


@gtx.field_operator
def _returns_in_turn(x: FI, n: int32, flag: bool) -> FI:
    if n < 0:
        return -x
    y = x * 3.0
    if (n == 0) | flag:
        if flag:
            return y
        return y + 1.0
    z = y * x
    if n > 5:
        return z
    return z - y


@gtx.program
def returns_in_turn(x: FI, o: FI, n: int32, flag: bool):
    _returns_in_turn(x, n, flag, out=o)


@gtx.scan_operator(axis=K, forward=False, init=(1.0, 0.0))
def _modes(
    state: tuple[float64, float64], x: float64, rate: float64, n: int32, flag: bool
) -> tuple[float64, float64]:
    u, v = state
    if n == 0:
        r = u + x
    elif n == 1:
        r = u * rate - x
    else:
        r = maximum(u, x)
    return (r, v + r) if flag else (r, x)


@gtx.field_operator
def _scan_modes(x: FIK, rate: float64, n: int32, flag: bool) -> tuple[FIK, FIK]:
    r, v = _modes(x, rate, n, flag)
    return (r, v) if n < 2 else (v, r)


@gtx.program
def scan_modes(a: FIK, o: FIK, p: FIK, rate: float64, n: int32, flag: bool):
    _scan_modes(a, rate, n, flag, out=(o, p))


@gtx.program
def ranges_of_scalars(a: FIK, o: FIK, n: int32, m: int32):
    _copied(a, out=o, domain={I: (minimum(n, m) - 1, maximum(n, m)), K: (m * 2 - n, (n + m) // 2 + 3)})
    _copied(o, out=a, domain={I: (-1 + n, n), K: (0, m)})


@gtx.field_operator
def _regions(a: FIK, b: FIK, n: int32, flag: bool) -> FIK:
    below = n - 1
    r = concat_where((K >= below) & (K < n + 2), a, b) if flag else concat_where(K == n, b, a)
    return r if n > 0 else a + b


@gtx.program
def regions(a: FIK, b: FIK, o: FIK, n: int32, flag: bool):
    _regions(a, b, n, flag, out=o)


@gtx.field_operator
def _far(a: FI, n: int32, flag: bool) -> FI:
    b = a(Ioff[50]) if flag else a
    return (a(Ioff[-50]) if n > 100 else b * 2.0) + b


@gtx.program
def far(a: FI, o: FI, n: int32, flag: bool):
    _far(a, n, flag, out=o)
