/// What of a file is compiled: most calls never need the code that checks each read, which takes
/// compilers longest.
///
/// The file is the same for all parts. Each exports the same functions.
public enum CodePart: String, Sendable, Hashable, CaseIterable {

  case whole

  /// What returns 4 for calls that read what may lie outside of fields.
  case usual

  /// What such calls need.
  case rest

  /// The macro that chooses the part; the whole is compiled without it.
  ///
  /// With it, the time until code is there counts more than that of its preparations for a call.
  static let macro = "STK_PART"

  /// The flags that make a compiler take this part.
  public var flags: [String] {
    switch self {
    case .whole: []
    case .usual: ["-D\(Self.macro)=1"]
    case .rest: ["-D\(Self.macro)=2"]
    }
  }

  /// `true` iff the file `text` has a rest; else each part is the whole.
  public static func areFound(in text: String) -> Bool { text.contains(restMark) }

  /// The line before the code that the usual part does not have.
  static let restMark = "#if \(macro) != 1\n"

}
