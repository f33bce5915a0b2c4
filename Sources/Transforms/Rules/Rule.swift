import IteratorIR

/// One way to rewrite an expression, with a name.
public struct Rule: Sendable {

  /// Who applies a rule.
  enum Application: Sendable {

    /// The engine, to every call that the pattern lets through.
    case engine(Pattern, @Sendable (Expr, inout Scope) -> Answer)

    /// The pass itself, which finds the places.
    case pass

    /// The pass, as a step that other rules bring with them: it cannot be switched off.
    case consequence

  }

  /// Which calls are looked at.
  struct Pattern: Sendable {

    /// The functions that are called; `nil` for every one.
    let heads: BuiltinSet?

    /// What must occur in the call, any of it.
    let mentions: BuiltinSet

    /// Whether the answer depends on what is known of names.
    let asksScope: Bool

  }

  /// What the stepper, the counts and `set rule NAME off` call the rule.
  public let name: String

  /// The rule as text, `before ⇒ after`.
  public let statement: String

  /// When the rule does not apply although the expression looks like it; empty if always.
  public let exception: String

  let application: Application

  private init(
    _ name: String, _ statement: String, _ exception: String, _ application: Application
  ) {
    self.name = name
    self.statement = statement
    self.exception = exception
    self.application = application
  }

  /// `true` iff the engine applies it, and so it says of each call what it misses.
  var isAppliedByEngine: Bool {
    switch application {
    case .engine: true
    case .pass, .consequence: false
    }
  }

  /// `true` iff the rule can be switched off by itself.
  public var isOptional: Bool {
    switch application {
    case .engine, .pass: true
    case .consequence: false
    }
  }

}

extension Rule: Hashable {

  public static func == (l: Rule, r: Rule) -> Bool { l.name == r.name }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }

}

extension Rule {

  /// Creates a rule that the engine applies to calls of `heads`, or of anything, in which one of
  /// `mentions` occurs.
  ///
  /// - Parameter answer: says what the call becomes, or what it misses: people ask why a rule did
  ///   nothing.
  init(
    _ name: String, _ statement: String, except exception: String = "", heads: BuiltinSet? = nil,
    mentions: BuiltinSet, answer: @escaping @Sendable (Expr, inout Scope) -> Answer
  ) {
    self.init(
      name, statement, exception,
      .engine(Pattern(heads: heads, mentions: mentions, asksScope: true), answer))
  }

  /// Creates a rule like the one before that looks at the call alone.
  init(
    _ name: String, _ statement: String, except exception: String = "", heads: BuiltinSet? = nil,
    mentions: BuiltinSet? = nil, alone answer: @escaping @Sendable (Expr) -> Answer
  ) {
    guard let mentions = mentions ?? heads else { preconditionFailure("the rule looks at nothing") }
    self.init(
      name, statement, exception,
      .engine(Pattern(heads: heads, mentions: mentions, asksScope: false)) { e, _ in answer(e) })
  }

  /// Creates a rule that the engine applies to calls of `heads`.
  init(
    _ name: String, _ statement: String, except exception: String = "", heads: BuiltinSet,
    answer: @escaping @Sendable (Expr, inout Scope) -> Answer
  ) {
    self.init(
      name, statement, except: exception, heads: heads, mentions: heads, answer: answer)
  }

  /// Who applies a rule that the engine does not.
  public enum PassApplication: Sendable {

    /// The pass, where it finds a place.
    case pass

    /// The pass, as a step that other rules bring with them: it cannot be switched off.
    case consequence

  }

  /// Creates a rule that a pass applies by itself, with `PassContext.replace`.
  public init(
    _ name: String, _ statement: String, except exception: String = "",
    appliedBy application: PassApplication = .pass
  ) {
    switch application {
    case .pass: self.init(name, statement, exception, .pass)
    case .consequence: self.init(name, statement, exception, .consequence)
    }
  }

  /// Returns what the engine makes of `e`, a call in a place with the names of `scope`, by the rule.
  func answer(to e: Expr, in scope: inout Scope) -> Answer {
    switch application {
    case .engine(_, let answer): answer(e, &scope)
    case .pass, .consequence: .miss(.otherForm)
    }
  }

}
