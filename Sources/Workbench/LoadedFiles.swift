import FieldView
import Fields

/// What a session has data from: the files of fields, neighbor tables and saved sessions, and the
/// folders of frozen programs.
///
/// Definitions know themselves what they were read from.
struct LoadedFiles: Sendable {

  /// The paths without links.
  private var paths: Set<String> = []

  /// Takes down that there is data from `path`.
  mutating func insert(_ path: String) { paths.insert(path) }

  /// Forgets what is at `path` and below, which is another thing now.
  mutating func removeAll(in path: String) {
    paths = paths.filter { $0 != path && !isPath($0, below: path) }
  }

  /// `true` iff replacing what is at `path` would replace some of it.
  func overlap(_ path: String) -> Bool {
    paths.contains { $0 == path || isPath($0, below: path) || isPath(path, below: $0) }
  }

}

/// What a session made that was not there before, or was there from an earlier time that did the same.
struct MadeFiles: Sendable {

  /// The paths without links.
  private(set) var paths: Set<String> = []

  /// What was somebody else's, or read, before it was replaced.
  private var theirs: Set<String> = []

  /// Takes down that the session made what is at `path`; `isTheirs` says whether that replaced
  /// another's work.
  mutating func insert(_ path: String, isTheirs: Bool) {
    if isTheirs { theirs.insert(path) }
    if !theirs.contains(path) { paths.insert(path) }
  }

}

extension Session {

  /// Takes down that the session has data from what is at `path`, so that no output replaces it
  /// unasked.
  public mutating func noteLoading(of path: String) {
    loadedFiles.insert(surroundings.modules.canonical(surroundings.resolve(path)))
  }

  /// Takes down that the session has data from `file`, or from an array in it.
  mutating func noteLoading(of file: Spelled) {
    noteLoading(of: ArrayReference(file.text).path)
  }

  /// Takes down that the session has data from the files that are named in a value for a parameter.
  mutating func noteLoading(ofFilesIn value: Spelled) {
    if value.isQuoted { return noteLoading(of: value) }
    for part in value.tupleParts ?? [] { noteLoading(ofFilesIn: part) }
  }

}
