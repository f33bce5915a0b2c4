import StencilTypes

/// What passes are told from outside, and their result depends on.
public struct PassSettings: Hashable, Sendable {

  /// The names of rules that must not fire.
  public var disabledRules: Set<String>

  /// What is known of neighbor tables, by the offsets' names.
  public var connectivities: [String: ConnectivityType]

  /// Creates settings: the names of rules that are off, and what is known of neighbor tables by the
  /// names of their offsets.
  public init(
    disabledRules: Set<String> = [], connectivities: [String: ConnectivityType] = [:]
  ) {
    self.disabledRules = disabledRules
    self.connectivities = connectivities
  }

}
