/* The benchmark kernels as a person would write them who knows the machine: the rival of generated code.
 *
 * T is double or float. Every kernel works on blocks begin ..< end of its outer loop, so that threads can share
 * them; pointers are to index 0, strides in elements. Rows along K (columns along I in vadv) have stride 1.
 * Expressions keep the order of the programs, so the bits are the same. */
#include <stdint.h>

#ifndef T
#define T double
#endif
#define LANES (64 / (int)sizeof(T))
#define API __attribute__((visibility("default")))

typedef T vec __attribute__((vector_size(64), aligned(sizeof(T))));
#if defined(__clang__)
typedef T aligned_vec __attribute__((vector_size(64)));
#define STREAM(p, v) __builtin_nontemporal_store((aligned_vec)(v), (aligned_vec *)(p))
#else
#define STREAM(p, v) (*(vec *)(p) = (v))
#endif
#define LOAD(p) (*(const vec *)(p))

static inline int is_aligned(const T *p, int64_t si, int64_t sj) {
  return ((uintptr_t)p % 64 == 0) && si % LANES == 0 && sj % LANES == 0;
}

/* ---- Laplacians: blocks of 16 rows, marched along I, the plane after next fetched ahead ---- */

#define ROWS 16

API int64_t hand_lap_blocks(int64_t nj) { return (nj + ROWS - 1) / ROWS; }

#define LAP(NAME, SCALE, MORE)                                                                              \
  API void NAME(const T *restrict in, T *restrict out, int64_t ni, int64_t nj, int64_t nk, int64_t si,      \
                int64_t sj, int64_t oi, int64_t oj, int64_t begin, int64_t end) {                           \
    const int stream = is_aligned(out, oi, oj);                                                             \
    for (int64_t b = begin; b < end; ++b) {                                                                 \
      const int64_t j1 = (b + 1) * ROWS < nj ? (b + 1) * ROWS : nj;                                         \
      for (int64_t i = 0; i < ni; ++i)                                                                      \
        for (int64_t j = b * ROWS; j < j1; ++j) {                                                           \
          const T *restrict a = in + i * si + j * sj;                                                       \
          T *restrict o = out + i * oi + j * oj;                                                            \
          int64_t k = 0;                                                                                    \
          if (stream)                                                                                       \
            for (; k + LANES <= nk; k += LANES) {                                                           \
              const T *p = a + k;                                                                           \
              __builtin_prefetch(p + 3 * si, 0, 3);                                                         \
              vec r = (T)-SCALE * LOAD(p) + LOAD(p + si) + LOAD(p - si) + LOAD(p + sj) + LOAD(p - sj) MORE(vec); \
              STREAM(o + k, r);                                                                             \
            }                                                                                               \
          for (; k < nk; ++k) {                                                                             \
            const T *p = a + k;                                                                             \
            o[k] = (T)-SCALE * p[0] + p[si] + p[-si] + p[sj] + p[-sj] MORE(T);                              \
          }                                                                                                 \
        }                                                                                                   \
    }                                                                                                       \
  }
#define NOTHING(V)
LAP(hand_lap2d, 4, NOTHING)
#define VERTICAL(V) +*(const V *)(p + 1) + *(const V *)(p - 1)
LAP(hand_lap3d, 6, VERTICAL)

/* ---- Horizontal diffusion: two rows of I at once marched along J, Laplacian and flux kept in registers ---- */

typedef __typeof__((vec){0} > (vec){0}) mask;
static inline vec limited(vec flux, vec slope) {
  const mask off = flux * slope > (T)0;
  return (vec)((mask)flux & ~off);
}
#define LAPLACE(p) ((T)4 * LOAD(p) - (LOAD((p) + si) + LOAD((p)-si) + LOAD((p) + sj) + LOAD((p)-sj)))
#define MARCH 64

API int64_t hand_hdiff_blocks(int64_t ni, int64_t nj) { return (nj + MARCH - 1) / MARCH * ((ni + 1) / 2); }

