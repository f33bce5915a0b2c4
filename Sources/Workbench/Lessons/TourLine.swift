import Diagnostics

/// A piece of what a tour shows.
public enum TourLine: Sendable {

  /// Lines of the lesson's text.
  case prose([String])

  /// The input that Enter runs, or only its first line.
  case next(String, isWhole: Bool)

  /// An exercise, and how many there are.
  case exercise(Int, of: Int)

  /// An input of the lesson that was run.
  case input(String)

  /// What an input gave.
  case output(Output)

  /// What the tour itself says.
  case remark(String)

  /// Returns the piece as text of at most `width` columns; what a terminal would obey besides colours
  /// of ours is made visible.
  public func text(color: Bool, width: Int, isASCII: Bool = false) -> String {
    let text = unicodeText(color: color, width: width)
    return isASCII ? text.inASCII : text
  }

  private func unicodeText(color: Bool, width: Int) -> String {
    func painted(_ text: String, _ code: Int) -> String {
      color ? "\u{1B}[\(code)m\(text.visible)\u{1B}[0m" : text.visible
    }
    switch self {
    case .prose(let lines):
      return
        (lines.fitted(to: width).map { $0.hasPrefix("# ") ? painted($0, 1) : $0.visible } + [""])
        .joined(separator: "\n")
    case .next(let input, let isWhole):
      let lines = input.marked
      let shown = isWhole || lines.count == 1 ? lines : [lines[0] + " …"]
      return shown.enumerated()
        .map { painted((color ? "  " : $0 == 0 ? "next " : "     ") + $1, 2) }
        .joined(separator: "\n")
    case .exercise(let number, let count):
      return painted(
        "exercise \(number) of \(count): type your answer (hint, skip)".wrapped(to: width), 1)
    case .input(let input): return input.marked.map(\.visible).joined(separator: "\n")
    case .output(let output):
      // A lesson is written for lines of its own length, which a narrow terminal lacks.
      var form = output.form
      form.width = min(form.width, width)
      return output.rendered(color: color, in: form)
    case .remark(let text): return painted(text.wrapped(to: width), 2)
    }
  }

}

extension String {

  /// The lines of an input with the marks that they have in a session file.
  fileprivate var marked: [String] {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)
    // The blank line that ends a definition is not to be seen.
    while lines.count > 1, lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    return lines.enumerated().map { ($0 == 0 ? "> " : ". ") + $1 }
  }

}

extension String {

  /// Whether it is a line of Markdown that keeps its own line: of a list, a table, code, a heading, a
  /// quotation.
  fileprivate var isMarkup: Bool {
    prefixMatch(of: /[ \t#>|]|[-*+][ ]|[0-9]+[.)][ ]|```/) != nil
  }

}

extension [String] {

  /// The lines of Markdown in lines of at most `width` columns; those that fit stay as they are.
  fileprivate func fitted(to width: Int) -> [String] {
    split(separator: "", omittingEmptySubsequences: false).flatMap { paragraph -> [String] in
      let fits = paragraph.allSatisfy { $0.columnCount <= width }
      let isText = !paragraph.contains { $0.isMarkup }
      if fits || !isText {
        return paragraph.flatMap { line in
          line.columnCount <= width || line.hasPrefix(" ")
            ? [line] : line.wrapped(to: width, indent: "").split(separator: "\n").map(String.init)
        } + [""]
      }
      return paragraph.joined(separator: " ").wrapped(to: width, indent: "")
        .split(separator: "\n").map(String.init) + [""]
    }.dropLast()
  }

}
