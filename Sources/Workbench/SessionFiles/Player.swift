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

  /// Plays `file` in `session`.
  public func play(_ file: SessionFile, in session: Session) -> Ending {
    var session = session.following(file.header)
    for piece in file.pieces {
      switch piece {
      case .prose(let lines):
        show("")
        lines.forEach(show)
        show("")
      case .step(let step) where !step.isPossible(in: session): continue
      case .step(let step):
        showInput(step.input)
        let (next, output) = session.performing(step.input)
        session = next
        let text = output.rendered(color: color)
        if !text.isEmpty { showPainted(text) }
        if let problem = step.problem(with: output) {
          show("\(file.source.name):\(step.line): \(problem)")
          return .failed
        }
        if output.quits { return .finished }
      }
    }
    return .finished
  }

  private func showInput(_ input: String) {
    for (i, line) in input.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      show((i == 0 ? "> " : ". ") + line)
    }
  }

}

extension SessionFile.Step {

  /// `false` iff the step needs a backend that `session` does not have.
  func isPossible(in session: Session) -> Bool {
    expectations.allSatisfy {
      if case .onlyIf(let name) = $0 { session.backendNames.contains(name) } else { true }
    }
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
