import Diagnostics

// Reading is the inverse of `text(style: .typed)`; GT4Py's text of expressions is read as well.

extension Program {

  /// Creates the program that `file` holds as typed text.
  ///
  /// - Throws: Where the text is none, with what was expected.
  public init(parsing file: SourceFile) throws(DiagnosticError) {
    self = try withLargeStack { () throws(DiagnosticError) in
      var parser = try Parser(file)
      let program = try parser.program()
      try parser.expectEnd()
      return program
    }
  }

}

extension Program {

  /// Creates the program that `file` holds as typed text, and checks that it has a meaning.
  ///
  /// - Throws: Where the text is none, and what `verify` finds.
  public init(verifying file: SourceFile) throws(DiagnosticError) {
    self = try withLargeStack { () throws(DiagnosticError) in
      var parser = try Parser(file)
      let program = try parser.program()
      try parser.expectEnd()
      // The tree has no places of names that are bound; the text has.
      if parser.duplicates.hasErrors { throw DiagnosticError(parser.duplicates.diagnostics) }
      return program
    }
    try verify()
  }

}

extension Expr {

  /// Creates the expression that `file` holds as typed text.
  ///
  /// - Throws: Where the text is none, with what was expected.
  public init(parsing file: SourceFile) throws(DiagnosticError) {
    self = try withLargeStack { () throws(DiagnosticError) in
      var parser = try Parser(file)
      let e = try parser.expr()
      try parser.expectEnd()
      return e
    }
  }

}
