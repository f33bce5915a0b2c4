/// The part that every generated file begins with: what callers pass.
public enum CInterface {

  /// The types of the calling convention, as in every generated file.
  public static let types = """
    #include <stdint.h>

    #ifndef STK_TYPES
    #define STK_TYPES
    typedef struct { void *data; const int64_t *shape, *stride, *origin; } stk_field;
    typedef struct { const int32_t *data; int64_t rows, columns, row_stride, column_stride; int32_t skip, has_skip; int32_t lowest, highest; } stk_table;
    typedef struct { int32_t site, output; int64_t index[8]; int64_t coordinate; } stk_failure;
    typedef void stk_body(void *context, int64_t begin, int64_t end);
    typedef struct { void (*run)(void *pool, int64_t count, int64_t grain, stk_body *body, void *context); void *pool; int32_t threads; } stk_threads;
    typedef struct { const stk_field *fields; const void *const *scalars; const stk_table *tables; void *workspace; int64_t workspace_size; const stk_threads *threads; stk_failure *failure; } stk_call;
    #endif
    """

  static let macros = """
    #define STK static inline __attribute__((always_inline, unused))
    #define STK_COLD static __attribute__((cold, noinline, unused))
    #define STK_APART static __attribute__((noinline, unused))
    #if defined(__clang__)
    #define STK_SLOW __attribute__((minsize))
    #if \(CodePart.macro)
    #define STK_ONCE __attribute__((optnone, noinline))
    #else
    #define STK_ONCE
    #endif
    #define STK_ONE_BY_ONE _Pragma("clang loop vectorize(disable) interleave(disable)")
    #else
    #define STK_ONE_BY_ONE
    #define STK_SLOW __attribute__((cold))
    #define STK_ONCE
    #endif
    #if defined(__AVX512F__)
    #define STK_WIDE 1
    #else
    #define STK_WIDE 0
    #endif
    #if defined(__x86_64__)
    #define STK_FENCE __builtin_ia32_sfence()
    #else
    #define STK_FENCE __atomic_thread_fence(__ATOMIC_SEQ_CST)
    #endif
    #if \(CodeHalf.macro)
    #define STK_NEST
    #else
    #define STK_NEST static
    #endif
    #define STK_EXPORT __attribute__((visibility("default")))
    """

