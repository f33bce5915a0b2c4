import Diagnostics

/// Where an expression came from.
public enum Origin: Sendable {

  /// The text of a program.
  case source(SourceSpan)

  /// The value of the argument `name`, which was bound; `value` is where it was written, if it was.
  indirect case binding(name: String, value: SourceSpan?)

  /// The text that the expression was written as: that of the program, or of a bound value.
  public var span: SourceSpan? {
    switch self {
    case .source(let span): span
    case .binding(_, let value): value
    }
  }

}
