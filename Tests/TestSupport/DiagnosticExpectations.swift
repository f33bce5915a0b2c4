import Diagnostics
import Testing

/// What a test expects of one diagnostic: its code, the mark where its span starts, and a piece of
/// its message or hint.
public struct ExpectedDiagnostic: Sendable {

  public let code: String

  /// The mark where it points; `nil` if it is about no place.
  public let mark: Int?

  public let fragment: String?

  public init(_ code: some DiagnosticCode, at mark: Int? = 1, saying fragment: String? = nil) {
    self.code = code.rawValue
    self.mark = mark
    self.fragment = fragment
  }

}

/// Checks that `diagnostics` are those `expected`, in this order, in `marked`.
public func expect(
  _ diagnostics: [Diagnostic], _ expected: [ExpectedDiagnostic], in marked: MarkedText,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let shown = diagnostics.map { $0.rendered() }.joined(separator: "\n")
  #expect(
    diagnostics.map(\.code) == expected.map(\.code), Comment(rawValue: shown),
    sourceLocation: sourceLocation)
  for (diagnostic, expectation) in zip(diagnostics, expected) {
    let rendered = diagnostic.rendered()
    #expect(
      isHeadline(diagnostic.message), "a headline is a sentence:\n\(rendered)",
      sourceLocation: sourceLocation)
    #expect(
      isHint(diagnostic.hint), "a hint is no sentence:\n\(rendered)", sourceLocation: sourceLocation
    )
    expectPlace(
      diagnostic, at: expectation.mark, in: marked, "\(rendered)", sourceLocation: sourceLocation)
    if let fragment = expectation.fragment {
      #expect(
        rendered.contains(fragment), "expected it to say '\(fragment)':\n\(rendered)",
        sourceLocation: sourceLocation)
    }
  }
}

/// Checks that `diagnostic` points to `mark`, which `marked` has; to no place if there is no mark.
public func expectPlace(
  _ diagnostic: Diagnostic?, at mark: Int? = 1, in marked: MarkedText, _ shown: Comment,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let place = mark.flatMap { marked.offset($0) }
  #expect(
    (mark == nil) == (place == nil), "the text of the test has no such mark",
    sourceLocation: sourceLocation)
  #expect(diagnostic?.span?.bytes.lowerBound == place, shown, sourceLocation: sourceLocation)
}

/// Returns whether `text` is written as all headlines are: a sentence, which may start with a name.
public func isHeadline(_ text: String) -> Bool {
  text.first?.isLowercase == false && (text.hasSuffix(".") || text.hasSuffix("?"))
}

/// Returns whether `text` is written as all hints are: it starts in lower case, unless with a name,
/// and has no full stop at its end.
public func isHint(_ text: String?) -> Bool {
  guard let text, let first = text.first else { return text == nil }
  let word = text.prefix { $0.isLetter || $0.isNumber }
  let isName = word.dropFirst().contains { !$0.isLowercase } || word == "Python"
  return (!first.isUppercase || isName) && (!text.hasSuffix(".") || text.hasSuffix("..."))
}

/// Checks that `body` throws exactly one diagnostic: with `code`, at `mark` of `marked`, and with
/// `fragment` in its text.
public func expectDiagnostic(
  _ code: some DiagnosticCode, at mark: Int? = 1, in marked: MarkedText,
  saying fragment: String? = nil,
  sourceLocation: SourceLocation = #_sourceLocation, from body: () throws -> Void
) {
  do {
    try body()
    Issue.record("nothing was reported", sourceLocation: sourceLocation)
  } catch let error as DiagnosticError {
    expect(
      error.diagnostics, [ExpectedDiagnostic(code, at: mark, saying: fragment)], in: marked,
      sourceLocation: sourceLocation)
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
}
