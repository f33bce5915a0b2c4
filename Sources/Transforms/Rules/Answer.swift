import IteratorIR
import StencilTypes

/// What a rule says to an expression.
enum Answer {

  /// The expression becomes this, which relies on premises.
  case match(Expr, because: [Premise] = [])

  /// The rule does nothing to it.
  case miss(Miss)

  /// What the expression becomes; `nil` if the rule does nothing to it.
  var result: Expr? {
    switch self {
    case .match(let result, _): result
    case .miss: nil
    }
  }

  /// A match that relies on `literals`.
  static func match(_ result: Expr, literals: [Expr]) -> Answer {
    .match(result, because: literals.map { .literal($0) })
  }

}

/// What keeps a rule from doing something to an expression.
enum Miss {

  /// It does not look like what the rule rewrites.
  case otherForm

  /// This part would have to be a literal.
  case noLiteral(Expr)

  /// This part would be dropped, and can fail.
  case mayFail(Expr)

  /// The rule would change bits of floating-point numbers.
  case floatingPoint

  /// The operands are of different types.
  case mixedTypes

  /// A run fails here, so it must.
  case wouldFail(ScalarFailure)

  /// A bound of a domain would become a number that it is not: this one is beyond its type.
  case wouldWrap(Int128)

  /// How much the expression looks like what the rule rewrites: 0 if not at all.
  var closeness: Int {
    switch self {
    case .otherForm: 0
    case .noLiteral: 1
    case .mayFail, .floatingPoint, .mixedTypes, .wouldFail, .wouldWrap: 2
    }
  }

}
