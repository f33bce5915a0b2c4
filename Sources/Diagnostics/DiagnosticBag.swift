/// The diagnostics of one run over a source, in the order in which they were reported.
public struct DiagnosticBag: Sendable {

  public private(set) var diagnostics: [Diagnostic] = []

  /// The same diagnostics, to find equal ones.
  private var known: Set<Diagnostic> = []

  /// Creates an empty bag.
  public init() {}

  /// `true` iff an error was reported.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Adds `diagnostic`, unless an equal one was reported already.
  public mutating func report(_ diagnostic: Diagnostic) {
    if known.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
  }

  /// Adds all of `others`.
  public mutating func report(_ others: [Diagnostic]) {
    for d in others { report(d) }
  }

}

/// One or more diagnostics, at least one of them an error, that ended a piece of work.
public struct DiagnosticError: Error, Sendable {

  public let diagnostics: [Diagnostic]

  /// Creates the error that `diagnostics` tell about.
  ///
  /// - Requires: There is at least one.
  public init(_ diagnostics: [Diagnostic]) {
    precondition(!diagnostics.isEmpty)
    self.diagnostics = diagnostics
  }

  /// Creates the error that `diagnostic` tells about.
  public init(_ diagnostic: Diagnostic) { self.init([diagnostic]) }

}
