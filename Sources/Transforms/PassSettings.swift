import StencilTypes

/// What passes are told from outside, and their result depends on.
public struct PassSettings: Hashable, Sendable {

  /// The names of rules that must not fire.
  public var disabledRules: Set<String>

  /// What is known of neighbor tables, by the offsets' names.
  public var connectivities: [String: ConnectivityType]

  /// What a backend is told about its schedule, `NAME=VALUE` with blanks between; passes hand it on.
  public var schedule: String

  /// Creates settings: the names of rules that are off, what is known of neighbor tables by the
  /// names of their offsets, and what a backend is told.
  public init(
    disabledRules: Set<String> = [], connectivities: [String: ConnectivityType] = [:],
    schedule: String = ""
  ) {
    self.disabledRules = disabledRules
    self.connectivities = connectivities
    self.schedule = schedule
  }

}
