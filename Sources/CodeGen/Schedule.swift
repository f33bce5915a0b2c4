/// What is computed where and in which order: it makes no difference to results.
public struct Schedule: Sendable, Hashable {

  /// What tests and users can ask for.
  public struct Options: Sendable, Hashable {

    /// How computed fields are kept.
    public enum Keeping: String, Sendable, Hashable, CaseIterable {

      /// By cost.
      case automatic = "auto"

      /// Computed again by every reader, as far as possible.
      case recompute

      /// Kept in memory, as far as possible.
      case store

    }

    /// How boxes of points are cut into tiles that vectors walk through.
    public enum Tiling: String, Sendable, Hashable, CaseIterable {

      /// By cost.
      case automatic = "auto"

      /// Not at all: loops as they come, which the compiler may make vectors of.
      case off

      /// Row by row.
      case rows

      /// Each vector along the second dimension, so that what one point computed serves the next.
      case march

    }

    public var keeping: Keeping = .automatic

    /// Names of dimensions as fields lie in memory, the innermost last; empty for the usual order.
    public var layout: [String] = []

    /// The number of columns that scans walk together.
    public var columnBlock = 64

    /// The number of pieces that a loop may be split into where regions meet.
    public var splitLimit = 8

    /// Whether scans are fused with what reads them in the same column.
    public var fusesColumns = true

    /// Whether outermost loops are given to threads.
    public var usesThreads = true

    /// Whether there is code for reads that may be outside fields.
    public var includesChecked = true

    public var tiling: Tiling = .automatic

    /// Whether short rows that follow each other are walked through as one.
    public var joinsRows = true

    /// The number of rows of a tile: if it goes row by row, and if vectors march.
    public var rowBlock = 16, marchBlock = 64

    /// How many planes ahead inputs are fetched; 0 for not at all.
    public var planesAhead = 2

    /// The number of bytes from which on outputs are written past the caches; `nil` for never.
    public var streamedBytes: Int? = 4 << 20

    /// Creates the options that loops are made with unless somebody says otherwise.
    public init() {}

  }

  public let options: Options

  /// One line for each choice, in the order of the program.
  public let choices: [String]

  /// What was asked for, and the choices, as text.
  public var text: String {
    let asked = options.text
    return ((asked.isEmpty ? [] : ["set: \(asked)"]) + choices).map { $0 + "\n" }.joined()
  }

}
