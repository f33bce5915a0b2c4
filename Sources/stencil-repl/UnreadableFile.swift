import Diagnostics

/// Why a session file cannot be played, and the status that the tool ends with then.
struct UnreadableFile: Error {

  let path: String
  let text: String
  let status: Int32

  init(_ path: String, _ sentence: String, status: Int32 = ExitStatus.usage) {
    self.path = path
    text = "stencil-repl: \(sentence)"
    self.status = status
  }

  init(_ path: String, _ diagnostics: [Diagnostic]) {
    self.path = path
    text = diagnostics.map { $0.rendered() }.joined(separator: "\n")
    status = ExitStatus.usage
  }

}
