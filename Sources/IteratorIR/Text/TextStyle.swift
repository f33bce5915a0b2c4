import Diagnostics

/// How ITIR is written as text.
public enum TextStyle: String, CaseIterable, Hashable, Sendable {

  /// With the types of literals and parameters; reads back as the same tree.
  case typed

  /// As GT4Py 1.2.3 writes it.
  case gt4py

  /// As GT4Py 1.1 writes it.
  case gt4py1 = "gt4py-1.1"

}

extension Program {

  /// Returns the program as text, without a line break at its end.
  ///
  /// GT4Py's style has a width of its own.
  public func text(style: TextStyle = .typed, width: Int = 100) -> String {
    withLargeStack {
      switch style {
      case .typed: TypedPrinter().document(self).text(width: width)
      case .gt4py: GT4PyPrinter(.current, offsets: offsets).layout(self).text
      case .gt4py1: GT4PyPrinter(.old, offsets: offsets).layout(self).text
      }
    }
  }

}

extension FunctionDefinition {

  /// Returns the definition as text, without a line break at its end.
  ///
  /// GT4Py's style has a width of its own.
  public func text(style: TextStyle = .typed, width: Int = 100) -> String {
    withLargeStack {
      switch style {
      case .typed: TypedPrinter().document(self).text(width: width)
      case .gt4py: GT4PyPrinter(.current).layout(self).text
      case .gt4py1: GT4PyPrinter(.old).layout(self).text
      }
    }
  }

}

extension Statement {

  /// Returns the statement as text, without a line break at its end.
  ///
  /// GT4Py's style has a width of its own.
  public func text(style: TextStyle = .typed, width: Int = 100) -> String {
    withLargeStack {
      switch style {
      case .typed: TypedPrinter().document(self).text(width: width)
      case .gt4py: GT4PyPrinter(.current).layout(self).text
      case .gt4py1: GT4PyPrinter(.old).layout(self).text
      }
    }
  }

}

extension Expr {

  /// Returns the expression as text, without a line break at its end.
  ///
  /// GT4Py's style has a width of its own.
  public func text(style: TextStyle = .typed, width: Int = 100) -> String {
    withLargeStack {
      switch style {
      case .typed: TypedPrinter().document(self).text(width: width)
      case .gt4py: GT4PyPrinter(.current).layout(self).text
      case .gt4py1: GT4PyPrinter(.old).layout(self).text
      }
    }
  }

}
