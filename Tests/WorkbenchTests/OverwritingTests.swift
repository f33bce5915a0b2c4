import Foundation
import Testing

@testable import Workbench

/// What outputs may replace.
@Suite("Overwriting") struct OverwritingTests {

  private func write(_ text: String, to name: String, in workshop: Workshop) throws {
    try Data(text.utf8).write(to: workshop.folder.appending(path: name))
  }

  /// The file of a module, one that it imports, and one by another name.
  @Test(arguments: [
    "save u \"lap.py\"", "save u \"lap.py\" !", "show itir > lap.py", "show itir > lap.py!",
    "save u \"../@/lap.py\" !", "save u \"link\" !", "show itir > part.py !",
    "show itir > edited.itir !",
  ])
  func `leave what definitions were read from`(input: String) throws {
    let workshop = try Workshop([
      "lap.py": "from part import *\n" + lapModule, "part.py": "n = 3\n",
    ])
    try FileManager.default.createSymbolicLink(
      atPath: workshop.folder.path() + "/link", withDestinationPath: "lap.py")
    for text in loaded + [
      "field u[I] = ones I=3", "show itir > edited.itir", "load edited.itir as mine",
    ] {
      try workshop.succeed(text)
    }
    let folder = workshop.folder.lastPathComponent
    let output = workshop.perform(input.replacing("@", with: folder))
    #expect(output.diagnostics.map(\.code) == ["E-FILE"])
    #expect(output.rendered().contains("Definitions of this session were read from"))
    #expect(try workshop.text(of: "lap.py").contains("def laplacian"))
    #expect(try workshop.text(of: "part.py") == "n = 3\n")
  }

  @Test func `ask before they replace what others wrote`() throws {
    let workshop = try lapWorkshop("field u[I] = ones I=3")
    try write("notes", to: "notes.txt", in: workshop)
    for input in ["show itir > notes.txt", "save u \"notes.txt\""] {
      let output = workshop.perform(input)
      #expect(output.rendered().contains("'notes.txt' is there already"))
      #expect(output.rendered().contains("put a ! at the end"))
    }
    #expect(try workshop.text(of: "notes.txt") == "notes")
    try workshop.succeed("show itir > notes.txt !")
    #expect(try workshop.text(of: "notes.txt").contains("laplacian("))
  }

  @Test(arguments: ["save u \"a.npy\" !", "save! u \"a.npy\"", "save u \"a.npy\"!"])
  func `take a mark in several places`(input: String) throws {
    let workshop = try lapWorkshop("field u[I] = ones I=3")
    try write("notes", to: "a.npy", in: workshop)
    try workshop.succeed(input)
    try workshop.succeed("field v[I] = load \"a.npy\"")
  }

  /// A second run of a script replaces what the first one wrote; an edited file is another's.
  @Test func `replace their own`() throws {
    let workshop = try lapWorkshop("field u[I] = ones I=3")
    try workshop.succeed("save u \"a.npy\"")
    try workshop.succeed("save u \"a.npy\"")
    try write("", to: "empty.txt", in: workshop)
    try workshop.succeed("show itir > empty.txt")
    try workshop.succeed("show itir > empty.txt")
    try write("mine", to: "empty.txt", in: workshop)
    #expect(workshop.perform("show itir > empty.txt").failed)
  }

}
