import Diagnostics

// Reading is the inverse of `text(style: .typed)`; GT4Py's text of expressions is read as well.

extension Program {

  /// Creates the program that `file` holds as typed text.
  public init(parsing file: SourceFile) throws(DiagnosticError) {
    self = try withLargeStack { () throws(DiagnosticError) in
      var parser = try Parser(file)
      let program = try parser.program()
      try parser.expectEnd()
      return program
    }
  }

}

extension Expr {

  /// Creates the expression that `file` holds as typed text.
  public init(parsing file: SourceFile) throws(DiagnosticError) {
    self = try withLargeStack { () throws(DiagnosticError) in
      var parser = try Parser(file)
      let e = try parser.expr()
      try parser.expectEnd()
      return e
    }
  }

}
