import CodeGen

extension FrozenInterface {

  /// The functions that find outputs which have elements in common, with others or with themselves.
  ///
  /// Outputs whose elements lie alike are compared exactly, so that they may be parts of one array;
  /// others by their ends. Without two outputs and without dimensions there is nothing to find.
  var overlapText: String {
    let outputs = entry.fields.indices.filter { entry.fields[$0].isWritten }
    var tests: [String] = []
    for (n, i) in outputs.enumerated() {
      let a = entry.fields[i]
      if !a.dims.isEmpty { tests.append("folds(&c->fields[\(i)], \(a.dims.count))") }
      for j in outputs.dropFirst(n + 1) {
        let b = entry.fields[j]
        tests.append(
          "meets(&c->fields[\(i)], \(a.dims.count), \(a.kind.byteCount), &c->fields[\(j)], \(b.dims.count), \(b.kind.byteCount))"
        )
      }
    }
    let call = """
      static int overlap(const stk_call *c) {
        (void)c;
        return \(tests.isEmpty ? "0" : tests.joined(separator: "\n      || "));
      }
      """
    return [
      tests.contains { $0.hasPrefix("meets") } ? Self.meetsText : nil,
      tests.contains { $0.hasPrefix("folds") } ? Self.foldsText : nil, call,
    ].compactMap { $0 }.joined(separator: "\n\n")
  }

  private static let foldsText = """
    /* Whether two indices of an array may lead to one element: a step is no longer than all that lies
     * within it. */
    static int folds(const stk_field *a, int dims) {
      int64_t reach[8], step[8];
      int n = 0;
      for (int d = 0; d < dims; d++) {
        if (a->shape[d] <= 0) return 0;
        if (a->shape[d] == 1) continue;
        const int64_t s = a->stride[d] < 0 ? -a->stride[d] : a->stride[d];
        int at = n++;
        for (; at > 0 && step[at - 1] > s; at--) { step[at] = step[at - 1]; reach[at] = reach[at - 1]; }
        step[at] = s;
        reach[at] = s * (a->shape[d] - 1);
      }
      int64_t inner = 0;
      for (int d = 0; d < n; d++) {
        if (step[d] <= inner) return 1;
        inner += reach[d];
      }
      return 0;
    }
    """

  private static let meetsText = """
    /* Whether the difference is one of indices of an array, in elements. */
    static int leads(const stk_field *a, int dims, int64_t difference) {
      int best = -1;
      int64_t inner = 0;
      for (int d = 0; d < dims; d++) {
        const int64_t s = a->stride[d] < 0 ? -a->stride[d] : a->stride[d];
        inner += s * (a->shape[d] - 1);
        if (a->shape[d] > 1 && (best < 0 || s > (a->stride[best] < 0 ? -a->stride[best] : a->stride[best]))) best = d;
      }
      if (best < 0) return difference == 0;
      if (difference > inner || -difference > inner) return 0;
      const int64_t s = a->stride[best], most = a->shape[best] - 1;
      if (s == 0) return difference == 0;
      int64_t shape[8], stride[8];
      for (int d = 0; d < dims; d++) { shape[d] = d == best ? 1 : a->shape[d]; stride[d] = a->stride[d]; }
      const stk_field rest = {0, shape, stride, 0};
      for (int64_t k = difference / s - 1; k <= difference / s + 1; k++)
        if (k >= -most && k <= most && leads(&rest, dims, difference - k * s)) return 1;
      return 0;
    }

    /* Whether two arrays have bytes in common. */
    static int meets(const stk_field *a, int na, int64_t sa, const stk_field *b, int nb, int64_t sb) {
      int64_t low[2] = {0, 0}, high[2] = {0, 0};
      for (int d = 0; d < na; d++) {
        if (a->shape[d] <= 0) return 0;
        const int64_t x = (a->shape[d] - 1) * a->stride[d];
        if (x < 0) low[0] += x; else high[0] += x;
      }
      for (int d = 0; d < nb; d++) {
        if (b->shape[d] <= 0) return 0;
        const int64_t x = (b->shape[d] - 1) * b->stride[d];
        if (x < 0) low[1] += x; else high[1] += x;
      }
      const intptr_t p = (intptr_t)a->data, q = (intptr_t)b->data;
      if (p + low[0] * sa >= q + (high[1] + 1) * sb || q + low[1] * sb >= p + (high[0] + 1) * sa) return 0;
      int alike = na == nb && sa == sb && (q - p) % sa == 0;
      for (int d = 0; alike && d < na; d++) alike = a->stride[d] == b->stride[d] && a->shape[d] == b->shape[d];
      return !alike || leads(a, na, (int64_t)(q - p) / sa);
    }
    """

}
