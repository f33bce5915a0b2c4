/// What an SDFG calls its arguments, in the order of the entry point.
public struct SDFGInterface: Sendable, Hashable, Codable {

  /// An array with the symbols that say where its elements are.
  public struct Array: Sendable, Hashable, Codable {

    public let name: String

    /// The symbols of each dimension: its extent, its stride, and the index of the first element.
    public let sizes: [String], strides: [String], origins: [String]

  }

  /// A neighbor table: an array of rows, with symbols for what its entries can be.
  public struct Table: Sendable, Hashable, Codable {

    public let name: String
    public let rows: String, columns: String
    public let rowStride: String, columnStride: String

    /// The value that stands for no neighbor, whether there is one, and the range of the others.
    public let skip: String, hasSkip: String, lowest: String, highest: String

  }

  /// The name of the SDFG.
  public let name: String

  public let fields: [Array]

  /// The symbols of scalars.
  public let scalars: [String]

  public let tables: [Table]

  /// An array of 12 `int64`: how the call ended (as the entry point in C returns it), the place, the
  /// output, the coordinate, and the index.
  public let failure: String

}
