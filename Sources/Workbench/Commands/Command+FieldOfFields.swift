import Diagnostics
import Fields
import StencilTypes

// Fields that are made of others.

extension Session {

  /// Returns where the expression of fields stands that `field key = kind …` makes `key` of; `nil` if
  /// it makes a field of its own.
  func fieldExpression(
    _ key: Spelled, _ kind: Spelled, _ line: CommandInput
  ) -> SourceSpan? {
    guard !kind.isQuoted, ScalarLiteral(kind.text) == nil || !line.words.isEmpty,
      !FieldRequest.kinds.contains(kind.text), !kind.text.hasPrefix("index(")
    else { return nil }
    let end = max(kind.span.bytes.upperBound, line.words.last?.span.bytes.upperBound ?? 0)
    let span = SourceSpan(kind.span.file, kind.span.bytes.lowerBound ..< end)
    if key.isIdentifier { return span }
    // With dimensions it may be meant to make a field of its own, in a way that there is not.
    guard let found = try? FieldExpression(at: span),
      found.isLook(in: self) || found.expression.name.map({ fields[$0] != nil }) == true
    else { return nil }
    return span
  }

  /// Makes the field `key` of other fields, and converts it if the line says so.
  mutating func makeField(
    _ key: Spelled, _ expression: FieldExpression, _ line: CommandInput
  ) throws(DiagnosticError) -> Output {
    let request = key.isIdentifier ? nil : try FieldRequest(key: key, session: self)
    var dtype: ScalarKind?
    var part: [(dimension: Dimension, range: Range<Int>, spelled: Spelled)] = []
    for (option, value) in line.options.dropFirst() {
      if option.text == "dtype" {
        dtype = try value.fieldKind
      } else if let dimension = knownDimension(option.text) {
        let range = try DimensionRange(value)
        if range.isNegative { throw DiagnosticError(.badRange(value)) }
        part.append((dimension, range.range, value))
      } else {
        throw DiagnosticError(.unexpectedWord(option, in: .field))
      }
    }
    var (field, remark) = try expression.value(in: self)
    if let request, request.dims.sorted() != field.dims.sorted() {
      throw DiagnosticError(.otherDimensions(key, field))
    }
    var ranges = field.domain.ranges
    for (dimension, range, spelled) in part {
      guard let axis = field.dims.firstIndex(of: dimension),
        ranges[axis].lowerBound <= range.lowerBound, range.upperBound <= ranges[axis].upperBound
      else { throw DiagnosticError(.noPart(spelled, of: field)) }
      ranges[axis] = range
    }
    if !part.isEmpty { field = field.part(on: Domain(dims: field.dims, ranges: ranges)) }
    if let dtype { field = try field.converted(to: dtype, at: line.span, self) }
    let name = request?.name ?? key.text
    fields[name] = field
    return Output(
      [try summary(of: field, named: name)] + [remark].compactMap { $0.map { .message($0) } },
      next: looks(at: name))
  }

}

extension Field {

  /// Returns the field with elements of type `dtype`.
  func converted(
    to dtype: ScalarKind, at span: SourceSpan, _ session: Session
  ) throws(DiagnosticError) -> Field {
    do throws(FieldError) {
      return try converted(
        to: dtype, progress: session.surroundings.progress(stoppingWith: FieldError.interrupted))
    } catch {
      throw DiagnosticError(.impossibleField(error, at: span))
    }
  }

}

extension Diagnostic {

  fileprivate static func otherDimensions(_ key: Spelled, _ field: Field) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "The expression gives a '\(field.type)'.", at: key.span,
      hint: "leave the dimensions out: field \(key.text.prefix { $0 != "[" }) = …")
  }

  fileprivate static func noPart(_ range: Spelled, of field: Field) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "'\(range.text)' is no part of what the expression covers.",
      at: range.span, hint: "it covers \(field.domain)")
  }

}
