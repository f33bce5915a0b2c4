extension FrozenInterface {

  /// The header for callers in C and C++.
  func headerText(types: String) -> String {
    let upper = name.uppercased()
    return """
      /* \(commented(program)), frozen.
       *
      \(argumentLines)
       *
       * A field is the address of its first element, and for each dimension the number of elements,
       * the distance of neighbors in elements (any sign and order), and the index that the first
       * element has. A call returns \(upper)_OK, or what went wrong; `message` then says it in words,
       * if it is not null. Fields are as they were if a call fails.
       */
      #ifndef \(upper)_FROZEN_H
      #define \(upper)_FROZEN_H
      \(types)
      #ifdef __cplusplus
      extern "C" {
      #endif

      enum {
        \(upper)_OK = 0,
        \(upper)_FAILED = 1,    /* a point has no value: a division by zero, a read outside a field */
        \(upper)_UNCOVERED = 2, /* a field does not cover what is read or written */
        \(upper)_WORKSPACE = 3, /* the workspace is too small, or there is no memory for one */
        \(upper)_UNSUITABLE = 4, /* no code for these: a table is too short, or has skip values now */
        \(upper)_OVERLAP = 5,   /* outputs overlap */
        \(upper)_NULL = 6       /* an address is null */
      };

      /* The call: memory that it needs besides the fields comes from the heap. */
      int32_t \(name)(
          \(flatArguments.joined(separator: ",\n    ")));

      /* The same for callers that bring their own workspace: see `stk_call`. Its fields, scalars and
       * tables are in the order above; it never allocates. */
      int32_t \(name)_run(const stk_call *call);
      int64_t \(name)_workspace(const stk_call *call);

      /* Fills in what a table is: its lowest and highest entries take a look at all of them. */
      stk_table \(name)_table(const int32_t *data, int64_t rows, int64_t columns, int64_t row_stride,
                              int64_t column_stride, int32_t has_skip, int32_t skip);

      /* Says in words what `\(name)_run` returned. */
      void \(name)_describe(int32_t code, const stk_failure *failure, char *message, int64_t size);

      int32_t \(name)_abi(void);
      const char *\(name)_manifest_digest(void);

      #ifdef __cplusplus
      }
      #endif
      #endif

      """
  }

  /// What the arguments are, a line of a comment each.
  private var argumentLines: String {
    let fieldLines = fields.map { f in
      " *   \(title(f.name, of: f.source))  \(f.dtype), dimensions \(f.dims.isEmpty ? "none" : f.dims.joined(separator: ", ")), \(f.intent)"
    }
    let tableLines = tables.map { t in
      " *   \(title(t.name, of: t.source))  int32, rows of \(t.target), \(t.columns) neighbors of \(t.neighbors)"
        + (t.hasSkipValues ? ", perhaps with skip values" : "")
    }
    let scalarLines = scalars.map { " *   \(title($0.name, of: $0.source))  \($0.dtype)" }
    let boundLines = bound.map { " *   \($0.name) is always \($0.value)" }
    return (fieldLines + scalarLines + tableLines + boundLines).map(commented)
      .joined(separator: "\n")
  }

}

/// Returns `text` as it can stand in a comment of C.
private func commented(_ text: String) -> String {
  text.replacing("*/", with: "* /").replacing("/*", with: "/ *").replacing("\n", with: " ")
    .filter { !$0.isNewline }
}
