import Diagnostics
import Foundation
import Workbench

/// The lessons that there are: the session files of one folder, in the order of their names.
struct LessonShelf {

  /// A lesson that can be played.
  struct Lesson {

    let path: String
    let file: SessionFile

    /// The title, or else the name of the file.
    var title: String {
      file.header["title"] ?? URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    }

  }

  let lessons: [Lesson]

  /// Where lessons were looked for.
  private let folders: [String]

  /// Finds the lessons: in the first of `folders` that holds any.
  init(folders: [String] = Self.standardFolders) {
    self.folders = folders
    for folder in folders {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      let found = names.filter { $0.hasSuffix(".stencil-session") }.sorted()
        .compactMap { try? Self.lesson(at: folder + "/" + $0) }
      if !found.isEmpty {
        lessons = found
        return
      }
    }
    lessons = []
  }

  /// What `STENCIL_LESSONS` names; else `tutorials` here, beside the program, or in a folder above
  /// it, and `share/stencil-repl/tutorials` where programs are installed.
  private static var standardFolders: [String] {
    let wish = environment("STENCIL_LESSONS")
    if !wish.isEmpty { return [wish] }
    var result = [FileManager.default.currentDirectoryPath + "/tutorials"]
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    var folder = URL(fileURLWithPath: program ?? "/").deletingLastPathComponent()
    for _ in 0 ..< 5 where folder.path != "/" {
      result += [
        folder.path + "/tutorials", folder.path + "/share/stencil-repl/tutorials",
      ]
      folder = folder.deletingLastPathComponent()
    }
    return result
  }

  /// Returns the lesson at `path`; throws what is wrong with the file, as text.
  static func lesson(at path: String) throws(LessonError) -> Lesson {
    let bytes: [UInt8]
    do throws(TextFile.Problem) { bytes = try TextFile.bytes(atPath: path) } catch {
      throw LessonError(text: error.sentence(about: path))
    }
    do {
      let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
      return Lesson(
        path: real, file: try SessionFile(SourceFile(name: path, bytes: bytes)))
    } catch {
      throw LessonError(
        text: error.diagnostics.map { $0.rendered() }.joined(separator: "\n"))
    }
  }

  /// Returns the lesson that `wish` names: by its number, by a path, or by a part of its title or of
  /// its file's name.
  func lesson(named wish: String) throws(LessonError) -> Lesson {
    if let number = Int(wish) {
      guard lessons.indices.contains(number - 1) else {
        throw LessonError(
          text: lessons.isEmpty
            ? missing : "there is no lesson \(number): they go from 1 to \(lessons.count)")
      }
      return lessons[number - 1]
    }
    if wish.hasSuffix(".stencil-session") { return try Self.lesson(at: wish) }
    let found = lessons.filter {
      $0.title.localizedCaseInsensitiveContains(wish)
        || URL(fileURLWithPath: $0.path).lastPathComponent.contains(wish)
    }
    if lessons.isEmpty { throw LessonError(text: missing) }
    guard let first = found.first else {
      throw LessonError(text: "there is no lesson '\(wish)'; `tour` by itself lists them")
    }
    guard found.count == 1 else {
      let titles = found.map { "  \($0.title)" }.joined(separator: "\n")
      throw LessonError(text: "'\(wish)' names several lessons:\n\(titles)")
    }
    return first
  }

  /// What to say if there are no lessons.
  var missing: String {
    "no lessons are found; STENCIL_LESSONS names their folder, tour FILE plays one"
  }

}

/// Why there is no lesson.
struct LessonError: Error {
  let text: String
}
