import Diagnostics

// What the lexer finds fault with.

extension Diagnostic {

  static func badCharacter(_ scalar: Unicode.Scalar, at span: SourceSpan) -> Diagnostic {
    let stray = StrayCharacter(scalar)
    return Diagnostic(
      code: SyntaxCode.character, "\(stray.name) has no meaning in Python.", at: span,
      hint: scalar == "!" ? "write 'not', or '~' for fields" : stray.remedy)
  }

  static func badEncoding(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: SyntaxCode.encoding, "These bytes are no UTF-8.", at: span,
      hint: "save the file as UTF-8")
  }

  static func badNumber(_ problem: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(code: SyntaxCode.number, "This number is malformed: \(problem).", at: span)
  }

  static func unterminatedString(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: SyntaxCode.string, "This string does not end.", at: span, label: "opened here",
      hint: "close it with the same quotation mark; \"\"\" for several lines")
  }

  static func mixedTabs(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: SyntaxCode.indentation, "Tabs and spaces are mixed inconsistently.", at: span,
      hint: "indent with spaces only")
  }

  static func badDedent(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: SyntaxCode.indentation, "This line is indented like no line before it.", at: span,
      hint: "indent it as the block that it belongs to")
  }

  static func unclosed(_ opener: Punctuator, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: SyntaxCode.bracket, "'\(opener.rawValue)' is never closed.", at: span,
      label: "opened here")
  }

  static func unopened(_ closer: Punctuator, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: SyntaxCode.bracket, "'\(closer.rawValue)' closes nothing.", at: span,
      hint: "remove it, or open the bracket before")
  }

  static func mismatched(
    _ closer: Punctuator, at span: SourceSpan, opener: Punctuator, openedAt: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: SyntaxCode.bracket,
      "'\(closer.rawValue)' does not close '\(opener.rawValue)'.", at: span,
      notes: [.init("the open bracket is here", at: openedAt)],
      hint: opener.closing.map { "write '\($0.rawValue)'" })
  }

}
