import Foundation

extension Diagnostic {

  /// The message as one line of JSON.
  public var jsonText: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map {
      escapedForTerminals(json: String(decoding: $0, as: UTF8.self))
    } ?? "{}"
  }

}

extension Diagnostic: Encodable {

  private enum Key: String, CodingKey {
    case severity, code, message, file, line, column, endLine, endColumn, label, notes, hint
  }

  /// Encodes code, severity, message, place (1-based lines and columns), label, notes and hint.
  ///
  /// - Throws: What `encoder` throws.
  public func encode(to encoder: any Encoder) throws {
    var c = encoder.container(keyedBy: Key.self)
    try c.encode(severity.rawValue, forKey: .severity)
    try c.encode(code, forKey: .code)
    try c.encode(message, forKey: .message)
    try span?.encodePlace(into: &c, Key.file, Key.line, Key.column, Key.endLine, Key.endColumn)
    try c.encodeIfPresent(label, forKey: .label)
    if !notes.isEmpty { try c.encode(notes, forKey: .notes) }
    try c.encodeIfPresent(hint, forKey: .hint)
  }

}

extension Diagnostic.Note: Encodable {

  private enum Key: String, CodingKey {
    case message, file, line, column, endLine, endColumn
  }

  /// Writes the members that the JSON of a diagnostic has.
  ///
  /// - Throws: What `encoder` throws.
  public func encode(to encoder: any Encoder) throws {
    var c = encoder.container(keyedBy: Key.self)
    try c.encode(message, forKey: .message)
    try span?.encodePlace(into: &c, Key.file, Key.line, Key.column, Key.endLine, Key.endColumn)
  }

}

extension SourceSpan {

  fileprivate func encodePlace<K: CodingKey>(
    into c: inout KeyedEncodingContainer<K>, _ file: K, _ line: K, _ column: K, _ endLine: K,
    _ endColumn: K
  ) throws {
    let start = self.file.position(at: bytes.lowerBound)
    let end = self.file.position(at: bytes.upperBound)
    try c.encode(self.file.name, forKey: file)
    try c.encode(start.line, forKey: line)
    try c.encode(start.column, forKey: column)
    try c.encode(end.line, forKey: endLine)
    try c.encode(end.column, forKey: endColumn)
  }

}
