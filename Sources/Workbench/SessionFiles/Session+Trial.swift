import Diagnostics
import Foundation

extension Session {

  /// Returns what replaying the session file with the text `bytes` gives, as it would stand at
  /// `path`; `nil` if that takes longer than a person waits.
  ///
  /// It is replayed in a session of its own, from the folder of the file and with what others' session
  /// files may do. Nothing is written, and what this session made counts as not there yet: so it is
  /// for whoever has the session file, and what it reads, alone.
  ///
  /// - Throws: If the text is no session file; `Diagnostic.interrupted` if the user stops it.
  func trial(of bytes: [UInt8], at path: String) throws(DiagnosticError) -> Replay.Report? {
    let file = try SessionFile(SourceFile(name: path, bytes: bytes))
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let confinement = surroundings.confinement ?? Confinement(of: path)
    var session = Session(
      surroundings: surroundings.confined(to: confinement, folder: folder)
        .onTrial(of: madeFiles.paths),
      backends: toolchain.backends)
    session.noteLoading(of: path)
    (session.hasTrueColor, session.isASCII) = (hasTrueColor, isASCII)
    session.surroundings.limit(to: trialTime)
    let report = Replay().run(file, in: session)
    if surroundings.isCancelled() { throw DiagnosticError(.interrupted) }
    return session.surroundings.isCancelled() ? nil : report
  }

  /// Marks what this session made as made by the session file at `path`, which makes it anew when it is
  /// played.
  ///
  /// What somebody changed since is theirs.
  func handOverFiles(to path: String) {
    if surroundings.confinement != nil || surroundings.trial != nil { return }
    let maker = Confinement(of: path)
    for file in madeFiles.paths where surroundings.isFreeToReplace(file) { maker.claim(file) }
  }

}

extension Replay.Report {

  /// How the replay went, in a line for whoever has just saved the session.
  var summary: String {
    if let problem { return "replayed at once: \(problem)" }
    guard let first = differences.first else {
      return "replayed at once: \(counted(checkCount, "check")) passed"
    }
    let input = first.input.split(separator: "\n").first.map(String.init) ?? ""
    let why = first.problem ?? "its output differs"
    return "replayed at once: \(differences.count) of \(counted(checkCount, "check")) failed, "
      + "first in line \(first.line): \(input): \(why)"
  }

}
