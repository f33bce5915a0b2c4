import Diagnostics
import IteratorIR
import StencilTypes

/// Something that a rule relied on, and where it came from.
public enum Fact: Hashable, Sendable {

  /// A literal of the source text.
  case literal(ScalarValue, at: SourceSpan?)

  /// The value of an argument that was bound.
  case binding(name: String, value: ScalarValue)

  /// A literal that an earlier step made.
  case step(Int, ScalarValue)

  /// A dropped operand cannot fail.
  case total(Expr)

  /// An operand is known to be of this type.
  case type(Expr, ScalarKind)

}

/// What a rule relied on.
public enum Premise: Hashable, Sendable {

  /// This expression is a literal.
  case literal(Expr)

  /// This expression cannot fail.
  case total(Expr)

  /// This expression is a scalar of this type.
  case type(Expr, ScalarKind)

}

/// The source text of a bound argument: `use_lam=True`.
///
/// The literal that binding puts into a program has a span in a text of its own, so that wherever
/// the literal ends up, its origin is known.
public struct BindingSource: Hashable, Sendable {

  private static let fileName = "bind"

  public let name: String
  public let span: SourceSpan

  /// Creates the text that binds `name` to `value`.
  public init(name: String, value: ScalarValue) {
    let file = SourceFile(name: BindingSource.fileName, text: "\(name)=\(value)")
    self.name = name
    span = SourceSpan(file, 0 ..< file.bytes.count)
  }

  /// Creates the source that `span` lies in; `nil` if it does not come from a binding.
  public init?(of span: SourceSpan) {
    guard span.file.name == BindingSource.fileName,
      let name = span.text.split(separator: "=").first
    else { return nil }
    self.name = String(name)
    self.span = span
  }

}
