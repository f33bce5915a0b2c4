import Diagnostics
import Foundation
import Glibc
import Workbench

/// The interactive prompt: reads inputs with line editing, shows outputs, until the end.
struct Prompt {

  private let options: CommonOptions

  /// What shows how far the commands of the session are.
  private let progress: ProgressLine

  /// Returns a new session for the lesson at a path.
  private let lessonSession: (String) -> Session

  init(
    _ options: CommonOptions, _ progress: ProgressLine,
    lessonSession: @escaping (String) -> Session
  ) {
    self.options = options
    self.progress = progress
    self.lessonSession = lessonSession
  }

  /// `true` iff there is somebody to type, and to read the answers.
  static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// Reads inputs after a prompt, with words of a session to complete them.
  private struct Reader {
    let read: (_ prompt: String, Session) -> LineEditor.Input
    let remember: (String) -> Void
    let hasTypeAhead: () -> Bool
  }

  /// Returns what reads inputs: with line editing, if the terminal is able to; else lines as they are
  /// typed.
  private func reader() -> Reader {
    guard LineEditor.isUsable, let editor = LineEditor(history: HistoryFile()) else {
      return Reader(
        read: { prompt, _ in Self.plainInput(prompt) }, remember: { _ in },
        hasTypeAhead: { false })
    }
    return Reader(
      read: { prompt, session in
        editor.read(
          prompt: prompt,
          isComplete: { isSubmitted($0) }, indentation: { indentation(after: $0) },
          completions: { text in
            Completions(
              replacing: completedWord(of: text).count,
              by: completions(of: text, in: session.hurrying),
              terminator: takesBlank(after: text) ? " " : "")
          })
      }, remember: editor.remember, hasTypeAhead: { editor.hasTypeAhead })
  }

  /// Goes on with `session` until the end: after the user's own startup file if `isNew`.
  func run(from session: Session, isNew: Bool = false) -> Int32 {
    let files = UserFiles(folder: session.surroundings.folder)
    var session = session.attended(
      edit: OtherPrograms.edit, shell: OtherPrograms.shell,
      kept: { files.keptSessions })
    session.lessonCount = { LessonShelf().lessons.count }
    Interruption.install()
    Interruption.passOverQuit()
    if files.keepsSessions { Interruption.catchEnd() }
    show(Self.banner.wrapped(to: LineEditor.columns, indent: ""))
    if isNew {
      session = started(session, files)
      let kept = files.keptSessions.count
      if kept > 0 {
        let older = kept > 1 ? "; what you left before that: resume last 2" : ""
        show("What you left here without saving is kept: resume last\(older)")
      }
    }
    return run(from: session, files, reader())
  }

  /// Takes a person through lessons, without a session of their own.
  func run(_ request: TourRequest) -> Int32 {
    Interruption.install()
    Interruption.passOverQuit()
    return run(request, reader())
  }

  private func run(_ request: TourRequest, _ reader: Reader) -> Int32 {
    TourPrompt(
      TourPrompt.Means(
        read: reader.read, remember: reader.remember,
        session: {
          lessonSession($0)
            .attended(edit: OtherPrograms.edit, shell: OtherPrograms.shell, kept: { [] })
        },
        show: { showLong($0, in: $1, mayPage: !reader.hasTypeAhead()) }),
      usesColor: options.usesColor, progress: progress
    ).run(request)
  }

  /// Returns the session after the startup file; a line of it that is wrong is told, and passed over.
  private func started(_ session: Session, _ files: UserFiles) -> Session {
    var session = session
    if let problem = files.startupProblem {
      standardError("stencil-repl: \(problem); it is passed over")
    }
    for input in files.startupInputs {
      let (next, output) = session.performing(input)
      if output.failed {
        standardError("stencil-repl: a line of \(files.startup ?? "") is passed over:")
        standardError(output.rendered())
      } else {
        session = next
      }
    }
    return session
  }

  private func run(from start: Session, _ files: UserFiles, _ reader: Reader) -> Int32 {
    var session = start
    while true {
      Interruption.clear()
      if let status = Interruption.endStatus {
        leave(session, files)
        return status
      }
      switch reader.read(session.promptText, session) {
      case .interrupted: continue
      case .endOfInput:
        leave(session, files)
        return Interruption.endStatus ?? ExitStatus.ok
      case .line(let text):
        (session.columns, session.rows) = (LineEditor.columns, LineEditor.rows)
        let inputs = InputCollector.inputs(in: text)
        // Of several that were pasted each is brought back by itself.
        for input in inputs.count > 1 ? inputs : [text] { reader.remember(input) }
        for input in inputs {
          progress.start()
          let (next, output) = session.performing(input)
          session = next
          let wasDrawn = progress.finish()
          // The terminal has shown ^C.
          if Interruption.isPending, !wasDrawn { show("") }
          if let request = output.tour {
            _ = run(request, reader)
          } else {
            // A pager would take what is typed for the next prompt.
            show(output, in: session, mayPage: output.isAskedFor && !reader.hasTypeAhead())
          }
          for notice in Session.takeNotices() { show(notice) }
          if output.quits {
            leave(session, files)
            return ExitStatus.ok
          }
          if let file = output.watched { session = watching(file, from: session) }
          if output.failed || Interruption.endStatus != nil { break }
        }
      }
    }
  }

