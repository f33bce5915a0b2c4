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
