import Diagnostics
import Fields
import StencilTypes

/// The values of a field as they are written out: `[1.0, 2.5]`, and lists in a list for two dimensions.
struct ListedValues {

  /// The number of values along each dimension, in the order in which those are written.
  let lengths: [Int]

  /// The values, the last dimension fastest.
  let values: [Spelled]

  /// Reads `text` as the values of a field of `rank` dimensions.
  ///
  /// - Throws: What tells the user that there are more or fewer levels, or that lists differ in length.
  init(_ text: Spelled, rank: Int) throws(DiagnosticError) {
    var parts = [text]
    var lengths: [Int] = []
    while let first = parts.first, first.isList {
      guard lengths.count < rank else { throw DiagnosticError(.otherRank(first, rank)) }
      var next: [Spelled] = []
      var length: Int?
      for part in parts {
        guard let inner = part.listParts else { throw DiagnosticError(.noList(part)) }
        if let length, inner.count != length {
          throw DiagnosticError(.otherLength(part, inner.count, length))
        }
        length = inner.count
        next += inner
      }
      if next.isEmpty { throw DiagnosticError(.noValues(text)) }
      lengths.append(length ?? 0)
      parts = next
    }
    guard lengths.count == rank else { throw DiagnosticError(.otherRank(text, rank)) }
    self.lengths = lengths
    values = parts
  }

  /// Returns the values as those of `dtype`, or of the type that all of them have room in.
  ///
  /// - Throws: What tells the user which value is none, or does not fit.
  func scalars(as dtype: ScalarKind?) throws(DiagnosticError) -> [ScalarValue] {
    var literals: [ScalarLiteral] = []
    for v in values {
      guard !v.isQuoted, let literal = ScalarLiteral(v.text) else {
        throw DiagnosticError(.noListedValue(v))
      }
      literals.append(literal)
    }
    let kind = dtype ?? literals.map(\.naturalKind).reduce(.bool, wider)
    var result: [ScalarValue] = []
    for (literal, v) in zip(literals, values) {
      guard let scalar = literal.value(as: kind) else {
        throw DiagnosticError(.unsuitableValue(v, kind))
      }
      result.append(scalar)
    }
    return result
  }

  /// Returns the one of the types that literals have by themselves which comes later in this order.
  private func wider(_ a: ScalarKind, _ b: ScalarKind) -> ScalarKind {
    let order: [ScalarKind] = [.bool, .int32, .int64, .uint64, .float64]
    let (i, j) = (order.firstIndex(of: a) ?? 0, order.firstIndex(of: b) ?? 0)
    return i < j ? b : a
  }

}

extension FieldRequest {

  /// Returns the field whose values are written out; each dimension begins where a range says, or at 0.
  func listed() throws(DiagnosticError) -> Field {
    let list = try ListedValues(kind, rank: dims.count)
    let scalars = try list.scalars(as: dtype)
    var origins: [Int] = []
    for (d, length) in zip(dims, list.lengths) {
      let origin = ranges[d]?.range.origin ?? 0
      origins.append(origin)
      if let wanted = ranges[d], wanted.spelled.text.contains(":"),
        wanted.range.range.count != length
      {
        throw DiagnosticError(
          .otherExtent(d, origin ..< origin + length, wanted.spelled, kind))
      }
    }
    let order = dims.indices.sorted { dims[$0] < dims[$1] }
    let domain = Domain(
      dims: order.map { dims[$0] },
      ranges: order.map { origins[$0] ..< origins[$0] + list.lengths[$0] })
    do throws(FieldError) {
      var field = try Field.zeros(scalars[0].kind, on: domain)
      for (number, scalar) in scalars.enumerated() {
        var rest = number
        var place = origins
        for axis in dims.indices.reversed() {
          place[axis] += rest % list.lengths[axis]
          rest /= list.lengths[axis]
        }
        field.setValue(scalar, at: order.map { place[$0] })
      }
      return field
    } catch {
      throw DiagnosticError(.impossibleField(error, at: kind.span))
    }
  }

}

extension Spelled {

  /// Whether it is written as a list is.
  var isList: Bool { !isQuoted && text.hasPrefix("[") }

  /// What stands between the brackets and commas of a list; `nil` if this is none, or if nothing stands
  /// before one of its commas.
  fileprivate var listParts: [Spelled]? {
    guard let parts = parts(between: "[", "]") else { return nil }
    let before = parts.dropLast().compactMap(\.self)
    return before.count == parts.count - 1 ? before + parts.suffix(1).compactMap(\.self) : nil
  }

}

extension Diagnostic {

  private static let listHint =
    "write one list for one dimension, [1.0, 2.0], and lists in it for two: [[1.0], [2.0]]"

  fileprivate static func otherRank(_ list: Spelled, _ rank: Int) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue,
      "The field has \(counted(rank, "dimension")), which is another number of lists in each other.",
      at: list.span, hint: listHint)
  }

  fileprivate static func noList(_ part: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue,
      "'\(part.text)' is no list of values, as what stands beside it.",
      at: part.span, hint: listHint)
  }

  fileprivate static func otherLength(_ list: Spelled, _ count: Int, _ first: Int) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue,
      "This list has \(counted(count, "value")), and the one before it \(first).", at: list.span,
      hint: "a field has as many points in each of its rows")
  }

  fileprivate static func noValues(_ list: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "The list has no values.", at: list.span,
      hint: "a field without points is zeros on an empty range: I=0:0")
  }

  fileprivate static func noListedValue(_ value: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "'\(value.text)' is no number and no truth value.",
      at: value.span, hint: "write values as 1, 2.5, 1e-3, nan, true")
  }

}
