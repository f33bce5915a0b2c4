/// Puts lines together to inputs, for pipes and for pasted text.
///
/// A definition goes on until a line begins that cannot belong to it: one that is not indented
/// and follows a block, or, at a prompt, a blank line.
public struct InputCollector {

  private var lines: [String] = []

  public init() {}

  /// Returns the inputs that `text`, typed or pasted as a whole, consists of.
  ///
  /// A blank text is one input: Enter, which repeats a move.
  public static func inputs(in text: String) -> [String] {
    if text.allSatisfy(\.isWhitespace) { return [""] }
    var collector = InputCollector()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.flatMap { collector.add(String($0)) } + collector.finish()
  }

  /// Takes the next line; returns the inputs that are whole now.
  public mutating func add(_ line: String) -> [String] {
    var finished: [String] = []
    if !lines.isEmpty, endsBefore(line) { finished += finish() }
    if lines.isEmpty, line.allSatisfy(\.isWhitespace) { return finished }
    lines.append(line)
    let text = lines.joined(separator: "\n")
    if InputKind(of: text) != .definition || (isComplete(text) && !opensBlock(text)) {
      finished += finish()
    }
    return finished
  }

  /// Returns what is left at the end.
  public mutating func finish() -> [String] {
    while lines.last?.allSatisfy(\.isWhitespace) ?? false { lines.removeLast() }
    defer { lines = [] }
    return lines.isEmpty ? [] : [lines.joined(separator: "\n")]
  }

  /// Whether the open definition is whole, and `line` begins something else.
  private func endsBefore(_ line: String) -> Bool {
    guard let first = line.first, !first.isWhitespace, first != "#", first != ")" else {
      return false
    }
    let text = lines.joined(separator: "\n") + "\n"
    return isComplete(text) && hasBody
  }

  /// Whether the definition's block has begun: an indented line follows `def` or `class`, or the
  /// header goes on behind its colon.
  private var hasBody: Bool {
    guard
      let header = lines.lastIndex(where: { $0.hasPrefix("def ") || $0.hasPrefix("class ") })
    else { return lines.first?.first != "@" }
    let last = lines.last.map { String($0.prefix { $0 != "#" }).trimmingTrailingBlanks() }
    return lines[header...].dropFirst().contains { $0.first?.isWhitespace ?? false }
      || last?.last != ":"
  }

  private func opensBlock(_ text: String) -> Bool {
    text.hasPrefix("@") || text.hasPrefix("def ") || text.hasPrefix("class ")
  }

}
