import IteratorIR
import StencilTypes

/// The tests that come before anything is written.
extension GTFNWriter {

  /// Writes the tests that what must be read lies inside, and asks for tests of what may not.
  func check(
    _ call: FieldopCall, _ arguments: [CppField], _ box: CppDomain
  ) throws(GTFNRefusal) {
    let accesses = StencilAccesses(of: call.stencil, arity: arguments.count)
    var tests: [String] = []
    for (argument, reads) in zip(arguments, accesses.parameters) {
      for leaf in argument.leaves {
        guard case .view(let name, _, let dims) = leaf else { continue }
        // Most stencils read each argument at one place.
        let all = reads.all
        let paths = all.count < 2 ? Array(all) : all.sorted { "\($0)" < "\($1)" }
        for path in paths {
          guard let inside = try inside(path, name, dims, box) else { continue }
          let answer = reads.certain.contains(path) ? "return 4;" : "memory.is_tested = true;"
          tests.append("if (!\(inside)) \(answer)")
        }
      }
    }
    if tests.isEmpty { return }
    body.braces("\(head(of: "check", on: box)) {") {
      for t in tests { body.line(t) }
    }
  }

  /// The beginning of what is done in one phase only, if `box` has points.
  func head(of phase: String, on box: CppDomain) -> String {
    let conditions = box.ranges.map { "\($0.lower) < \($0.upper)" }
    // Decided by the compiler: what is not run is not even looked at.
    return "if constexpr (now == stk::phase::\(phase))"
      + (conditions.isEmpty ? "" : " if (\(conditions.joined(separator: " && ")))")
  }

  /// Returns the C++ condition that `path` leads from all points of `box` into the field `name`.
  func inside(
    _ path: [Shift], _ name: String, _ dims: [Dimension], _ box: CppDomain
  ) throws(GTFNRefusal) -> String? {
    var ranges: [Dimension: (String, String)] = [:]
    for r in box.ranges {
      ranges[r.dimension] = ("(std::int64_t)\(r.lower)", "(std::int64_t)\(r.upper)")
    }
    var conditions: [String] = []
    for shift in path {
      guard let offset = program.offsets[shift.tag] else { return nil }
      if offset.isCartesian {
        guard case .at(let n) = shift.index, let (lower, upper) = ranges[offset.source] else {
          continue
        }
        ranges[offset.source] = ("\(lower) + \(n)", "\(upper) + \(n)")
      } else {
        let table = tableName(shift.tag)
        if let (lower, upper) = ranges[offset.target[0]] {
          conditions.append("0 <= \(lower) && \(upper) <= \(table).rows()")
        }
        ranges[offset.target[0]] = nil
        ranges[offset.source] = ("\(table).lowest()", "\(table).highest()")
      }
    }
    for (axis, d) in dims.enumerated() where d.kind != .local {
      guard let (lower, upper) = ranges[d] else {
        throw GTFNRefusal("a field on '\(d.name)' is read on a domain without it")
      }
      conditions.append("\(name).lower[\(axis)] <= \(lower) && \(upper) <= \(name).upper[\(axis)]")
    }
    return conditions.isEmpty ? nil : "(\(conditions.joined(separator: " && ")))"
  }

}
