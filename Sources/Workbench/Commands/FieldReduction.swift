import Diagnostics
import Fields
import StencilTypes

/// What makes one number of a field: `max(u)`.
enum FieldReduction: String, CaseIterable {

  case min, max, sum, mean

  /// Returns the type of the number that is made of elements of type `kind`.
  func kind(of kind: ScalarKind) -> ScalarKind {
    switch self {
    case .min, .max: kind
    case .sum: kind.isFloat ? kind : .int64
    case .mean: kind.isFloat ? kind : .float64
    }
  }

  /// Returns the number, as the figures of the field have it; `nil` if there are no points.
  func value(
    of field: Field, _ progress: WorkProgress<DiagnosticError>
  ) throws(DiagnosticError) -> ScalarValue? {
    let statistics = try field.statistics(progress)
    switch self {
    case .min: return statistics.minimum
    case .max: return statistics.maximum
    case .sum:
      return statistics.integerSum.map { ScalarValue(wrapping: $0, as: .int64) }
        ?? rounded(statistics.sum, as: field.dtype)
    case .mean:
      return field.domain.isEmpty ? nil : rounded(statistics.mean, as: kind(of: field.dtype))
    }
  }

  private func rounded(_ value: Double, as kind: ScalarKind) -> ScalarValue {
    kind == .float32 ? ScalarValue(Float(value)) : ScalarValue(value)
  }

}