  static let helpers: [(name: String, text: String)] = [
    (
      "stk_overlap",
      """
      /* Whether two fields have bytes in common; their ends are compared. */
      STK_COLD uint8_t stk_overlap(const stk_field *a, int64_t na, int64_t sa, const stk_field *b, int64_t nb, int64_t sb) {
        int64_t low[2] = {0, 0}, high[2] = {0, 0};
        STK_ONE_BY_ONE
        for (int64_t i = 0; i < na; i++) {
          if (a->shape[i] <= 0) return 0;
          const int64_t d = (a->shape[i] - 1) * a->stride[i];
          if (d < 0) low[0] += d; else high[0] += d;
        }
        STK_ONE_BY_ONE
        for (int64_t i = 0; i < nb; i++) {
          if (b->shape[i] <= 0) return 0;
          const int64_t d = (b->shape[i] - 1) * b->stride[i];
          if (d < 0) low[1] += d; else high[1] += d;
        }
        const uintptr_t p = (uintptr_t)a->data, q = (uintptr_t)b->data;
        return p + (uintptr_t)(low[0] * sa) < q + (uintptr_t)((high[1] + 1) * sb)
          && q + (uintptr_t)(low[1] * sb) < p + (uintptr_t)((high[0] + 1) * sa);
      }
      """
    ),
    (
      "stk_neighbor_end",
      """
      /* An end of the range of the entries in some rows, skip values aside. */
      STK_COLD int64_t stk_neighbor_end(const stk_table *t, int64_t lower, int64_t upper, int32_t is_upper) {
        int32_t least = INT32_MAX, most = INT32_MIN;
        if (lower < 0) lower = 0;
        if (upper > t->rows) upper = t->rows;
        if (lower == 0 && upper == t->rows) {
          least = t->lowest;
          most = t->highest;
        } else if (lower < upper) {
          /* Rows that follow each other are read as one. */
          const int is_dense = t->column_stride == 1 && t->row_stride == t->columns;
          const int64_t rows = is_dense ? 1 : upper - lower;
          const int64_t columns = is_dense ? (upper - lower) * t->columns : t->columns;
          const int32_t has_skip = t->has_skip, skip = t->skip;
          for (int64_t i = 0; i < rows; i++) {
            const int32_t *const row = t->data + (lower + i) * t->row_stride;
            for (int64_t j = 0; j < columns; j++) {
              const int32_t e = row[is_dense ? j : j * t->column_stride];
              const int32_t is_there = !has_skip || e != skip;
              least = is_there && e < least ? e : least;
              most = is_there && e > most ? e : most;
            }
          }
        }
        return least > most ? 0 : is_upper ? (int64_t)most + 1 : least;
      }
      """
    ),
    (
      "stk_neighbors_inside",
      """
      /* Whether all entries in some rows, moved, lie in a range. */
      STK_COLD uint8_t stk_neighbors_inside(const stk_table *t, int64_t rows, int64_t rows_end, int64_t least, int64_t most, int64_t lower, int64_t upper) {
        if (t->lowest > t->highest || rows >= rows_end) return 1;
        if (lower <= t->lowest + least && t->highest + most < upper) return 1;
        const int64_t low = stk_neighbor_end(t, rows, rows_end, 0), high = stk_neighbor_end(t, rows, rows_end, 1);
        return low >= high || (lower <= low + least && high - 1 + most < upper);
      }
      """
    ),
    (
      "stk_note",
      """
      typedef struct { int32_t leaf, slot; int64_t index[8]; int64_t word; } stk_first;
      /* Keeps the failure of the first output, and of its first point. */
      STK_COLD void stk_note(stk_first *f, int64_t word, int32_t leaf, int32_t slot, int32_t rank, const int64_t *index) {
        if (f->word) {
          if (leaf > f->leaf) return;
          if (leaf == f->leaf) {
            int32_t d = 0;
            while (d < rank && index[d] == f->index[d]) d++;
            if (d == rank || index[d] > f->index[d]) return;
          }
        }
        f->leaf = leaf;
        f->slot = slot;
        f->word = word;
        for (int32_t d = 0; d < 8; d++) f->index[d] = d < rank ? index[d] : 0;
      }
      """
    ),
    (
      "stk_go",
      """
      /* Runs a loop, in pieces by threads if that pays. */
      STK_APART void stk_go(const stk_call *c, int64_t count, int64_t work, stk_body *body, void *context) {
        if (count <= 0) return;
        const stk_threads *t = c->threads;
        if (t && t->run && t->threads > 1 && work >= 131072 && count > 1) {
          int64_t grain = count / (4 * (int64_t)t->threads);
          const int64_t least = count * 8192 / work;
          if (grain < least) grain = least;
          t->run(t->pool, count, grain < 1 ? 1 : grain, body, context);
        } else {
          body(context, 0, count);
        }
      }
      """
    ),
    (
      "stk_stream",
      """
      typedef uint64_t stk_line __attribute__((vector_size(64)));
      typedef uint64_t stk_loose __attribute__((vector_size(64), aligned(1), may_alias));
      typedef uint8_t stk_byte __attribute__((may_alias));
      /* Copies bytes past the caches; the ends that are no whole lines the usual way. */
      STK void stk_stream(void *to, const void *from, int64_t bytes) {
        stk_byte *p = (stk_byte *)to;
        const stk_byte *q = (const stk_byte *)from;
        int64_t n = (int64_t)(-(uintptr_t)p & 63);
        if (n > bytes) n = bytes;
        for (int64_t i = 0; i < n; i++) p[i] = q[i];
        for (; n + 64 <= bytes; n += 64) {
          const stk_line line = *(const stk_loose *)(const void *)(q + n);
      #if defined(__clang__)
          __builtin_nontemporal_store(line, (stk_line *)(void *)(p + n));
      #else
          *(stk_loose *)(void *)(p + n) = line;
      #endif
        }
        for (; n < bytes; n++) p[n] = q[n];
      }
      """
    ),
    (
      "stk_skew",
      """
      /* Returns the number of elements from the beginning of a cache line; -1 if none begins there. */
      STK int64_t stk_skew(uintptr_t place, uintptr_t size) {
        return place % size ? -1 : (int64_t)(place % 64 / size);
      }
      """
    ),
    (
      "stk_enter",
      """
      /* Returns the number of a part of the workspace that no other thread uses. */
      STK int64_t stk_enter(int32_t *busy, int64_t count) {
        for (int64_t i = 0;; i = i + 1 < count ? i + 1 : 0) {
          if (!__atomic_exchange_n(&busy[i], 1, __ATOMIC_ACQUIRE)) return i;
        }
      }
      """
    ),
  ]

}
