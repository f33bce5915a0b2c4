import StencilTypes

/// The parts of the text that are the same in every file.
enum GTFNPrelude {

  /// What comes before the functors.
  static func text(helpers: [String]) -> String {
    """
    // Written by stencil-repl for GridTools fn (C++17).
    // Build with -O3 -DNDEBUG -ffp-contract=off -fno-math-errno -fwrapv -fno-builtin.
    #include <cmath>
    #include <cstddef>
    #include <cstdint>
    #include <gridtools/common/array.hpp>
    #include <gridtools/common/hymap.hpp>
    #include <gridtools/common/integral_constant.hpp>
    #include <gridtools/fn/backend/naive.hpp>
    #include <gridtools/fn/cartesian.hpp>
    #include <gridtools/fn/unstructured.hpp>
    #include <gridtools/sid/composite.hpp>
    #include <gridtools/sid/simple_ptr_holder.hpp>
    #include <gridtools/sid/synthetic.hpp>
    #include <gridtools/sid/unknown_kind.hpp>
    #include <gridtools/stencil/global_parameter.hpp>
    \(CInterface.types)
    \(CInterface.macros)
    extern "C" {
    \(helpers.joined(separator: "\n"))
    }
    namespace {
    namespace gtfn = ::gridtools::fn;
    using namespace ::gridtools::literals;
    namespace stk {
    using ::gridtools::hymap::keys;
    struct one {};
    struct other {};

    enum class phase { measure, check, run };

    \([memory, sids, wrapping, facts, tables, overlap].joined(separator: "\n\n"))
    }  // namespace stk

    """
  }

  /// The entry that C calls.
  ///
  /// Where a call can fail when something is written already, the outputs are kept before.
  static func entry(
    _ symbol: String, _ fields: [FieldSlot], canFail: Bool, canFailIfTested: Bool
  ) -> String {
    let kept = canFail || canFailIfTested ? fields.indices.filter { fields[$0].isWritten } : []
    func keeping(_ memory: String, _ function: String) -> String {
      kept.map { i in
        let type = "\(fields[i].kind.cType), \(fields[i].dims.count)"
        return "  \(memory).\(function)(stk::view<\(type)>(call->fields[\(i)]));\n"
      }.joined()
    }
    var overlaps: [String] = []
    for (i, a) in fields.enumerated() where a.isWritten {
      for (j, b) in fields.enumerated() where i != j && !(b.isWritten && j < i) {
        overlaps.append(
          "  if (stk::overlap(call->fields[\(i)], \(a.dims.count), \(a.kind.byteCount), "
            + "call->fields[\(j)], \(b.dims.count), \(b.kind.byteCount))) return 4;")
      }
    }
    return """

      extern "C" __attribute__((visibility("default"))) std::int64_t \(symbol)_workspace(stk_call const *call) {
        stk::workspace memory{nullptr};
        (void)\(symbol)_body<stk::phase::measure>(call, memory);
      \(keeping("memory", "keep"))  return memory.used;
      }

      extern "C" __attribute__((visibility("default"))) std::int32_t \(symbol)(stk_call const *call) {
        if (\(symbol)_workspace(call) > call->workspace_size) return 3;
      \(overlaps.joined(separator: "\n"))
        stk::workspace first{static_cast<char *>(call->workspace)};
        std::int32_t const code = \(symbol)_body<stk::phase::check>(call, first);
        if (code != 0) return code;
        stk::workspace second{static_cast<char *>(call->workspace)};
        second.is_tested = first.is_tested;
        if (\(canFail ? "true" : "second.is_tested")) {
      \(keeping("second", "keep"))  }
        (void)\(symbol)_body<stk::phase::run>(call, second);
        if (second.failed == 0) return 0;
        stk::workspace third{static_cast<char *>(call->workspace)};
      \(keeping("third", "restore"))  return 4;
      }

      """
  }

}
