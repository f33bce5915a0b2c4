import Diagnostics
import StencilTypes

extension Parser {

  /// Reads `1`, `1.0:f32`, `-1ₒ`, `nan`.
  mutating func number(negative: Bool) throws(DiagnosticError) -> Expr {
    let start = start
    if negative { advance() }
    guard case .number(let digits, let suffix) = token else { throw unexpected("a number") }
    advance()
    let text = (negative ? "-" : "") + digits
    if sees("ₒ"), suffix == nil, text.allSatisfy({ $0.isNumber || $0 == "-" }) {
      advance()
      guard let index = Int(text), indices.contains(index) else {
        throw DiagnosticError(beyondIndices(text, span(from: start)))
      }
      return Expr(.offset(.index(index)), at: span(from: start))
    }
    let span = span(from: start)
    return .literal(try value(text, suffix, span), at: span)
  }

  private func value(
    _ text: String, _ suffix: String?, _ span: SourceSpan
  ) throws(DiagnosticError) -> ScalarValue {
    let isWhole = text.allSatisfy { $0.isNumber || $0 == "-" }
    guard let suffix else {
      let value =
        isWhole
        ? Int128(text).flatMap {
          ScalarValue(exactly: $0, as: .int32) ?? ScalarValue(exactly: $0, as: .int64)
        } : Double(text).map { ScalarValue($0) }
      guard let value else { throw DiagnosticError(outOfRange(text, .int64, span)) }
      return value
    }
    guard let kind = suffixes[suffix] else { throw DiagnosticError(badSuffix(suffix, span)) }
    let value: ScalarValue? =
      switch kind {
      case .float64: Double(text).map { ScalarValue($0) }
      case .float32: Float(text).map { ScalarValue($0) }
      default: isWhole ? Int128(text).flatMap { ScalarValue(exactly: $0, as: kind) } : nil
      }
    guard let value else {
      throw DiagnosticError(
        isWhole || kind.isFloat ? outOfRange(text, kind, span) : notWhole(text, kind, span))
    }
    return value
  }

}

private let suffixes: [String: ScalarKind] = Dictionary(
  uniqueKeysWithValues: ScalarKind.allCases.filter { !$0.literalSuffix.isEmpty }
    .map { ($0.literalSuffix, $0) })

private func beyondIndices(_ text: String, _ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: IRCode.literal, "The distance \(text) is no index.", at: span, hint: indicesHint)
}

private func outOfRange(_ text: String, _ kind: ScalarKind, _ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: IRCode.literal, "\(text) is no value of type \(kind).", at: span,
    hint: kind.integerRange.map {
      "values of \(kind) go from \($0.lowerBound) to \($0.upperBound)"
    })
}

private func notWhole(_ text: String, _ kind: ScalarKind, _ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: IRCode.literal, "\(text) is no value of type \(kind).", at: span,
    hint: "write \(text):f64, or a whole number")
}

private func badSuffix(_ suffix: String, _ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: IRCode.literal, "No type of numbers has the suffix '\(suffix)'.", at: span,
    hint: nearest(to: suffix, among: suffixes.keys.sorted()).map { "did you mean '\($0)'?" }
      ?? "write one of \(suffixes.keys.sorted().joined(separator: ", "))")
}
