import Diagnostics

extension Command {

  static let tour: Command = Command(
    "tour", "plays a lesson, at your pace", usage: ["tour [LESSON]"],
    arguments: [
      .init("LESSON", "its number, a part of its title, or a FILE.stencil-session")
    ],
    examples: ["tour", "tour 3", "tour scans"], listedWith: "help",
    recording: { _ in .nothing },
    completion: {
      $0.isFirst ? $0.lessons + ($0.word.isEmpty ? [] : $0.files("stencil-session")) : []
    }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .tour)
    // Whoever has a person at a terminal takes the request instead of the message.
    var output = Output.message(
      """
      A tour is for a person at a terminal: stencil-repl tour. Elsewhere stencil-repl FILE plays a \
      lesson, and stencil-repl replay FILE checks it.
      """)
    output.tour = TourRequest(lesson: line.words.first?.text)
    return output
  }

}

/// The wish for a tour.
public struct TourRequest: Hashable, Sendable {

  /// What names the lesson; `nil` if one is to be chosen.
  public let lesson: String?

  /// Creates the wish for the lesson of that name; `nil` if one is to be chosen.
  public init(lesson: String?) { self.lesson = lesson }

}