  /// Keeps what nobody saved for the next time.
  private func leave(_ session: Session, _ files: UserFiles) {
    if session.hasUnsavedWork, files.keep(session) {
      show("kept what you did here; the next prompt in this folder goes on with: resume last")
    }
  }

  /// Reads `file` again each time it or a file that it imports is saved, until Ctrl-C, and returns what that leads to.
  private func watching(_ file: Output.WatchedFile, from start: Session) -> Session {
    var session = start
    func filesWatched(_ session: Session) -> [String] {
      session.filesRead(from: file.path) + session.filesAwaited(from: file.path)
    }
    var paths = filesWatched(session)
    var known = paths.map(Self.stamp)
    show(dim("watching; Ctrl-C ends it"))
    while !Interruption.isPending, Interruption.endStatus == nil {
      usleep(100_000)
      let stamps = paths.map(Self.stamp)
      // While an editor replaces a file there is none.
      guard stamps != known, !zip(known, stamps).contains(where: { !$0.isEmpty && $1.isEmpty })
      else { continue }
      progress.start()
      let (next, output) = session.performing(file.input)
      session = next
      progress.finish()
      // What was written meanwhile is read next time.
      let read = filesWatched(session)
      known = read.map { path in
        paths.firstIndex(of: path).map { stamps[$0] } ?? Self.stamp(of: path)
      }
      paths = read
      show(output, in: session, mayPage: false)
    }
    show("")
    Interruption.clear()
    return session
  }

  /// What tells that a file was written: its place on the disk, size and time.
  private static func stamp(of path: String) -> [Int] {
    var status = stat()
    guard stat(path, &status) == 0 else { return [] }
    return [
      Int(status.st_ino), Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
    ]
  }

  /// Reads one input of a line or more after a prompt, on a terminal that cannot move its cursor.
  private static func plainInput(_ first: String) -> LineEditor.Input {
    var text = ""
    var prompt = first
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
    // A signal may come to another thread, and then interrupts no read of this one.
    while !Interruption.isPending {
      var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      if poll(&input, 1, 50) <= 0 { continue }
      let count = Glibc.read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count == 1 else { return nil }
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return nil
  }

  private static let banner = """
    stencil-repl: a workbench for stencils in GT4Py's field view
    help lists the commands, tour plays lessons; definitions are typed as in Python
    """

  /// Shows `output`, in a pager if it is long, unless nobody is there to leave that.
  private func show(_ output: Output, in session: Session, mayPage: Bool = true) {
    let usesColor = options.usesColor
    let (columns, rows) = (LineEditor.columns, LineEditor.rows)
    let write = { @Sendable () -> (text: String, isLong: Bool) in
      let text = output.rendered(color: usesColor)
      // The next prompt takes a row too.
      return (text, rowCount(of: text, columns: columns, upTo: rows) >= rows)
    }
    // An input that was stopped has little to say; another one's text can be stopped itself.
    let isStopped = { !output.failed && Interruption.isPending }
    let (text, isLong): (String, Bool)
    do throws(DiagnosticError) {
      (text, isLong) = output.failed ? write() : try Interruption.interruptibly(write)
    } catch {
      let isInterrupted = error.diagnostics.contains(.interrupted)
      show(
        isInterrupted
          ? Self.interrupted : error.diagnostics.map { $0.rendered() }.joined(separator: "\n"))
      return
    }
    let wasPaged = mayPage && isLong && isPaged(text, in: session)
    if !wasPaged, !text.isEmpty, !StandardStreams.write(text, unless: isStopped) {
      show("\n" + Self.interrupted)
      return
    }
    if let next = output.nextLine, !output.failed {
      show(dim(next.wrapped(to: LineEditor.columns)))
    }
  }

  /// Shows `text` of a lesson, in the pager if it is longer than the screen.
  private func showLong(_ text: String, in session: Session, mayPage: Bool) {
    let (columns, rows) = (LineEditor.columns, LineEditor.rows)
    let isLong = rowCount(of: text, columns: columns, upTo: rows) >= rows
    if !(mayPage && isLong && isPaged(text, in: session)) { show(text) }
  }

  /// Shows `text` in the pager; `false` if there is none.
  private func isPaged(_ text: String, in session: Session) -> Bool {
    LineEditor.isUsable && session.settings.pager && Pager()?.show(text + "\n") == true
  }

  private static let interrupted = "the rest of the output was interrupted"

  private func show(_ text: String) {
    StandardStreams.write(text)
  }

  private func dim(_ text: String) -> String {
    options.usesColor ? "\u{1B}[2m\(text)\u{1B}[0m" : text
  }

}
