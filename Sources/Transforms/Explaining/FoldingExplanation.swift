import IteratorIR
import StencilTypes

/// Why constant folding left an expression as it is.
public struct FoldingExplanation: Sendable {

  /// Everything that can keep an expression from being folded.
  public enum Reason: Hashable, Sendable {

    /// It is a literal.
    case alreadyLiteral

    /// An earlier step took it away, by itself or with what stood around it.
    case alreadyGone(step: Int, rule: String)

    /// The rule that would fold it is switched off.
    case ruleOff(String)

    /// A scalar parameter is known at run time only.
    case runtimeParameter(Symbol, ScalarKind)

    /// A field's element is known at run time only, and differs from place to place.
    case fieldElement(Expr)

    /// A name is bound to a known value, which has not been put in its place.
    case notInlined(Symbol, value: ScalarValue)

    /// A name is a parameter of a function whose calls have not been applied.
    case functionParameter(Symbol)

    /// A run would fail here, so it must.
    case wouldFail(ScalarFailure)

    /// A bound would become a number that it is not: this one is beyond its type.
    case wouldWrap(Int128)

    /// What would be dropped can fail.
    case mayFail(Expr)

    /// The rule holds for integers; for floating-point numbers it would change bits.
    case floatingPoint

    /// The operands' types do not fit.
    case mixedTypes

    /// No rule is about this.
    case noRule(String)

  }

  /// The expression that was asked for.
  public let expression: Expr

  /// The rule that comes closest; `nil` if none is near.
  public let closestRule: Rule?

  public let reason: Reason

}

extension FoldingExplanation.Reason {

  /// A name for the reason that stays the same: `runtime-parameter`.
  public var code: String {
    switch self {
    case .alreadyLiteral: "already-literal"
    case .alreadyGone: "already-gone"
    case .ruleOff: "rule-off"
    case .runtimeParameter: "runtime-parameter"
    case .fieldElement: "field-element"
    case .notInlined: "not-inlined"
    case .functionParameter: "function-parameter"
    case .wouldFail: "would-fail"
    case .wouldWrap: "would-wrap"
    case .mayFail: "may-fail"
    case .floatingPoint: "floating-point"
    case .mixedTypes: "mixed-types"
    case .noRule: "no-rule"
    }
  }

  /// What was found instead of what the rule needs, as a sentence.
  public var finding: String {
    switch self {
    case .alreadyLiteral: "It is a literal already."
    case .alreadyGone(let step, let rule): "Step \(step) (\(rule)) took it away."
    case .ruleOff(let rule): "The rule '\(rule)' is switched off."
    case .runtimeParameter(let name, let kind):
      "'\(name.name)' is a runtime parameter (\(kind)) and not bound."
    case .fieldElement(let e):
      "\(e.text(style: .gt4py)) is read from a field: it differs from place to place."
    case .notInlined(let name, let value):
      "'\(name.name)' is known to be \(value), but its let has not been inlined yet."
    case .functionParameter(let name):
      "'\(name.name)' is a parameter of a function that has not been applied yet."
    case .wouldFail(.divisionByZero):
      "It divides an integer by zero, which is an error at run time."
    case .wouldFail(.negativePower):
      "It raises an integer to a negative power, which is an error at run time."
    case .wouldFail(.undefined): "The operation is not defined on these operands."
    case .wouldWrap(let n):
      "It is \(n), beyond its type; if a domain ended there, the run would say so."
    case .mayFail(let e):
      "\(e.text(style: .gt4py)) would be dropped, but it can fail, and then the run must."
    case .floatingPoint:
      "The operands are floating-point numbers, for which the rule would change bits:"
        + " 0.0 + -0.0 is 0.0, and NaN stays NaN."
    case .mixedTypes: "The operands are of different types."
    case .noRule(let what): "No rule folds \(what)."
    }
  }

  /// What to do about it; `nil` if nothing can be done.
  public var remedy: String? {
    switch self {
    case .ruleOff(let rule): "set rule \(rule) on"
    case .runtimeParameter(let name, let kind):
      "bind \(name.name)=\(kind == .bool ? "true" : kind.isFloat ? "1.0" : "1")"
    case .notInlined: "step inline_lambdas shows whether it goes later"
    case .functionParameter: "step inline_fundefs, then step inline_lambdas"
    case .mixedTypes: "convert one operand in the source, with astype or a type's name"
    case .alreadyGone(let step, _): "goto \(step)"
    case .alreadyLiteral, .fieldElement, .wouldFail, .wouldWrap, .mayFail, .floatingPoint, .noRule:
      nil
    }
  }

}
