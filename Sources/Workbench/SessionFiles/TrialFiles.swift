import FieldView
import Foundation
import Synchronization

/// The files of a trial: those that it writes lie in a folder of its own, which goes with it, and
/// nothing of what the recorded session made is there before it is written.
///
/// So a session finds the same files when it is replayed as it is saved as in a fresh copy of the
/// folder.
final class TrialFiles: Sendable {

  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "stencil-trial-\(UUID().uuidString)")

  /// What the recorded session made, without links.
  private let made: Set<String>

  /// Where what the trial wrote lies, by where it would lie.
  private let written = Mutex<[String: String]>([:])

  private let canonical: @Sendable (String) -> String

  /// Creates a trial of a session that made what is at `made`.
  init(made: Set<String>, _ files: ModuleFiles) {
    self.made = made
    canonical = files.canonical
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// `true` iff what is at `path` was made by the trial, or is not there in its eyes.
  func isOwn(_ path: String) -> Bool {
    let place = canonical(path)
    return made.contains(place) || hasWritten(path)
  }

  /// `true` iff the trial has made what is at `path`.
  func hasWritten(_ path: String) -> Bool {
    let place = canonical(path)
    return written.withLock { $0[place] != nil }
  }

  /// Returns where what would be at `path` is read from.
  func placeToRead(_ path: String) -> String {
    // `u.npz:a` is a member of a file.
    let place = canonical(path)
    // Of a file in a folder, both written, it is the file: the longer path.
    let own = written.withLock { files in
      files.filter { place == $0.key || isPath(place, below: $0.key) }
        .max { $0.key.utf8.count < $1.key.utf8.count }
    }
    if let own { return own.value + place.dropFirst(own.key.count) }
    let isMade = made.contains { place == $0 || isPath(place, below: $0) }
    return isMade ? folder.appending(path: "none").path : path
  }

  /// Returns where what is to be at `path` is written.
  func placeToWrite(_ path: String) -> String {
    let place = canonical(path)
    // Where there is no folder nothing is made in it either.
    let above = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: above) else { return path }
    return written.withLock { files in
      if let known = files[place] { return known }
      let own = folder.appending(path: "\(files.count)")
      try? FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
      let path = own.appending(path: URL(fileURLWithPath: path).lastPathComponent).path
      files[place] = path
      return path
    }
  }

}