static inline void hdiff_march(const T *restrict s, const T *restrict c, T *restrict o, int64_t nj, int64_t si,
                               int64_t sj, int64_t ci, int64_t cj, int64_t oi, int64_t oj, int both) {
  vec l0 = LAPLACE(s), l1 = LAPLACE(s + si);
  vec g0 = limited(l0 - LAPLACE(s - sj), LOAD(s) - LOAD(s - sj));
  vec g1 = limited(l1 - LAPLACE(s + si - sj), LOAD(s + si) - LOAD(s + si - sj));
  for (int64_t j = 0; j < nj; ++j) {
    __builtin_prefetch(s + 5 * si, 0, 3);
    __builtin_prefetch(s + 4 * si, 0, 3);
    __builtin_prefetch(c + 3 * ci, 0, 3);
    __builtin_prefetch(c + 2 * ci, 0, 3);
    const vec lm = LAPLACE(s - si);
    const vec n0 = LAPLACE(s + sj), n1 = LAPLACE(s + si + sj);
    const vec fm = limited(l0 - lm, LOAD(s) - LOAD(s - si)), f0 = limited(l1 - l0, LOAD(s + si) - LOAD(s));
    const vec h0 = limited(n0 - l0, LOAD(s + sj) - LOAD(s));
    STREAM(o, LOAD(s) - LOAD(c) * ((f0 - fm) + (h0 - g0)));
    l0 = n0;
    g0 = h0;
    const vec h1 = limited(n1 - l1, LOAD(s + si + sj) - LOAD(s + si));
    if (both) {
      const vec f1 = limited(LAPLACE(s + 2 * si) - l1, LOAD(s + 2 * si) - LOAD(s + si));
      STREAM(o + oi, LOAD(s + si) - LOAD(c + ci) * ((f1 - f0) + (h1 - g1)));
    }
    l1 = n1;
    g1 = h1;
    s += sj;
    c += cj;
    o += oj;
  }
}

API void hand_hdiff(const T *restrict in, const T *restrict cf, T *restrict out, int64_t ni, int64_t nj, int64_t nk,
                    int64_t si, int64_t sj, int64_t ci, int64_t cj, int64_t oi, int64_t oj, int64_t begin,
                    int64_t end) {
  const int64_t pairs = (ni + 1) / 2;
  for (int64_t b = begin; b < end; ++b) {
    const int64_t i = b % pairs * 2, j = b / pairs * MARCH, n = nj - j < MARCH ? nj - j : MARCH;
    for (int64_t k = 0; k < nk; k += LANES)
      hdiff_march(in + i * si + j * sj + k, cf + i * ci + j * cj + k, out + i * oi + j * oj + k, n, si, sj, ci, cj,
                  oi, oj, i + 1 < ni);
  }
}

/* ---- Tridiagonal solve: 64 columns at once, the forward sweep's results kept in cache ---- */

#define COLUMNS 64
#define LEVELS 256

API int64_t hand_vadv_blocks(int64_t ni, int64_t nj) { return nj * ((ni + COLUMNS - 1) / COLUMNS); }

API void hand_vadv(const T *restrict a, const T *restrict b, const T *restrict c, const T *restrict d,
                   T *restrict out, int64_t ni, int64_t nj, int64_t nk, int64_t sj, int64_t sk, int64_t begin,
                   int64_t end) {
  T cp[LEVELS][COLUMNS], dp[LEVELS][COLUMNS];
  (void)nj;
  const int64_t per_row = (ni + COLUMNS - 1) / COLUMNS;
  for (int64_t block = begin; block < end; ++block) {
    const int64_t i = block % per_row * COLUMNS, at = block / per_row * sj + i;
    const int64_t n = ni - i < COLUMNS ? ni - i : COLUMNS;
    T s0[COLUMNS] = {0}, s1[COLUMNS] = {0}, x[COLUMNS] = {0};
    for (int64_t k = 0; k < nk; ++k) {
      const int64_t p = at + k * sk;
      for (int64_t q = 0; q < n; ++q) {
        const T w = (T)1 / (b[p + q] - a[p + q] * s0[q]);
        s1[q] = (d[p + q] - a[p + q] * s1[q]) * w;
        s0[q] = c[p + q] * w;
        cp[k][q] = s0[q];
        dp[k][q] = s1[q];
      }
    }
    for (int64_t k = nk - 1; k >= 0; --k) {
      T *restrict o = out + at + k * sk;
      for (int64_t q = 0; q < n; ++q) x[q] = dp[k][q] - cp[k][q] * x[q];
      int64_t q = 0;
      if ((uintptr_t)o % 64 == 0)
        for (; q + LANES <= n; q += LANES) STREAM(o + q, LOAD(x + q));
      for (; q < n; ++q) o[q] = x[q];
    }
  }
}

/* ---- Nabla: for each vertex the edges' values are computed anew, never stored ---- */

#define DEGREE 6

