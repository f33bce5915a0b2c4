import Diagnostics
import Foundation
import Workbench

/// The interactive prompt: reads inputs with line editing, shows outputs, until the end.
struct Prompt {

  private let options: CommonOptions

  init(_ options: CommonOptions) { self.options = options }

  func run() -> Int32 {
    Interruption.install()
    guard let editor = LineEditor(history: HistoryFile()) else {
      return Batch(options).runPipe()
    }
    let progress = ProgressLine()
    var session = Session(environment: .onTerminal(progress, modulePath: options.modulePath))
    session.hasTrueColor = options.hasTrueColor
    show(Self.banner)
    while true {
      Interruption.clear()
      let current = session
      let input = editor.read(
        prompt: current.promptText,
        isComplete: { isSubmitted($0) }, indentation: { indentation(after: $0) },
        completions: { text in
          Completions(
            replacing: completedWord(of: text).count, by: completions(of: text, in: current))
        })
      switch input {
      case .interrupted: continue
      case .endOfInput: return ExitStatus.ok
      case .line(let text):
        editor.remember(text)
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

  private static let banner = """
    stencil-repl: a workbench for stencils in GT4Py's field view
    help lists the commands; definitions are typed or pasted as they are in Python
    """

  private func show(_ output: Output, in session: Session) {
    let text = output.rendered(color: options.usesColor)
    // The next prompt takes a row too.
    let isLong = rowCount(of: text, columns: LineEditor.columns) >= LineEditor.rows
    let isPaged = isLong && session.settings.pager && Pager()?.show(text + "\n") == true
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
