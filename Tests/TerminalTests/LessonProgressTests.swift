import Foundation
import Testing

@testable import stencil_repl

/// Where lessons are, and how far a person is in them.
@Suite("Progress in lessons") struct LessonProgressTests {

  /// Calls `body` with a folder that goes afterwards.
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "l-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func `is what was written last`() throws {
    try withFolder { folder in
      let progress = LessonProgress(folder.appending(path: "state/lessons"))
      #expect(progress.places.byPath.isEmpty)
      progress.add(.init(position: 2, count: 9, solved: []), of: "/a b/1")
      progress.add(.init(position: 9, count: 9, solved: [3, 7]), of: "/a b/1")
      progress.add(.init(position: 1, count: 4, solved: []), of: "/2")
      let (places, latest) = progress.places
      #expect(places["/a b/1"] == .init(position: 9, count: 9, solved: [3, 7]))
      #expect(places["/a b/1"]?.isDone == true && places["/2"]?.isDone == false)
      #expect(latest == "/2")
    }
  }

  @Test(arguments: ["no header\n1 2 - /a\n", "stencil-repl lessons 1\n9 2 - /a\nx y - /a\n1 2\n"])
  func `takes nothing from what it did not write`(text: String) throws {
    try withFolder { folder in
      let url = folder.appending(path: "lessons")
      try Data(text.utf8).write(to: url)
      #expect(LessonProgress(url).places.byPath.isEmpty)
    }
  }

  @Test func `leaves the files of others alone`() throws {
    try withFolder { folder in
      let url = folder.appending(path: "lessons")
      try Data("mine\n".utf8).write(to: url)
      LessonProgress(url).add(.init(position: 1, count: 2, solved: []), of: "/a")
      #expect(try String(contentsOf: url, encoding: .utf8) == "mine\n")
    }
  }

  @Test func `stands in the folder that the environment names`() {
    #expect(stateFolder(["XDG_STATE_HOME": "/s", "HOME": "/h"])?.path == "/s/stencil")
    #expect(stateFolder(["XDG_STATE_HOME": "s", "HOME": "/h"])?.path == "/h/.local/state/stencil")
    #expect(stateFolder([:]) == nil)
  }

  @Test func `is in lessons that number, title, file name or path name`() throws {
    try withFolder { folder in
      for (name, title) in [("01-one", "First steps"), ("02-two", "Second steps")] {
        let text = "#! stencil-session 1\n#! title: \(title)\n\n    > list\n"
        try Data(text.utf8).write(to: folder.appending(path: "\(name).stencil-session"))
      }
      let shelf = LessonShelf(folders: ["/nowhere", folder.path])
      #expect(shelf.lessons.map(\.title) == ["First steps", "Second steps"])
      for wish in ["2", "02", "second", "two", folder.path + "/02-two.stencil-session"] {
        #expect(try shelf.lesson(named: wish).title == "Second steps", "\(wish)")
      }
      for (wish, fragment) in [
        ("3", "from 1 to 2"), ("0", "from 1 to 2"), ("steps", "several"), ("third", "no lesson"),
        ("gone.stencil-session", "cannot be read"),
      ] {
        #expect {
          try shelf.lesson(named: wish)
        } throws: {
          ($0 as? LessonError)?.text.contains(fragment) == true
        }
      }
    }
  }

}
