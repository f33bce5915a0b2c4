/* The benchmark kernels as plain fused loops: what generated code is never to be slower than.
 *
 * T is double or float; pointers are to index 0, strides in elements, rows along K. */
#include <stdint.h>

#ifndef T
#define T double
#endif
#define API __attribute__((visibility("default")))

API void naive_lap2d(const T *restrict in, T *restrict out, int64_t ni, int64_t nj, int64_t nk, int64_t si,
                     int64_t sj, int64_t oi, int64_t oj, int64_t begin, int64_t end) {
  (void)ni;
  for (int64_t i = begin; i < end; ++i)
    for (int64_t j = 0; j < nj; ++j)
      for (int64_t k = 0; k < nk; ++k) {
        const T *p = in + i * si + j * sj + k;
        out[i * oi + j * oj + k] = (T)-4 * p[0] + p[si] + p[-si] + p[sj] + p[-sj];
      }
}

API void naive_lap3d(const T *restrict in, T *restrict out, int64_t ni, int64_t nj, int64_t nk, int64_t si,
                     int64_t sj, int64_t oi, int64_t oj, int64_t begin, int64_t end) {
  (void)ni;
  for (int64_t i = begin; i < end; ++i)
    for (int64_t j = 0; j < nj; ++j)
      for (int64_t k = 0; k < nk; ++k) {
        const T *p = in + i * si + j * sj + k;
        out[i * oi + j * oj + k] = (T)-6 * p[0] + p[si] + p[-si] + p[sj] + p[-sj] + p[1] + p[-1];
      }
}

#define LAPLACE(p) ((T)4 * (p)[0] - ((p)[si] + (p)[-si] + (p)[sj] + (p)[-sj]))

static inline T limited(T flux, T slope) { return flux * slope > 0 ? (T)0 : flux; }

API void naive_hdiff(const T *restrict in, const T *restrict cf, T *restrict out, int64_t ni, int64_t nj,
                     int64_t nk, int64_t si, int64_t sj, int64_t ci, int64_t cj, int64_t oi, int64_t oj,
                     int64_t begin, int64_t end) {
  (void)ni;
  for (int64_t i = begin; i < end; ++i)
    for (int64_t j = 0; j < nj; ++j)
      for (int64_t k = 0; k < nk; ++k) {
        const T *p = in + i * si + j * sj + k;
        const T l = LAPLACE(p);
        const T f1 = limited(LAPLACE(p + si) - l, p[si] - p[0]), f0 = limited(l - LAPLACE(p - si), p[0] - p[-si]);
        const T g1 = limited(LAPLACE(p + sj) - l, p[sj] - p[0]), g0 = limited(l - LAPLACE(p - sj), p[0] - p[-sj]);
        out[i * oi + j * oj + k] = p[0] - cf[i * ci + j * cj + k] * ((f1 - f0) + (g1 - g0));
      }
}

/* One column after the other, each along its levels. */
API void naive_vadv(const T *restrict a, const T *restrict b, const T *restrict c, const T *restrict d,
                    T *restrict out, int64_t nj, int64_t nk, int64_t si, int64_t sj, int64_t begin, int64_t end) {
  T cp[256], dp[256];
  for (int64_t i = begin; i < end; ++i)
    for (int64_t j = 0; j < nj; ++j) {
      const int64_t at = i * si + j * sj;
      T s0 = 0, s1 = 0, x = 0;
      for (int64_t k = 0; k < nk; ++k) {
        const int64_t p = at + k;
        const T w = (T)1 / (b[p] - a[p] * s0);
        s1 = (d[p] - a[p] * s1) * w;
        s0 = c[p] * w;
        cp[k] = s0;
        dp[k] = s1;
      }
      for (int64_t k = nk - 1; k >= 0; --k) {
        x = dp[k] - cp[k] * x;
        out[at + k] = x;
      }
    }
}

API void naive_nabla(const T *restrict pp, const T *restrict sx, const T *restrict sy, const T *restrict sg,
                     const T *restrict vol, T *restrict ox, T *restrict oy, const int32_t *restrict v2e,
                     const int32_t *restrict e2v, int64_t degree, int64_t nk, int64_t sv, int64_t begin,
                     int64_t end) {
  for (int64_t v = begin; v < end; ++v)
    for (int64_t k = 0; k < nk; ++k) {
      T ax = 0, ay = 0;
      for (int64_t c = 0; c < degree; ++c) {
        const int32_t e = v2e[v * degree + c];
        if (e < 0) continue;
        const T z = (T)0.5 * (((T)0 + pp[e2v[2 * e] * sv + k]) + pp[e2v[2 * e + 1] * sv + k]);
        ax += sx[e] * z * sg[v * degree + c];
        ay += sy[e] * z * sg[v * degree + c];
      }
      ox[v * sv + k] = ax / vol[v];
      oy[v * sv + k] = ay / vol[v];
    }
}

static inline T heavy(T t) {
  const T q = t * t;
  return (sizeof(T) == 4 ? (T)__builtin_sqrtf((float)(q + (T)1)) : (T)__builtin_sqrt((double)(q + (T)1))) /
             ((T)1 + q * (T)0.5) + (T)0.1 * t;
}

API void naive_lam(const T *restrict in, T *restrict out, int32_t use_lam, int64_t nj, int64_t nk, int64_t si,
                   int64_t sj, int64_t oi, int64_t oj, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; ++i)
    for (int64_t j = 0; j < nj; ++j)
      for (int64_t k = 0; k < nk; ++k) {
        const T x = in[i * si + j * sj + k];
        T *const o = out + i * oi + j * oj + k;
        if (use_lam)
          *o = heavy(heavy(heavy(heavy(heavy(heavy(x))))));
        else
          *o = x * (T)0.25;
      }
}
