import IteratorIR

/// A named transformation of a program: a valid program in, a valid program out.
public struct Pass: Sendable {

  /// What the prompt, the tables and the tests call the pass.
  public let name: String

  /// One line for the list of passes.
  public let summary: String

  /// The rules that the pass applies.
  public let rules: [Rule]

  /// Whether the pass finds nothing to do in what it made itself.
  private let isIdempotent: Bool

  private let transform: @Sendable (Program, inout PassContext) throws -> Program

  /// Creates the pass `name`.
  ///
  /// - Parameters:
  ///   - summary: what it does, in one line.
  ///   - rules: the rules that it may apply; it does not run if all of them are switched off.
  ///   - isIdempotent: whether it changes nothing of what it made itself.
  ///   - transform: the walk, which changes the program through the context alone.
  public init(
    _ name: String, _ summary: String, rules: [Rule] = [], isIdempotent: Bool = false,
    transform: @escaping @Sendable (Program, inout PassContext) throws -> Program
  ) {
    self.name = name
    self.summary = summary
    self.rules = rules
    self.isIdempotent = isIdempotent
    self.transform = transform
  }

  /// Returns what the pass makes of `program`, having reported to `context`.
  ///
  /// - Parameter nodeCount: the number of nodes of `program`, if it is known.
  /// - Throws: What the pass throws: a diagnostic of the program, or `CancellationError`.
  public func run(
    _ program: Program, _ context: inout PassContext, nodeCount: Int? = nil
  ) throws -> Program {
    try context.checkCancellation()
    context.begin(name, nodeCount: nodeCount ?? program.nodeCount)
    return try `continue`(program, &context)
  }

  /// Returns what the pass makes of `program` as a part of the pass that runs.
  ///
  /// A pass that is known to find nothing to do in this very program does not look at it again; nor
  /// does one whose rules are all switched off.
  func `continue`(_ program: Program, _ context: inout PassContext) throws -> Program {
    let canAct = rules.isEmpty || rules.contains { $0.isOptional && context.allows($0) }
    if !canAct { return program }
    if context.isSettled(name, program) { return program }
    let new = try transform(program, &context)
    if isIdempotent || new.isIdentical(to: program) { context.settle(name, new) }
    return new
  }

  /// Returns what the pass makes of `program`.
  ///
  /// - Throws: What the pass throws: a diagnostic of the program, or `CancellationError`.
  public func run(
    _ program: Program, options: PassContext.Options = PassContext.Options()
  ) throws -> Program {
    var context = PassContext(options)
    return try run(program, &context)
  }

  /// Returns each step of what the pass does to `program`.
  ///
  /// - Throws: What the pass throws; `CancellationError` once `isCancelled` returns true.
  public func trace(
    _ program: Program, _ settings: PassSettings = PassSettings(),
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Trace {
    var context = PassContext(
      .init(records: true, settings: settings, isCancelled: isCancelled))
    _ = try run(program, &context)
    return Trace(initial: program, rewrites: context.rewrites)
  }

}

extension Pass {

  /// Creates a pass that applies `rules` everywhere until none fires.
  init(_ name: String, _ summary: String, applying rules: [Rule]) {
    let table = RuleTable(rules)
    self.init(name, summary, rules: rules, isIdempotent: true) { program, context in
      var engine = RewriteEngine(table, for: program)
      return try context.mapExpressions(of: program) { try engine.normalize($0, &$1) }
    }
  }

}
