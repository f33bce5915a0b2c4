import Diagnostics
import Fields
import StencilTypes
import Toolchain

/// What the fields of a run lack: all of them along all dimensions, where the run itself stops at the
/// first.
struct Coverage {

  /// A field that is too small.
  private struct Lack {

    let name: String
    let needed: Domain
    let field: Domain

    /// Where the field does not reach as far as it is read.
    var ranges: [(dimension: Dimension, needed: Range<Int>, has: Range<Int>)] {
      zip(field.dims, field.ranges).compactMap { d, has in
        guard let needed = needed[d], !needed.isEmpty,
          needed.lowerBound < has.lowerBound || needed.upperBound > has.upperBound
        else { return nil }
        return (d, needed, has)
      }
    }

  }

  private let lacks: [Lack]

  /// Where the result of an operator is written.
  private let written: Domain?

  /// Looks at what `run` reads of the fields that it is given; `nil` if that cannot be told.
  init?(of run: PreparedRun, tables: [String: NeighborTable]) {
    let values = run.arguments.values
    guard
      let needed = try? Toolchain.requirements(
        of: run.program, arguments: values.map { ArgumentOutline($0.value) }, tables: tables,
        checksCoverage: false)
    else { return nil }
    lacks = values.compactMap { name, value in
      guard case .field(let field) = value, let requirement = needed[name],
        requirement.open.isEmpty
      else { return nil }
      let lack = Lack(name: name, needed: requirement.domain, field: field.domain)
      return lack.ranges.isEmpty ? nil : lack
    }
    // A program says itself where it writes.
    written =
      if case .fieldOperator = run.info.callable.definition { needed["out"]?.domain } else { nil }
  }

  /// What to write instead; `nil` if the first field along the first dimension is all.
  var hint: String? {
    if lacks.isEmpty { return nil }
    let fields = lacks.map { lack in
      let ranges = lack.ranges.map { "\($0.dimension.name)=\($0.needed.shortText)" }
      return "'\(lack.name)' needs \(ranges.joined(separator: " "))"
    }
    let domain = largestDomain.map { ", or compute on \($0)" }
    if domain == nil, fields.count == 1, lacks[0].ranges.count == 1 { return nil }
    return fields.joined(separator: ", ") + (domain ?? ", or compute on a smaller domain")
  }

  /// The part of what is written for which the fields reach far enough, as options.
  private var largestDomain: String? {
    guard let written else { return nil }
    var ranges = written.ranges
    for lack in lacks.flatMap(\.ranges) {
      guard let axis = written.dims.firstIndex(of: lack.dimension) else { return nil }
      // Where points are shifted, what is read moves as the domain does.
      let full = written.ranges[axis]
      let low = full.lowerBound + max(0, lack.has.lowerBound - lack.needed.lowerBound)
      let high = full.upperBound - max(0, lack.needed.upperBound - lack.has.upperBound)
      let start = max(ranges[axis].lowerBound, low)
      guard start < min(ranges[axis].upperBound, high) else { return nil }
      ranges[axis] = start ..< min(ranges[axis].upperBound, high)
    }
    return zip(written.dims, ranges).map { "\($0.name)=\($1.shortText)" }.joined(separator: " ")
  }

}

extension DiagnosticError {

  /// The error with all that the fields of `run` lack, if it is about a field that is too small.
  func completed(for run: PreparedRun, tables: [String: NeighborTable]) -> DiagnosticError {
    guard let first = diagnostics.first, first.code == RunCode.outside.rawValue,
      let hint = Coverage(of: run, tables: tables)?.hint
    else { return self }
    return DiagnosticError([first.with(hint: hint)] + diagnostics.dropFirst())
  }

}

extension Range<Int> {

  /// The range as options have it: `0:8`.
  fileprivate var shortText: String { "\(lowerBound):\(upperBound)" }

}
