import Diagnostics

/// Plays session files: shows inputs and outputs, compares nothing, stops at the first error.
public struct Player {

  /// How a file ended.
  public enum Ending: Equatable, Sendable {

    case finished

    /// An input failed, or one that had to fail did not.
    case failed

  }

  /// Shows what may have colours of ours.
  private let showPainted: (String) -> Void
  private let color: Bool

  /// Creates a player that gives each line to `show`.
  ///
  /// What a terminal would obey is made visible.
  public init(color: Bool = false, show: @escaping (String) -> Void) {
    self.color = color
    showPainted = show
  }

  /// Shows a line of the file, or one about it.
  private func show(_ text: String) { showPainted(text.visible) }

  /// Plays `file` in `session`, and returns the session that it leads to.
  ///
  /// - Parameter line: the 1-based line from which on nothing is played; the whole file if left out.
  public func play(
    _ file: SessionFile, in session: Session, before line: Int? = nil
  ) -> (ending: Ending, session: Session) {
    var session = session.following(file.header)
    for piece in file.pieces {
      switch piece {
      case .prose(let lines):
        show("")
        lines.forEach(show)
        show("")
      case .step(let step) where step.line >= line ?? .max: return (.finished, session)
      case .step(let step) where step.missing(in: session) != nil: continue
      case .step(let step):
        showInput(step.input)
        let (next, output) = session.performing(step.input)
        session = next
        let text = output.rendered(color: color)
        if !text.isEmpty { showPainted(text) }
        if let problem = step.problem(with: output) {
          show("\(file.source.name):\(step.line): \(problem)")
          return (.failed, session)
        }
        if output.quits { return (.finished, session) }
      }
    }
    return (.finished, session)
  }

  private func showInput(_ input: String) {
    for (i, line) in input.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      show((i == 0 ? "> " : ". ") + line)
    }
  }

}

extension SessionFile.Step {

  /// The backend that the step needs and that `session` does not have; `nil` if there is none.
  func missing(in session: Session) -> String? {
    for case .onlyIf(let name) in expectations where !session.isUsable(backend: name) {
      return name
    }
    return nil
  }

  /// Whether the step is to fail.
  var mustFail: Bool {
    expectations.contains { if case .fails = $0 { true } else { false } }
  }

  /// Whether every output is what the step expects.
  var checksNothing: Bool {
    if mustFail { return false }
    return expectations.contains { if case .ignore = $0 { true } else { false } }
      || !output.isEmpty && output.allSatisfy { $0 == "..." || $0.isEmpty }
  }

  /// What is wrong with `output` if it failed without `? fails`, or did not fail with it.
  func problem(with output: Output) -> String? {
    for case .fails(let code) in expectations {
      guard output.failed else { return "this input should have failed" }
      if let code, !output.diagnostics.contains(where: { $0.code == code }) {
        return "this input should have failed with \(code)"
      }
      return nil
    }
    return output.failed ? "this input failed" : nil
  }

}
