import Diagnostics
import Foundation
import Glibc
import Workbench

/// The interactive prompt: reads inputs with line editing, shows outputs, until the end.
struct Prompt {

  private let options: CommonOptions

  /// What shows how far the commands of the session are.
  private let progress: ProgressLine

  init(_ options: CommonOptions, _ progress: ProgressLine) {
    self.options = options
    self.progress = progress
  }

  /// `true` iff there is somebody to type, and to read the answers.
  static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// Goes on with `session`: with line editing, if the terminal is able to; else reads lines as they
  /// are typed.
  func run(from session: Session) -> Int32 {
    guard LineEditor.isUsable, let editor = LineEditor(history: HistoryFile()) else {
      return run(from: session, read: Self.plainInput, remember: { _ in })
    }
    return run(
      from: session,
      read: { session in
        editor.read(
          prompt: session.promptText,
          isComplete: { isSubmitted($0) }, indentation: { indentation(after: $0) },
          completions: { text in
            Completions(
              replacing: completedWord(of: text).count, by: completions(of: text, in: session))
          })
      }, remember: editor.remember)
  }

  private func run(
    from start: Session, read: (Session) -> LineEditor.Input, remember: (String) -> Void
  ) -> Int32 {
    Interruption.install()
    var session = start
    show(Self.banner)
    while true {
      Interruption.clear()
      switch read(session) {
      case .interrupted: continue
      case .endOfInput: return ExitStatus.ok
      case .line(let text):
        remember(text)
        session.columns = LineEditor.columns
        for input in InputCollector.inputs(in: text) {
          progress.start()
          let (next, output) = session.performing(input)
          session = next
          let wasDrawn = progress.finish()
          // The terminal has shown ^C.
          if Interruption.isPending, !wasDrawn { show("") }
          show(output, in: session)
          for notice in Session.takeNotices() { show(notice) }
          if output.quits { return ExitStatus.ok }
          if output.failed { break }
        }
      }
    }
  }

  /// Reads one input of a line or more after a prompt, on a terminal that cannot move its cursor.
  private static func plainInput(_ session: Session) -> LineEditor.Input {
    var text = ""
    var prompt = session.promptText
    while true {
      FileHandle.standardOutput.write(Data(prompt.utf8))
      guard let line = typedLine() else {
        FileHandle.standardOutput.write(Data("\n".utf8))
        // As with line editing, what is begun is dropped first.
        return Interruption.isPending || !text.isEmpty ? .interrupted : .endOfInput
      }
      text += text.isEmpty ? line : "\n" + line
      if isSubmitted(text) { return .line(text) }
      prompt = "...> "
    }
  }

  /// Returns the next line; `nil` at Ctrl-D and Ctrl-C.
  ///
  /// It does not use the buffer of the standard library, which takes Ctrl-D for the end for good.
  private static func typedLine() -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while Glibc.read(STDIN_FILENO, &byte, 1) == 1 {
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return nil
  }

  private static let banner = """
    stencil-repl: a workbench for stencils in GT4Py's field view
    help lists the commands; definitions are typed or pasted as they are in Python
    """

  private func show(_ output: Output, in session: Session) {
    let text = output.rendered(color: options.usesColor)
    // The next prompt takes a row too.
    let isLong = rowCount(of: text, columns: LineEditor.columns) >= LineEditor.rows
    let isPaged =
      LineEditor.isUsable && isLong && session.settings.pager && Pager()?.show(text + "\n") == true
    if !isPaged, !text.isEmpty { show(text) }
    if let hint = output.hint, !output.failed { show(dim("next: \(hint)")) }
  }

  private func show(_ text: String) {
    StandardStreams.write(text)
  }

  private func dim(_ text: String) -> String {
    options.usesColor ? "\u{1B}[2m\(text)\u{1B}[0m" : text
  }

}
