import Diagnostics
import Foundation
import Workbench

/// Takes a person through lessons at a terminal.
struct TourPrompt {

  /// How lessons are begun and inputs are read.
  struct Means {

    /// Reads an input after a prompt; words of the session are completed.
    let read: (_ prompt: String, Session) -> LineEditor.Input

    let remember: (String) -> Void

    /// Returns a new session for the file at a path, confined as session files are.
    let session: (String) -> Session

    /// Shows text that may be longer than the screen.
    let show: (String, Session) -> Void

  }

  private let means: Means
  private let usesColor: Bool
  private let progress: ProgressLine
  private let places = LessonProgress()
  private let shelf = LessonShelf()

  init(_ means: Means, usesColor: Bool, progress: ProgressLine) {
    self.means = means
    self.usesColor = usesColor
    self.progress = progress
  }

  /// Plays what `request` asks for, and what the person chooses after it.
  func run(_ request: TourRequest) -> Int32 {
    do throws(LessonError) {
      if let wish = request.lesson {
        let lesson = try shelf.lesson(named: wish)
        if !play(lesson) { return ExitStatus.ok }
      } else if shelf.lessons.isEmpty {
        throw LessonError(text: shelf.missing)
      }
    } catch {
      standardError("stencil-repl: \(error.text)".wrapped(to: LineEditor.columns))
      return ExitStatus.usage
    }
    while let lesson = choose() {
      if !play(lesson) { break }
    }
    return ExitStatus.ok
  }

  // MARK: Choosing

  /// Shows what lessons there are and how far each is, and returns the one that is chosen; `nil` to
  /// leave.
  private func choose() -> LessonShelf.Lesson? {
    let (places, latest) = places?.places ?? ([:], nil)
    let lessons = shelf.lessons
    let begun = lessons.firstIndex { $0.path == latest && places[$0.path]?.isDone == false }
    guard let next = begun ?? lessons.firstIndex(where: { places[$0.path]?.isDone != true })
    else {
      show("all lessons are done; tour NUMBER plays one again")
      return nil
    }
    show("lessons, each a quarter of an hour or less")
    for (i, lesson) in lessons.enumerated() {
      let place = places[lesson.path].map {
        $0.isDone ? "done" : $0.position == 0 ? "" : "\($0.position) of \($0.count)"
      }
      let number = String(i + 1)
      let mark = i == next ? ">" : " "
      let room = max(10, min(54, LineEditor.columns - 18))
      let title = lesson.title.prefix(room)
      show(
        "\(mark) \(String(repeating: " ", count: max(0, 2 - number.count)))\(number)  \(title)"
          + (place.map { String(repeating: " ", count: room + 2 - title.count) + $0 } ?? ""))
    }
    while true {
      show(dim("Enter takes \(next + 1), a number another one; quit leaves"))
      Interruption.clear()
      guard case .line(let text) = means.read("lesson> ", means.session(lessons[next].path))
      else { return nil }
      var words = text.split(whereSeparator: \.isWhitespace)
      // Who types `tour 3` here means the same.
      if words.count > 1, words[0] == "tour" { words.removeFirst() }
      let word = words.joined(separator: " ")
      if word.isEmpty { return lessons[next] }
      if ["quit", "exit", "q"].contains(word) { return nil }
      do throws(LessonError) {
        return try shelf.lesson(named: word)
      } catch {
        show(error.text)
      }
    }
  }

  // MARK: Playing

  /// Plays `lesson` from where the person was; `false` if the person left it.
  private func play(_ lesson: LessonShelf.Lesson) -> Bool {
    let session = means.session(lesson.path)
    if let missing = lesson.file.missing(in: session) {
      show("this lesson needs the backend '\(missing)', which is not here")
      return true
    }
    let place = places?.places.byPath[lesson.path]
    let goesOn = place.map { !$0.isDone && $0.position > 0 } ?? false
    var tour = Tour(lesson.file, in: session, solved: goesOn ? place?.solved ?? [] : [])
    (tour.columns, tour.rows) = (LineEditor.columns, LineEditor.rows)
    progress.start()
    let lines = tour.begin(at: goesOn ? place?.position ?? 0 : 0)
    progress.finish()
    show(dim("Enter runs the grey input; type anything to try it; back, skip, hint, quit"))
    show("")
    show(lines, in: tour.session)
    take(down: tour, of: lesson)
    var isWhole = true
    while !tour.isFinished {
      show(tour.waiting(isWhole: isWhole), in: tour.session)
      Interruption.clear()
      switch means.read(tour.session.promptText, tour.session) {
      case .interrupted: isWhole = false
      case .endOfInput:
        leave(tour, lesson)
        return false
      case .line(let text):
        means.remember(text)
        let position = tour.position
        (tour.columns, tour.rows) = (LineEditor.columns, LineEditor.rows)
        progress.start()
        let lines = InputCollector.inputs(in: text).flatMap { tour.take($0) }
        let wasDrawn = progress.finish()
        if Interruption.isPending, !wasDrawn { show("") }
        show(lines, in: tour.session)
        isWhole = tour.position != position
        if isWhole { take(down: tour, of: lesson) }
      }
    }
    if tour.position < tour.count {
      leave(tour, lesson)
      return false
    }
    return true
  }

  private func leave(_ tour: Tour, _ lesson: LessonShelf.Lesson) {
    show("left at input \(tour.position + 1) of \(tour.count); tour goes on there")
  }

  private func take(down tour: Tour, of lesson: LessonShelf.Lesson) {
    places?.add(
      .init(position: tour.position, count: tour.count, solved: tour.solved), of: lesson.path)
  }

  // MARK: Showing

  private func show(_ lines: [TourLine], in session: Session) {
    var text: [String] = []
    for line in lines {
      let shown = line.text(
        color: usesColor, width: session.columns, isASCII: session.isASCII)
      if shown.isEmpty { continue }
      // A paragraph stands apart from what an input gave.
      if case .prose = line, !text.isEmpty { text.append("") }
      text.append(shown)
    }
    if !text.isEmpty { means.show(text.joined(separator: "\n"), session) }
  }

  private func show(_ text: String) { StandardStreams.write(text) }

  /// Returns `text` in lines that the terminal has room for, in grey.
  private func dim(_ text: String) -> String {
    let lines = text.wrapped(to: LineEditor.columns)
    return usesColor ? "\u{1B}[2m\(lines)\u{1B}[0m" : lines
  }

}
