import Diagnostics
import IteratorIR
import StencilTypes

/// Something that a rule relied on, and where it came from.
public enum Fact: Hashable, Sendable {

  /// A literal of the source text.
  case literal(ScalarValue, at: SourceSpan?)

  /// The value of an argument that was bound, and where it was written, if it was.
  case binding(name: String, value: ScalarValue, at: SourceSpan?)

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
