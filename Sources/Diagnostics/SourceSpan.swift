/// A half-open range of bytes in a source file.
public struct SourceSpan: Sendable {

  public let file: SourceFile

  private let low: UInt32
  private let high: UInt32

  /// Creates the span of `bytes` in `file`.
  public init(_ file: SourceFile, _ bytes: Range<Int>) {
    self.file = file
    low = UInt32(clamping: bytes.lowerBound)
    high = UInt32(clamping: bytes.upperBound)
  }

  /// The offsets of the first byte and of the byte past the last.
  public var bytes: Range<Int> { Int(low) ..< Int(high) }

  /// The text that the span covers.
  public var text: String { file.text(bytes) }

  /// The 1-based line on which the span starts.
  public var line: Int { file.line(at: Int(low)) }

  /// The 1-based column, in Unicode scalars, at which the span starts.
  public var column: Int { file.position(at: Int(low)).column }

  /// Returns the smallest span that covers `self` and `other`, which lies in the same file.
  public func union(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(file, Int(min(low, other.low)) ..< Int(max(high, other.high)))
  }

}

extension SourceSpan: Hashable {

  public static func == (l: SourceSpan, r: SourceSpan) -> Bool {
    l.file === r.file && l.low == r.low && l.high == r.high
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(file))
    hasher.combine(low)
    hasher.combine(high)
  }

}

extension SourceSpan: CustomStringConvertible {

  /// `file:line:column`.
  public var description: String {
    let p = file.position(at: Int(low))
    return "\(file.name):\(p.line):\(p.column)"
  }

}
