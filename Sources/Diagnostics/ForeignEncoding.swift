extension SourceFile {

  /// What its first bytes tell of a text that is no UTF-8: `UTF-16` or `UTF-32`; `nil` if nothing.
  public var foreignEncoding: String? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      return "UTF-32"
    }
    return bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) ? "UTF-16" : nil
  }

}

extension Diagnostic {

  /// Returns that `file` is a text of `encoding`, as its first bytes say.
  public static func foreign(
    _ encoding: String, in file: SourceFile, code: some DiagnosticCode
  ) -> Diagnostic {
    Diagnostic(
      code: code, "This text is \(encoding), not UTF-8.", at: SourceSpan(file, 0 ..< 2),
      hint: "save it as UTF-8")
  }

}
