extension GTFNPrelude {

  /// The memory of a field, and the workspace that the caller owns.
  static let memory = """
    // The memory of a field: the pointer is to index 0 in every dimension.
    template <class T, int N> struct view {
      T *data;
      std::ptrdiff_t stride[N > 0 ? N : 1];
      std::int64_t lower[N > 0 ? N : 1], upper[N > 0 ? N : 1];
      view() = default;
      explicit view(stk_field const &f) : data(static_cast<T *>(f.data)) {
        for (int d = 0; d < N; ++d) {
          stride[d] = f.stride[d];
          lower[d] = f.origin[d];
          upper[d] = f.origin[d] + f.shape[d];
        }
      }
      T *origin() const {
        T *p = data;
        for (int d = 0; d < N; ++d) p -= lower[d] * stride[d];
        return p;
      }
    };

    // Where the caller's workspace goes; without one the sizes are added up.
    struct workspace {
      char *base;
      std::int64_t used = 0;
      std::int32_t failed = 0;
      bool is_tested = false;
      template <class T, int N> stk::view<T, N> view(std::int64_t const (&bounds)[N > 0 ? 2 * N : 1]) {
        stk::view<T, N> v;
        std::int64_t count = 1;
        for (int d = N - 1; d >= 0; --d) {
          v.lower[d] = bounds[2 * d];
          v.upper[d] = bounds[2 * d + 1] > bounds[2 * d] ? bounds[2 * d + 1] : bounds[2 * d];
          v.stride[d] = count;
          count *= v.upper[d] - v.lower[d];
        }
        v.data = base ? reinterpret_cast<T *>(base + used) : nullptr;
        used += (count * (std::int64_t)sizeof(T) + 63) / 64 * 64;
        return v;
      }
      // A copy of a field, in the order of its indices.
      template <class T, int N> void keep(stk::view<T, N> const &v) { move(v, true); }
      template <class T, int N> void restore(stk::view<T, N> const &v) { move(v, false); }
      template <class T, int N> void move(stk::view<T, N> const &v, bool keeps) {
        std::int64_t count = 1;
        for (int d = 0; d < N; ++d) count *= v.upper[d] > v.lower[d] ? v.upper[d] - v.lower[d] : 0;
        T *other = base ? reinterpret_cast<T *>(base + used) : nullptr;
        used += (count * (std::int64_t)sizeof(T) + 63) / 64 * 64;
        if (!base) return;
        for (std::int64_t q = 0; q < count; ++q) {
          std::int64_t rest = q;
          T *p = v.data;
          for (int d = N - 1; d >= 0; --d) {
            std::int64_t const n = v.upper[d] - v.lower[d];
            p += rest % n * v.stride[d];
            rest /= n;
          }
          if (keeps) other[q] = *p; else *p = other[q];
        }
      }
    };
    """

  /// What GridTools sees of fields, scalars and tuples of them.
  static let sids = """
    template <class T, class Strides> auto sid(T *p, Strides strides) {
      namespace s = ::gridtools::sid;
      return s::synthetic()
          .template set<s::property::origin>(s::host_device::simple_ptr_holder<T *>{p})
          .template set<s::property::strides>(strides)
          .template set<s::property::strides_kind, s::unknown_kind>();
    }

    template <class T> auto global(T v) { return ::gridtools::stencil::global_parameter<T>{v}; }

    template <class Sequence> struct composite_of;
    template <int... I> struct composite_of<std::integer_sequence<int, I...>> {
      using type = ::gridtools::sid::composite::keys<::gridtools::integral_constant<int, I>...>;
    };
    template <int N> using composite = typename composite_of<std::make_integer_sequence<int, N>>::type;

    struct copy {
      constexpr auto operator()() const {
        return [](auto const &a) { return gtfn::deref(a); };
      }
    };
    """

