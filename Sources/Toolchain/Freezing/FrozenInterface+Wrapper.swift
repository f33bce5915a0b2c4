import CodeGen

extension FrozenInterface {

  /// The file that picks a kernel for the processor and checks what callers pass.
  ///
  /// `LEVEL_v2` and its like say which kernels are linked.
  func wrapperText(digest: String) -> String {
    return """
      #include "\(name).h"
      #include <stddef.h>
      #include <stdio.h>
      #include <stdlib.h>

      \(kernelsText)

      \(Self.choiceText)

      /* An ELF note, which can be read before anything is loaded: readelf -n. */
      __attribute__((section(".note.stk"), used, aligned(4))) static const struct {
        uint32_t name_size, digest_size, type;
        char name[4], digest[68];
      } note = {4, 68, 1, "STK", "\(digest)"};

      const char *\(name)_manifest_digest(void) { return note.digest; }
      int32_t \(name)_abi(void) { return \(Self.abi); }

      \(overlapText)

      int32_t \(name)_run(const stk_call *call) {
        if (!call) return \(name.uppercased())_NULL;
        return overlap(call) ? \(name.uppercased())_OVERLAP : chosen()->run(call);
      }
      int64_t \(name)_workspace(const stk_call *call) { return call ? chosen()->workspace(call) : 0; }

      \(tableText)

      \(describeText)
      \(flatText)
      """
  }

  /// The kernels that are linked, the best one last.
  private var kernelsText: String {
    let declarations = ["v2", "v3", "v4"].map { level in
      """
      #ifdef LEVEL_\(level)
      int32_t \(entry.symbol)_\(level)(const stk_call *);
      int64_t \(entry.symbol)_\(level)_workspace(const stk_call *);
      #endif
      """
    }
    return """
      \(declarations.joined(separator: "\n"))

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
      """
  }

  /// The function that picks a kernel.
  private static let choiceText = """
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
    """

  /// The function that takes a look at a table.
  private var tableText: String {
    """
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
        case 4: snprintf(message, room, "code for these arguments was not made: a table is too short, or has skip values now"); break;
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
