import Diagnostics
import IteratorIR

/// One recorded application of a rule.
public struct Rewrite: Sendable {

  /// What was changed, and where.
  ///
  /// A place is meant in the program as it stood just before the rewrite.
  public enum Site: Sendable {

    case expression(at: Path, before: Expr, after: Expr)

    case statement(at: StatementPath, before: Statement, after: [Statement])

    /// A change of the program's functions, parameters or temporaries.
    case program(before: Program, after: Program)

  }

  /// The number of the rewrite among all of one run, from 1.
  public let step: Int

  /// The name of the pass.
  public let pass: String

  public let rule: Rule

  public let site: Site

  /// What the rule relied on.
  public let facts: [Fact]

  /// The number of nodes of the whole program.
  public let nodesBefore: Int, nodesAfter: Int

}

extension Rewrite {

  /// The expressions before and after, if one was rewritten.
  public var expressions: (before: Expr, after: Expr)? {
    guard case .expression(_, let before, let after) = site else { return nil }
    return (before, after)
  }

  /// Where what was rewritten came from.
  public var origin: Origin? {
    guard case .expression(_, let before, let after) = site else { return nil }
    return before.origin ?? after.origin
  }

  /// The source text of what was rewritten; `nil` if it is none of the program.
  public var span: SourceSpan? {
    if case .source(let span) = origin { span } else { nil }
  }

}
