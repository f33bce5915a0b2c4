import IteratorIR
import StencilTypes
import Transforms

/// An ITIR program with what the passes and the translation of a backend may rely on.
public struct CompilableProgram: Sendable {

  public let program: Program

  /// What is known of neighbor tables and what passes are told; nothing behind the lowering, which
  /// does not depend on it.
  public let settings: PassSettings

  /// Creates the program with what its translation may know.
  public init(_ program: Program, settings: PassSettings = PassSettings()) {
    self.program = program
    self.settings = settings
  }

  /// The offsets whose neighbor tables are known, in order of their names.
  public var connectivities: [Connectivity] { settings.knownTables }

  /// Returns the program as one for which `settings` hold.
  func with(_ settings: PassSettings) -> CompilableProgram {
    CompilableProgram(program, settings: settings)
  }

}

extension CompilableProgram: StepInput {

  /// The very nodes: equal ones can come from other places, which texts and messages name.
  public struct Key: Hashable, Sendable {

    private let program: Program
    private let settings: PassSettings

    fileprivate init(_ program: Program, _ settings: PassSettings) {
      self.program = program
      self.settings = settings
    }

    public static func == (l: Key, r: Key) -> Bool {
      l.program.isIdentical(to: r.program) && l.settings == r.settings
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(program.name)
      hasher.combine(program.nodeCount)
      hasher.combine(settings)
    }

  }

  public var key: Key { Key(program, settings) }

}
