import Diagnostics
import PythonSyntax
import StencilTypes

/// A typed expression of a field operator: an immutable node with the source that it came from.
///
/// Names are resolved: captured constants are literals, keyword arguments are in the callee's order.
public final class FoastExpression: @unchecked Sendable {

  public indirect enum Kind: Sendable {

    /// A parameter or a local variable, by its name after renaming: `aᐞ0`.
    case local(String)
    case constant(ScalarValue)
    case string(String)
    /// A dimension, and how it was written.
    case dimension(Dimension, name: String)
    case tuple([FoastExpression])
    /// `value[index]` of a tuple.
    case element(FoastExpression, Int)
    /// `value.name` of a named collection.
    case member(FoastExpression, name: String, index: Int)
    /// `value[V2EDim(index)]`: one neighbor of a sparse field.
    case neighbor(FoastExpression, Dimension, Int)
    case unary(UnaryOperator, FoastExpression)
    case binary(BinaryOperator, FoastExpression, FoastExpression)
    case compare(ComparisonOperator, FoastExpression, FoastExpression)
    case ternary(condition: FoastExpression, then: FoastExpression, otherwise: FoastExpression)
    /// `value(shift, …)`
    case shift(FoastExpression, [FoastShift])
    /// A call of another operator.
    case call(FoastOperatorDefinition, [FoastExpression])
    /// A call of a builtin whose arguments are values: mathematics, `where`, `concat_where`.
    case builtin(FieldViewBuiltin, [FoastExpression])
    /// `neighbor_sum`, `max_over`, `min_over`
    case reduction(FieldViewBuiltin, FoastExpression, axis: Dimension)
    /// The offset tells the neighbors that a local dimension, which the value lacks, stands for.
    case broadcast(FoastExpression, [Dimension], neighbors: FieldOffset?)
    /// `astype(value, kind)`
    case cast(FoastExpression, ScalarKind)
    /// The constructor of a named collection, its members in order.
    case construct(NamedCollectionType, [FoastExpression])
    /// Something wrong, which was reported.
    case error

  }

  /// Changes once only: when the node dies, to let go of its children one by one.
  public private(set) var kind: Kind
  public let type: FieldViewType
  public let span: SourceSpan

  /// The length of the longest way down to a leaf.
  private let height: Int

  /// Creates the expression of this type that is written at `span`.
  public init(_ kind: Kind, _ type: FieldViewType, at span: SourceSpan) {
    self.kind = kind
    self.type = type
    self.span = span
    height = 1 + (kind.children.map(\.height).max() ?? 0)
  }

  deinit {
    guard height > 1000 else { return }
    var pending = kind.children
    kind = .error
    while var e = pending.popLast() {
      if isKnownUniquelyReferenced(&e) {
        pending += e.kind.children
        e.kind = .error
      }
    }
  }

}

/// What an argument of a call of a field does to it.
public enum FoastShift: Sendable {

  /// `Ioff[1]`, `V2E[0]`
  case indexed(FieldOffset, Int)

  /// `I + 1`, which needs no declared offset: from points of `I`, to `index` points further along
  /// the source, which is `I` or, for `I + 0.5`, its staggered counterpart.
  case displaced(Dimension, source: Dimension, Int)

  /// `V2E`: all neighbors.
  case neighbors(FieldOffset)

  /// `as_offset(Koff, field)`
  case dynamic(FieldOffset, FoastExpression)

}

extension FoastExpression.Kind {

  /// The direct subexpressions, from left to right.
  public var children: [FoastExpression] {
    switch self {
    case .local, .constant, .string, .dimension, .error: []
    case .element(let e, _), .member(let e, _, _), .neighbor(let e, _, _), .unary(_, let e),
      .reduction(_, let e, _), .broadcast(let e, _, _), .cast(let e, _):
      [e]
    case .binary(_, let l, let r), .compare(_, let l, let r): [l, r]
    case .ternary(let condition, let then, let otherwise): [then, condition, otherwise]
    case .tuple(let e), .call(_, let e), .builtin(_, let e), .construct(_, let e): e
    case .shift(let e, let shifts):
      [e]
        + shifts.compactMap {
          if case .dynamic(_, let offset) = $0 { offset } else { nil }
        }
    }
  }

}
