import Diagnostics
import IteratorIR
import StencilTypes

/// What a pass may use and must report to.
///
/// `replace` is the only way for a pass to change an expression: batch run and stepper are one.
public struct PassContext {

  /// What a run of passes is told from outside.
  public struct Options: Sendable {

    /// Whether rewrites are kept.
    let records: Bool

    public var settings: PassSettings

    /// Asked from time to time; the run ends with `CancellationError` once it returns `true`.
    public var isCancelled: @Sendable () -> Bool

    /// Creates options; `isCancelled` is asked from time to time.
    public init(
      settings: PassSettings = PassSettings(),
      isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
      self.init(records: false, settings: settings, isCancelled: isCancelled)
    }

    init(
      records: Bool, settings: PassSettings, isCancelled: @escaping @Sendable () -> Bool
    ) {
      self.records = records
      self.settings = settings
      self.isCancelled = isCancelled
    }

  }

  public let options: Options

  /// The name of the pass that runs.
  public private(set) var pass = ""

  /// The rewrites of all passes so far; empty if they are not recorded.
  public private(set) var rewrites: [Rewrite] = []

  /// The number of rewrites of all passes so far.
  public private(set) var stepCount = 0

  /// The rule that fired last.
  private(set) var lastRule: Rule?

  /// Where the pass stands.
  var cursor = PathCursor()
  private var nodeCount = 0

  /// The step that made a literal, by the literal's identity; recorded rewrites keep it alive.
  private var makers: [ObjectIdentifier: Int] = [:]

  /// The types of the program that was asked for last.
  private var types: InferredTypes?

  /// The types of the fields of a program that was made of another whose types were known.
  private var fieldTypes: InferredTypes?

  /// The program in which a pass finds nothing to do, by the pass's name.
  private var settled: [String: Program] = [:]

  /// Creates the context of one run of one pass.
  public init(_ options: Options = Options()) { self.options = options }

  /// Prepares for a pass over a program of so many nodes.
  mutating func begin(_ pass: String, nodeCount: Int) {
    self.pass = pass
    self.nodeCount = nodeCount
  }

  /// `true` iff the pass is known to find nothing to do in just this program.
  func isSettled(_ pass: String, _ program: Program) -> Bool {
    settled[pass]?.isIdentical(to: program) == true
  }

  /// Notes that the pass finds nothing to do in the program.
  mutating func settle(_ pass: String, _ program: Program) { settled[pass] = program }

}

// What passes use.

extension PassContext {

  /// Returns the types of all expressions of `program`; wrong programs throw.
  mutating func types(of program: Program) throws(DiagnosticError) -> InferredTypes {
    if let types, types.areThose(of: program) { return types }
    let new = try program.inferTypes()
    types = new
    return new
  }

  /// Notes the types of the fields of `program`, which are asked for by others that look at fields.
  mutating func note(fieldTypes types: InferredTypes, of program: Program) {
    fieldTypes = types.following(to: program)
  }

  /// Returns the types of the fields of `program`, of what they are made of and of what is bound
  /// around them; wrong programs throw.
  mutating func fieldTypes(of program: Program) throws(DiagnosticError) -> InferredTypes {
    if let fieldTypes, fieldTypes.areThose(of: program) { return fieldTypes }
    return try types(of: program)
  }

  /// `true` iff `rule` may fire.
  func allows(_ rule: Rule) -> Bool {
    !rule.isOptional || !options.settings.disabledRules.contains(rule.name)
  }

  /// Records that `before`, which stands at the current place, became `after` by `rule`, and
  /// returns it; the new node takes its source place from the old one if it has none.
  ///
  /// Returns `before`, and records nothing, if the rule is switched off.
  ///
  /// - Parameter steps: the number of steps that it is if they are recorded one by one; 1 in a run
  ///   that records.
  public mutating func replace(
    _ before: Expr, with after: Expr, by rule: Rule, because premises: [Premise] = [],
    steps: Int = 1
  ) -> Expr {
    guard allows(rule) else { return before }
    var after = after
    if after.origin == nil, let origin = before.origin { after = Expr(after.kind, from: origin) }
    let nodesBefore = nodeCount
    nodeCount = nodeCount &+ after.nodeCount &- before.nodeCount
    count(rule, steps)
    if options.records {
      let facts = premises.map { fact($0) }
      if isNew(after, premises) { makers[after.identity] = stepCount }
      record(
        .expression(at: cursor.path(), before: before, after: after), by: rule, facts,
        nodesBefore: nodesBefore)
    }
    return after
  }

  /// Records that the statement at `path` became `after` by `rule`, and returns that; `nil` if the
  /// rule is switched off.
  public mutating func replace(
    _ before: Statement, at path: StatementPath, with after: [Statement], by rule: Rule,
    because premises: [Premise] = []
  ) -> [Statement]? {
    guard allows(rule) else { return nil }
    let nodesBefore = nodeCount
    nodeCount = after.reduce(nodeCount &- before.nodeCount) { $0 &+ $1.nodeCount }
    count(rule)
    if options.records {
      record(
        .statement(at: path, before: before, after: after), by: rule, premises.map { fact($0) },
        nodesBefore: nodesBefore)
    }
    return after
  }

  /// Records that the whole program became `after` by `rule`, and returns it; `before` if the rule is
  /// switched off.
  public mutating func replace(
    _ before: Program, with after: Program, by rule: Rule
  ) -> Program {
    guard allows(rule) else { return before }
    let nodesBefore = nodeCount
    nodeCount = after.nodeCount
    count(rule)
    if options.records {
      record(.program(before: before, after: after), by: rule, [], nodesBefore: nodesBefore)
    }
    return after
  }

  private mutating func count(_ rule: Rule, _ steps: Int = 1) {
    stepCount += steps
    lastRule = rule
  }

  private mutating func record(
    _ site: Rewrite.Site, by rule: Rule, _ facts: [Fact], nodesBefore: Int
  ) {
    rewrites.append(
      Rewrite(
        step: stepCount, pass: pass, rule: rule, site: site, facts: facts,
        nodesBefore: nodesBefore, nodesAfter: nodeCount))
  }

  /// `true` iff `e` is a literal that a rule computed, none that it only moved.
  private func isNew(_ e: Expr, _ premises: [Premise]) -> Bool {
    guard case .literal = e.kind else { return false }
    return !premises.contains { p in
      if case .literal(let old) = p { old.isIdentical(to: e) } else { false }
    }
  }

  private func fact(_ premise: Premise) -> Fact {
    switch premise {
    case .total(let e): return .total(e)
    case .type(let e, let kind): return .type(e, kind)
    case .literal(let e):
      guard let value = e.literalValue else { preconditionFailure("the premise is a literal") }
      if let step = makers[e.identity] { return .step(step, value) }
      switch e.origin {
      case .binding(let name, let span): return .binding(name: name, value: value, at: span)
      case .source(let span): return .literal(value, at: span)
      case nil: return .literal(value, at: nil)
      }
    }
  }

  /// Stops the pass if the run was cancelled.
  ///
  /// - Throws: `CancellationError` then.
  public func checkCancellation() throws {
    if options.isCancelled() { throw CancellationError() }
  }

}
