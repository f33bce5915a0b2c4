import Fields
import IteratorIR
import StencilTypes
import Transforms

/// What is known of a call before its values are.
///
/// It alone drives every step up to the executable: ahead of time it is all there is.
public struct CompileInfo: Sendable {

  /// What is called, with the values of its bound arguments.
  public let callable: Callable

  /// The types of the arguments that a caller passes.
  public let signature: Signature

  /// Arguments that a caller passes, but that always have these values: code is made for them.
  public let statics: [BoundArgument]

  /// What passes are told: neighbor tables, and rules that are switched off.
  public let settings: PassSettings

  /// Creates the info of calls with arguments of the types in `signature`.
  ///
  /// - Parameter statics: the values of arguments that are passed, and are compiled in.
  public init(
    _ callable: Callable, _ signature: Signature, statics: [BoundArgument] = [],
    settings: PassSettings = PassSettings()
  ) {
    self.callable = callable
    self.signature = signature
    self.statics = statics
    self.settings = settings
  }

}

extension PassSettings {

  /// Returns the settings with what is known of `tables`, by the names of offsets, in them.
  public func knowing(_ tables: [String: NeighborTable]) -> PassSettings {
    var copy = self
    copy.connectivities = tables.mapValues(\.type)
    return copy
  }

  /// The offsets whose neighbor tables are known, in order of their names.
  var knownTables: [Connectivity] {
    connectivities.sorted { $0.key < $1.key }.map { Connectivity(offset: $0.key, type: $0.value) }
  }

}

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

/// An offset with what is known of its neighbor table.
public struct Connectivity: Hashable, Sendable {

  public let offset: String
  public let type: ConnectivityType

  /// Creates what is known of the table of `offset`.
  public init(offset: String, type: ConnectivityType) {
    self.offset = offset
    self.type = type
  }

}