API void hand_nabla(const T *restrict pp, const T *restrict sx, const T *restrict sy, const T *restrict sg,
                    const T *restrict vol, T *restrict ox, T *restrict oy, const int32_t *restrict v2e,
                    const int32_t *restrict e2v, int64_t degree, int64_t nk, int64_t sv, int64_t begin, int64_t end) {
  for (int64_t v = begin; v < end; ++v) {
    const T *restrict p0[DEGREE], *restrict p1[DEGREE];
    T x[DEGREE], y[DEGREE], g[DEGREE];
    int64_t n = 0;
    for (int64_t c = 0; c < degree; ++c) {
      const int32_t e = v2e[v * degree + c];
      if (e < 0) continue;
      p0[n] = pp + e2v[2 * e] * sv;
      p1[n] = pp + e2v[2 * e + 1] * sv;
      x[n] = sx[e];
      y[n] = sy[e];
      g[n] = sg[v * degree + c];
      ++n;
    }
    T *restrict qx = ox + v * sv, *restrict qy = oy + v * sv;
    const T volume = vol[v];
#define SUM(N)                                                  \
  for (int64_t k = 0; k < nk; ++k) {                            \
    T ax = 0, ay = 0;                                           \
    for (int64_t c = 0; c < (N); ++c) {                         \
      const T z = (T)0.5 * (((T)0 + p0[c][k]) + p1[c][k]);      \
      ax += x[c] * z * g[c];                                    \
      ay += y[c] * z * g[c];                                    \
    }                                                           \
    qx[k] = ax / volume;                                        \
    qy[k] = ay / volume;                                        \
  }
    if (n == 6) { SUM(6) } else if (n == 5) { SUM(5) } else if (n == 4) { SUM(4) } else { SUM(n) }
  }
}

/* ---- A flag: decided once, outside of the loops ---- */

static inline T heavy(T t) {
  const T q = t * t;
  return (sizeof(T) == 4 ? (T)__builtin_sqrtf((float)(q + (T)1)) : (T)__builtin_sqrt((double)(q + (T)1))) / ((T)1 + q * (T)0.5) + (T)0.1 * t;
}

API void hand_lam(const T *restrict in, T *restrict out, int32_t use_lam, int64_t nj, int64_t nk, int64_t si,
                  int64_t sj, int64_t oi, int64_t oj, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; ++i)
    for (int64_t j = 0; j < nj; ++j) {
      const T *restrict a = in + i * si + j * sj;
      T *restrict o = out + i * oi + j * oj;
      if (use_lam)
        for (int64_t k = 0; k < nk; ++k) o[k] = heavy(heavy(heavy(heavy(heavy(heavy(a[k]))))));
      else
        for (int64_t k = 0; k < nk; ++k) o[k] = a[k] * (T)0.25;
    }
}

/* ---- The limit: kernels that only move as many bytes, stores past the cache or through it ---- */

#define STREAMS(NAME, READS, READ)                                                            \
  API void NAME##_stream(const T *const *restrict in, T *const *restrict out, int64_t begin, int64_t end) {  \
    for (int64_t q = begin; q < end; q += LANES) STREAM(out[0] + q, READ(LOAD, q));           \
  }                                                                                           \
  API void NAME##_plain(const T *const *restrict in, T *const *restrict out, int64_t begin, int64_t end) {   \
    for (int64_t q = begin; q < end; q += LANES) *(vec *)(out[0] + q) = READ(LOAD, q);        \
  }
#define ONE(L, q) L(in[0] + q)
#define TWO(L, q) L(in[0] + q) + L(in[1] + q)
#define FOUR(L, q) L(in[0] + q) + L(in[1] + q) + L(in[2] + q) + L(in[3] + q)
STREAMS(limit_1r1w, 1, ONE)
STREAMS(limit_2r1w, 2, TWO)
STREAMS(limit_4r1w, 4, FOUR)
API void limit_1r2w_stream(const T *const *restrict in, T *const *restrict out, int64_t begin, int64_t end) {
  for (int64_t q = begin; q < end; q += LANES) {
    const vec v = LOAD(in[0] + q);
    STREAM(out[0] + q, v);
    STREAM(out[1] + q, v);
  }
}
API void limit_1r2w_plain(const T *const *restrict in, T *const *restrict out, int64_t begin, int64_t end) {
  for (int64_t q = begin; q < end; q += LANES) {
    const vec v = LOAD(in[0] + q);
    *(vec *)(out[0] + q) = v;
    *(vec *)(out[1] + q) = v;
  }
}