  /// Whether integers leave their type.
  static let wrapping = """
    // Whether an integer of type T is not what integers without limits would give.
    template <class T, class A, class B> bool sum_wraps(A a, B b) {
      T r;
      return __builtin_add_overflow(a, b, &r);
    }
    template <class T, class A, class B> bool difference_wraps(A a, B b) {
      T r;
      return __builtin_sub_overflow(a, b, &r);
    }
    template <class T, class A, class B> bool product_wraps(A a, B b) {
      T r;
      return __builtin_mul_overflow(a, b, &r);
    }
    """

  /// What a functor may ask of its surroundings.
  static let facts = """
    // What a functor may ask of its surroundings: whether a place lies in a field, and where to note a failure.
    struct limits {
      std::int64_t lower[4] = {}, upper[4] = {};
      limits() = default;
      template <class T, int N> explicit limits(view<T, N> const &v) {
        for (int d = 0; d < N && d < 4; ++d) {
          lower[d] = v.lower[d];
          upper[d] = v.upper[d];
        }
      }
    };
    struct facts {
      std::int32_t *failed;
      limits const *of;
      void fail() const { *failed = 1; }
      bool inside(int argument, int axis, std::int64_t index) const {
        return of[argument].lower[axis] <= index && index < of[argument].upper[axis];
      }
    };
    """

  /// Neighbor tables, and the range of the neighbors of a range.
  static let tables = """
    // The neighbors of each point; -1 stands for none.
    template <int N> struct table {
      std::int32_t const *data;
      std::ptrdiff_t row, column;
      std::int64_t count;
      std::int32_t skip, least, most;
      bool has_skip;
      explicit table(stk_table const &t)
          : data(t.data), row(t.row_stride), column(t.column_stride), count(t.rows), skip(t.skip),
            least(t.lowest), most(t.highest), has_skip(t.has_skip != 0) {}
      std::int64_t rows() const { return count; }
      std::int64_t lowest() const { return least; }
      std::int64_t highest() const { return (std::int64_t)most + 1; }
    };
    template <int N> ::gridtools::array<int, N> neighbor_table_neighbors(table<N> const &t, int i) {
      ::gridtools::array<int, N> r;
      bool const there = 0 <= i && i < t.count;
      for (int c = 0; c < N; ++c) {
        int const e = there ? t.data[i * t.row + c * t.column] : -1;
        r[c] = t.has_skip && e == t.skip ? -1 : e;
      }
      return r;
    }

    struct range {
      std::int32_t lower, upper;
    };
    template <int N> range neighbor_range(table<N> const &t, std::int32_t begin, std::int32_t end) {
      range r{INT32_MAX, INT32_MIN};
      for (std::int64_t i = begin > 0 ? begin : 0; i < end && i < t.count; ++i)
        for (int c = 0; c < N; ++c) {
          std::int32_t const e = t.data[i * t.row + c * t.column];
          if (t.has_skip && e == t.skip) continue;
          if (e < r.lower) r.lower = e;
          if (e >= r.upper) r.upper = e + 1;
        }
      return r.lower > r.upper ? range{0, 0} : r;
    }
    """

  /// Whether outputs overlap.
  static let overlap = """
    // Whether two fields have bytes in common.
    inline bool overlap(stk_field const &a, int na, int sa, stk_field const &b, int nb, int sb) {
      char const *lo[2] = {(char const *)a.data, (char const *)b.data}, *hi[2] = {lo[0] + sa, lo[1] + sb};
      stk_field const *f[2] = {&a, &b};
      int const n[2] = {na, nb}, size[2] = {sa, sb};
      for (int q = 0; q < 2; ++q)
        for (int d = 0; d < n[q]; ++d) {
          if (f[q]->shape[d] <= 0) return false;
          std::int64_t const x = (f[q]->shape[d] - 1) * f[q]->stride[d] * size[q];
          (x < 0 ? lo[q] : hi[q]) += x;
        }
      return lo[0] < hi[1] && lo[1] < hi[0];
    }
    """

}
