/// For whom an output is written.
public struct OutputForm: Hashable, Sendable {

  /// The columns that text may take.
  public var width: Int

  /// The rows of the screen, which a picture leaves some of to what stands around it.
  public var rows: Int

  /// Whether times are written as `[TIME]`, so that outputs can be compared.
  public var isStable: Bool

  /// Whether the terminal has more than 256 colours.
  public var hasTrueColor: Bool

  /// Whether the terminal shows ASCII only.
  public var isASCII: Bool

  /// Creates the form of text in lines of `width` columns; a stable one shows no times.
  public init(
    width: Int = 80, rows: Int = 24, isStable: Bool = false, hasTrueColor: Bool = false,
    isASCII: Bool = false
  ) {
    self.width = width
    self.rows = rows
    self.isStable = isStable
    self.hasTrueColor = hasTrueColor
    self.isASCII = isASCII
  }

  /// Returns how long something took, for people.
  func text(of duration: Duration) -> String { isStable ? "[TIME]" : duration.shortText }

  /// Returns how long something took in seconds; nothing if outputs are to be compared.
  func json(of duration: Duration) -> JSONValue {
    isStable ? .null : .number(duration / .seconds(1))
  }

}
