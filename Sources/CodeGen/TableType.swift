import StencilTypes

/// What compiled code is made for: a neighbor table of some number of columns.
public struct TableType: Sendable, Hashable {

  /// The dimension of the rows, the local one, and that of the entries.
  public let target: Dimension, local: Dimension, source: Dimension

  public let columns: Int
  public let hasSkipValues: Bool

  /// Creates what is known of a table with `columns` entries a row.
  public init(
    target: Dimension, local: Dimension, source: Dimension, columns: Int, hasSkipValues: Bool
  ) {
    self.target = target
    self.local = local
    self.source = source
    self.columns = columns
    self.hasSkipValues = hasSkipValues
  }

}
