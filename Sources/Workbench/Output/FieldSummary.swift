import Diagnostics
import Fields
import Foundation
import StencilTypes

/// A field in one line: type, ranges, least, greatest and mean value.
private struct FieldSummary {

  let name: String
  let field: Field
  let statistics: FieldStatistics

  /// The figures without what is no finite number, if there is any.
  let figures: FieldFigures?

  var item: Output.Item {
    let s = statistics
    let parts = ["\(name)  \(field.type)", field.domain.description] + values(s)
    return Output.Item(
      json: .object([
        "field": .string(name), "dtype": .string(field.dtype.rawValue),
        "domain": .object(
          zip(field.domain.dims, field.domain.ranges).map {
            JSONValue.Member(
              key: $0.name, value: .array([.integer($1.lowerBound), .integer($1.upperBound)]))
          }),
        "min": s.minimum.map(JSONValue.init),
        "max": s.maximum.map(JSONValue.init), "mean": .number(s.mean),
        "nan": .integer(s.nanCount), "inf": .integer(s.infinityCount),
        "finiteMin": figures?.range.map { .number($0.lowerBound) },
        "finiteMax": figures?.range.map { .number($0.upperBound) },
      ])
    ) { width in filled(parts, width: width) }
  }

  private func values(_ s: FieldStatistics) -> [String] {
    if let figures {
      let range = figures.range.map {
        "finite: min \(shortText($0.lowerBound)) max \(shortText($0.upperBound))"
      }
      return [range ?? "no finite value", figures.oddities(dims: field.dims) ?? ""]
    }
    guard let min = s.minimum, let max = s.maximum else { return [] }
    return ["min \(short(min)) max \(short(max)) mean \(shortText(s.mean))"]
  }

  private func short(_ value: ScalarValue) -> String {
    value.float64.map(shortText) ?? value.float32.map { shortText(Double($0)) }
      ?? value.description
  }

}

extension Session {

  /// Returns the line about `field`, which commands know as `name`.
  func summary(of field: Field, named name: String) throws(DiagnosticError) -> Output.Item {
    let statistics = try field.statistics(surroundings.progress)
    let isOdd = statistics.nanCount + statistics.infinityCount > 0
    let figures = isOdd ? try FieldFigures(of: field, surroundings.progress) : nil
    return FieldSummary(name: name, field: field, statistics: statistics, figures: figures).item
  }

}

/// Returns `value` with six significant digits.
func shortText(_ value: Double) -> String {
  guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
  return String(format: "%.6g", value)
}
