import CodeGen

extension FrozenInterface {

  /// The version of the calling convention.
  static let abi = 1

  /// The arguments of the flat function, one a line.
  private var flatArguments: [String] {
    var lines: [String] = []
    for f in fields {
      let type = FrozenType(f.dtype).c
      let const = f.intent == "in" ? "const " : ""
      lines.append("\(const)\(type) *\(f.name)")
      if !f.dims.isEmpty {
        let n = f.dims.count
        lines.append(
          "const int64_t \(f.name)_shape[\(n)], const int64_t \(f.name)_stride[\(n)], "
            + "const int64_t \(f.name)_origin[\(n)]")
      }
    }
    for s in scalars { lines.append("\(FrozenType(s.dtype).c) \(s.name)") }
    for t in tables {
      lines.append(
        "const int32_t *\(t.name), int64_t \(t.name)_rows, int64_t \(t.name)_row_stride, "
          + "int64_t \(t.name)_column_stride, int32_t \(t.name)_has_skip, int32_t \(t.name)_skip")
    }
    lines.append("char *message, int64_t message_size")
    return lines
  }

  /// The header for callers in C and C++.
  func headerText(types: String) -> String {
    let upper = name.uppercased()
    let about = fields.map { f in
      " *   \(f.name)  \(f.dtype), dimensions \(f.dims.isEmpty ? "none" : f.dims.joined(separator: ", ")), \(f.intent)"
    }
    let tableLines = tables.map { t in
      " *   \(t.name)  int32, rows of \(t.target), \(t.columns) neighbors of \(t.neighbors)"
        + (t.hasSkipValues ? ", perhaps with skip values" : "")
    }
    let scalarLines = scalars.map { " *   \($0.name)  \($0.dtype)" }
    let boundLines = bound.map { " *   \($0.name) is always \($0.value)" }
    let all = (about + scalarLines + tableLines + boundLines).map(commented).joined(separator: "\n")
    return """
      /* \(commented(program)), frozen.
       *
      \(all)
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
        \(upper)_UNSUITABLE = 4, /* the arguments need code that was not made */
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

  /// The file that picks a kernel for the processor and checks what callers pass.
  ///
  /// `LEVEL_v2` and its like say which kernels are linked.
  func wrapperText(digest: String) -> String {
    let kernels = ["v2", "v3", "v4"].map { level in
      """
      #ifdef LEVEL_\(level)
      int32_t \(entry.symbol)_\(level)(const stk_call *);
      int64_t \(entry.symbol)_\(level)_workspace(const stk_call *);
      #endif
      """
    }
    return """
      #include "\(name).h"
      #include <stddef.h>
      #include <stdio.h>
      #include <stdlib.h>

      \(kernels.joined(separator: "\n"))

      typedef struct {
        int32_t (*run)(const stk_call *);
        int64_t (*workspace)(const stk_call *);
      } kernel;

      static const kernel kernels[] = {
      #ifdef LEVEL_v2
        {\(entry.symbol)_v2, \(entry.symbol)_v2_workspace},
      #endif
      #ifdef LEVEL_v3
        {\(entry.symbol)_v3, \(entry.symbol)_v3_workspace},
      #endif
      #ifdef LEVEL_v4
        {\(entry.symbol)_v4, \(entry.symbol)_v4_workspace},
      #endif
      };

      /* The best kernel for this processor; all give the same bits. */
      static const kernel *chosen(void) {
        static const kernel *known; /* A race writes the same value. */
        const kernel *k = __atomic_load_n(&known, __ATOMIC_RELAXED);
        if (k) return k;
        k = kernels;
      #if defined(LEVEL_v2) && defined(LEVEL_v3) && defined(LEVEL_v4)
        __builtin_cpu_init();
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
            __builtin_cpu_supports("bmi2"))
          k = kernels + 1;
        if (k == kernels + 1 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
          k = kernels + 2;
      #endif
        __atomic_store_n(&known, k, __ATOMIC_RELAXED);
        return k;
      }

      /* An ELF note, which can be read before anything is loaded: readelf -n. */
      __attribute__((section(".note.stk"), used, aligned(4))) static const struct {
        uint32_t name_size, digest_size, type;
        char name[4], digest[68];
      } note = {4, 68, 1, "STK", "\(digest)"};

      const char *\(name)_manifest_digest(void) { return note.digest; }
      int32_t \(name)_abi(void) { return \(Self.abi); }
      int32_t \(name)_run(const stk_call *call) { return call ? chosen()->run(call) : \(name.uppercased())_NULL; }
      int64_t \(name)_workspace(const stk_call *call) { return call ? chosen()->workspace(call) : 0; }

      stk_table \(name)_table(const int32_t *data, int64_t rows, int64_t columns, int64_t row_stride,
                              int64_t column_stride, int32_t has_skip, int32_t skip) {
        stk_table t = {data, rows, columns, row_stride, column_stride, skip, has_skip, INT32_MAX, INT32_MIN};
        for (int64_t i = 0; i < rows; i++)
          for (int64_t j = 0; j < columns; j++) {
            const int32_t e = data[i * row_stride + j * column_stride];
            if (has_skip && e == skip) continue;
            if (e < t.lowest) t.lowest = e;
            if (e > t.highest) t.highest = e;
          }
        return t;
      }

      \(describeText)
      \(flatText)
      """
  }

  /// The function that says what went wrong.
  private var describeText: String {
    let names = fields.map { "\"\(escaped($0.name))\"" }.joined(separator: ", ")
    let dims = fields.map { f in
      "{\((f.dims.map { "\"\(escaped($0))\"" } + ["0"]).joined(separator: ", "))}"
    }.joined(separator: ", ")
    let sites = entry.failures.map { s in
      let place = s.line > 0 ? " at line \(s.line) of \(s.file): \(s.text)" : ""
      return "  \"\(escaped(s.words + place))\","
    }
    return """
      static const char *const field_names[] = {\(names.isEmpty ? "0" : names)};
      static const char *const field_dims[][9] = {\(dims.isEmpty ? "{0}" : dims)};
      static const char *const sites[] = {
      \((sites + ["  0"]).joined(separator: "\n"))
      };
      enum { FIELDS = \(fields.count), SITES = \(entry.failures.count) };

      void \(name)_describe(int32_t code, const stk_failure *f, char *message, int64_t size) {
        if (!message || size <= 0) return;
        const size_t room = (size_t)size;
        const char *field = f && f->site >= 0 && f->site < FIELDS ? field_names[f->site] : "a field";
        switch (code) {
        case 0: snprintf(message, room, "ok"); break;
        case 1: {
          const char *site = f && f->site >= 0 && f->site < SITES ? sites[f->site] : "a point has no value";
          const int known = f && f->output >= 0 && f->output < FIELDS;
          int n = snprintf(message, room, "%s", site);
          if (known && n >= 0 && (size_t)n < room) n += snprintf(message + n, room - (size_t)n, "; needed for %s", field_names[f->output]);
          for (int d = 0; known && d < 8 && field_dims[f->output][d] && n >= 0 && (size_t)n < room; d++)
            n += snprintf(message + n, room - (size_t)n, "%s%s=%lld", d ? ", " : " at ", field_dims[f->output][d], (long long)f->index[d]);
          break;
        }
        case 2: snprintf(message, room, "%s does not cover what is read or written", field); break;
        case 3: snprintf(message, room, "the workspace is too small, or there is no memory for one"); break;
        case 4: snprintf(message, room, "the arguments need code that was not made"); break;
        case 5: snprintf(message, room, "outputs overlap"); break;
        case 6: snprintf(message, room, "an address is null"); break;
        default: snprintf(message, room, "unknown code %d", (int)code);
        }
      }

      """
  }

  /// The function that takes all by itself.
  private var flatText: String {
    let upper = name.uppercased()
    var checks: [String] = []
    var slots: [String] = []
    for f in fields {
      let n = f.dims.count
      if n == 0 {
        checks.append("if (!\(f.name)) return \(name)_null(message, message_size);")
        slots.append("{(void *)\(f.name), 0, 0, 0}")
      } else {
        let empty = (0 ..< n).map { "\(f.name)_shape[\($0)] > 0" }.joined(separator: " && ")
        checks.append(
          "if (!\(f.name)_shape || !\(f.name)_stride || !\(f.name)_origin || (!\(f.name) && \(empty))) return \(name)_null(message, message_size);"
        )
        slots.append("{(void *)\(f.name), \(f.name)_shape, \(f.name)_stride, \(f.name)_origin}")
      }
    }
    for t in tables {
      checks.append(
        "if (!\(t.name) && \(t.name)_rows > 0) return \(name)_null(message, message_size);")
    }
    let scalarPlaces = scalars.map { "&\($0.name)" }.joined(separator: ", ")
    let normalised = scalars.filter { $0.dtype == "bool" }.map { "\($0.name) = \($0.name) != 0;" }
    let tableSlots = tables.map { t in
      "\(name)_table(\(t.name), \(t.name)_rows, \(t.columns), \(t.name)_row_stride, \(t.name)_column_stride, \(t.name)_has_skip, \(t.name)_skip)"
    }
    return """
      static int32_t \(name)_null(char *message, int64_t size) {
        \(name)_describe(\(upper)_NULL, 0, message, size);
        return \(upper)_NULL;
      }

      int32_t \(name)(
          \(flatArguments.joined(separator: ",\n    "))) {
        \((checks + normalised).joined(separator: "\n  "))
        const stk_field fields[] = {\(slots.isEmpty ? "{0}" : slots.joined(separator: ", "))};
        const void *const scalars[] = {\(scalarPlaces.isEmpty ? "0" : scalarPlaces)};
        const stk_table tables[] = {\(tableSlots.isEmpty ? "{0}" : tableSlots.joined(separator: ", "))};
        stk_failure failure = {0};
        stk_call call = {fields, scalars, tables, 0, 0, 0, &failure};
        void *memory = 0;
        call.workspace_size = \(name)_workspace(&call);
        if (call.workspace_size > 0) {
          memory = malloc((size_t)call.workspace_size + 63);
          if (!memory) {
            \(name)_describe(\(upper)_WORKSPACE, 0, message, message_size);
            return \(upper)_WORKSPACE;
          }
          call.workspace = (void *)(((uintptr_t)memory + 63) & ~(uintptr_t)63);
        }
        const int32_t code = \(name)_run(&call);
        free(memory);
        if (code) \(name)_describe(code, &failure, message, message_size);
        return code;
      }

      """
  }

  /// What the linker shows of the objects.
  var mapText: String {
    let names = ["", "_run", "_workspace", "_table", "_describe", "_abi", "_manifest_digest"]
    return "{ global: \(names.map { name + $0 + ";" }.joined(separator: " ")) local: *; };\n"
  }

}

extension FailureSite {

  /// What went wrong, in words.
  fileprivate var words: String {
    switch reason {
    case .divisionByZero: "an integer is divided by zero"
    case .negativePower: "an integer is raised to a negative power"
    case .outside:
      field.isEmpty
        ? "a field is read where it has no value"
        : "\(field) is read where it has no value"
          + (dimension.isEmpty ? "" : ", along \(dimension)")
    case .beforeScan: "a scan is read before its first level"
    case .skipValue: "a neighbor is read that does not exist"
    case .outsideTable: "a neighbor of a point is read that has no row in the table"
    case .outsideList: "an element of a list is read that is not there"
    }
  }

}

/// Returns `text` as it can stand in a comment of C.
private func commented(_ text: String) -> String {
  text.replacing("*/", with: "* /").replacing("/*", with: "/ *").replacing("\n", with: " ")
    .filter { !$0.isNewline }
}

/// Returns `text` as it can stand in a string of C.
func escaped(_ text: String) -> String {
  text.utf8.map { b -> String in
    switch b {
    case UInt8(ascii: "\""): "\\\""
    case UInt8(ascii: "\\"): "\\\\"
    case UInt8(ascii: "?"): "\\?"
    case 32 ..< 127: String(UnicodeScalar(b))
    default: "\\" + String(repeating: "0", count: b < 8 ? 2 : b < 64 ? 1 : 0) + String(b, radix: 8)
    }
  }.joined()
}
