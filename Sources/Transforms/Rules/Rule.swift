import IteratorIR

/// One way to rewrite an expression, with a name.
public struct Rule: Sendable {

  /// What the stepper, the counts and `set rule NAME off` call the rule.
  public let name: String

  /// The rule as text, `before ⇒ after`.
  public let statement: String

  /// When the rule does not apply although the expression looks like it; empty if always.
  public let exception: String

  /// The functions whose calls the rule rewrites; `nil` for every call.
  let heads: BuiltinSet?

  /// The rule does nothing to an expression that mentions none of these.
  let mentions: BuiltinSet

  private let rewrite: @Sendable (Expr, inout Scope) -> Match?

  /// Creates a rule for calls of `heads`, or of anything, in which one of `mentions` occurs.
  init(
    _ name: String, _ statement: String, except exception: String = "", heads: BuiltinSet? = nil,
    mentions: BuiltinSet, rewrite: @escaping @Sendable (Expr, inout Scope) -> Match?
  ) {
    self.name = name
    self.statement = statement
    self.exception = exception
    self.heads = heads
    self.mentions = mentions
    self.rewrite = rewrite
  }

  /// Creates a rule for calls of `heads`.
  init(
    _ name: String, _ statement: String, except exception: String = "", heads: BuiltinSet,
    rewrite: @escaping @Sendable (Expr, inout Scope) -> Match?
  ) {
    self.init(
      name, statement, except: exception, heads: heads, mentions: heads, rewrite: rewrite)
  }

  /// Creates a rule that a pass applies by itself.
  init(_ name: String, _ statement: String, except exception: String = "") {
    self.init(name, statement, except: exception, heads: []) { _, _ in nil }
  }

  /// Returns what `e`, in a place with the names of `scope`, becomes; `nil` if nothing.
  func apply(to e: Expr, in scope: inout Scope) -> Match? { rewrite(e, &scope) }

}

/// What a rule made of an expression.
struct Match {

  let result: Expr
  let premises: [Premise]

  init(_ result: Expr, because premises: [Premise] = []) {
    self.result = result
    self.premises = premises
  }

  /// Creates a match that relies on `literals`.
  init(_ result: Expr, literals: [Expr]) {
    self.init(result, because: literals.map { .literal($0) })
  }

}
