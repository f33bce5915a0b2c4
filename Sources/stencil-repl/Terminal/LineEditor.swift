import CEditLine
import Glibc

/// Reads input from the terminal: commands of one line and definitions of many, with history,
/// completion and paste.
///
/// There is one at a time, used by one thread at a time.
final class LineEditor {

  /// What came of one reading.
  enum Input: Hashable {

    /// The text, without its last line break.
    case line(String)

    /// Ctrl-C, or Ctrl-D in an unfinished definition: the text is dropped.
    case interrupted

    /// Ctrl-D on an empty line, or the terminal is gone.
    case endOfInput

  }

  private let editor: OpaquePointer
  private let history: HistoryFile?

  /// `true` iff input and output are a terminal that can move its cursor.
  static var isUsable: Bool {
    let name = getenv("TERM").map { String(cString: $0) } ?? "dumb"
    return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && !["", "dumb"].contains(name)
  }

  /// Creates an editor that knows the inputs of `history`; `nil` if the terminal fails.
  init?(history: HistoryFile?) {
    let callbacks = line_editor_callbacks(
      is_complete: { context, text, length in
        questions(context).isComplete(string(text, length)) ? 1 : 0
      },
      indent: { context, text, length in
        let indentation = questions(context).indentation(string(text, length))
        return line_editor_edit(erased: 0, inserted: strdup(indentation), listing: nil)
      },
      complete: { context, text, length in
        let edit = tabEdit(
          after: string(text, length), columns: Int(line_editor_columns()),
          completions: questions(context).completions)
        return line_editor_edit(
          erased: edit.erased, inserted: strdup(edit.inserted),
          listing: edit.listing.flatMap { strdup($0) })
      })
    guard let editor = line_editor_open("stencil-repl", callbacks) else { return nil }
    self.editor = editor
    self.history = history
    for entry in history?.entries ?? [] { line_editor_remember(editor, entry) }
  }

  deinit { line_editor_close(editor) }

  /// The number of columns of the terminal.
  static var columns: Int { Int(line_editor_columns()) }

  /// The number of rows of the terminal.
  static var rows: Int { Int(line_editor_rows()) }

  /// Reads one input after `prompt`, which may have colours.
  ///
  /// - Parameters:
  ///   - isComplete: whether Enter submits the given buffer; otherwise it begins a line.
  ///   - indentation: what a line begun after the given text starts with.
  ///   - completions: the words that may stand after the given text, which ends at the cursor.
  func read(
    prompt: String, isComplete: @escaping (String) -> Bool,
    indentation: @escaping (String) -> String, completions: @escaping (String) -> Completions
  ) -> Input {
    let questions = Questions(
      isComplete: isComplete, indentation: indentation, completions: completions)
    var status = LINE_EDITOR_END_OF_INPUT
    let result = withExtendedLifetime(questions) {
      line_editor_read(
        editor, escapesMarked(in: prompt), Unmanaged.passUnretained(questions).toOpaque(), &status)
    }
    defer { free(result) }
    guard let result, status == LINE_EDITOR_LINE else {
      return status == LINE_EDITOR_INTERRUPTED ? .interrupted : .endOfInput
    }
    var text = String(cString: result)
    if text.hasSuffix("\n") { text.removeLast() }
    return .line(text)
  }

  /// `true` iff something was typed already that the next prompt is to read.
  var hasTypeAhead: Bool { line_editor_has_input(editor) != 0 }

  /// Adds `input` to the history of this run and of later ones, unless it begins with a blank.
  func remember(_ input: String) {
    if !HistoryFile.isRecorded(input) { return }
    // A definition ends with a blank line, which would be in the way when it is edited.
    var entry = input[...]
    while entry.last?.isWhitespace == true { entry.removeLast() }
    line_editor_remember(editor, String(entry))
    history?.append(String(entry))
  }

}

/// What the editor asks while it reads.
private final class Questions {

  let isComplete: (String) -> Bool
  let indentation: (String) -> String
  let completions: (String) -> Completions

  init(
    isComplete: @escaping (String) -> Bool, indentation: @escaping (String) -> String,
    completions: @escaping (String) -> Completions
  ) {
    self.isComplete = isComplete
    self.indentation = indentation
    self.completions = completions
  }

}

private func questions(_ context: UnsafeMutableRawPointer?) -> Questions {
  guard let context else { preconditionFailure("the editor asks only while it reads") }
  return Unmanaged<Questions>.fromOpaque(context).takeUnretainedValue()
}

private func string(_ text: UnsafePointer<CChar>?, _ length: Int) -> String {
  String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
}

/// Returns `prompt` with each run of colour sequences between marks, so that they take no columns.
private func escapesMarked(in prompt: String) -> String {
  let marked = prompt.replacing(/(\u{1B}\[[0-9;]*m)+/) { "\u{1}\($0.output.0)\u{1}" }
  // libedit wants text after the last mark.
  return marked.hasSuffix("\u{1}") ? marked + " " : marked
}
