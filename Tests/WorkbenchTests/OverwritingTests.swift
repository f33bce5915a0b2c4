import Foundation
import Testing

@testable import Workbench

/// What outputs may replace.
@Suite("Overwriting") struct OverwritingTests {

  private func write(_ text: String, to name: String, in workshop: Workshop) throws {
    try Data(text.utf8).write(to: workshop.folder.appending(path: name))
  }

  /// The file of a module, one that it imports, and one by another name.
  @Test func `name the format that fields are written in`() throws {
    let workshop = try lapWorkshop()
    try workshop.succeed("field u[I, J] = 1 I=2 J=2 dtype=float64")
    let refused = workshop.perform("save u \"a.b.npz\"")
    #expect(refused.diagnostics.map(\.hint) == ["save u \"a.b.npy\""])
    #expect(
      refused.diagnostics.map(\.message) == ["A field is written in the format .npy, not .npz."])
    try workshop.succeed("save u \"a.b.npy\"")
  }

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

  /// What wrote a file of the tool's own making, what loads it after that, and an output that would
  /// replace it, by several spellings of its path.
  @Test(arguments: [
    ["save u \"a.npy\"", "field v[I, J] = load \"a.npy\"", "save w \"a.npy\""],
    ["save u \"a.npy\"", "field v[I, J] = load \"sub/../a.npy\"", "save w \"./a.npy\""],
    ["save u \"a.npy\"", "field v[I, J] = load \"link.npy\"", "print w > a.npy"],
    ["save u \"a.npy\"", "field v[I, J] = load \"a.npy\"", "list as json > link.npy"],
    ["save u \"a.txt\"", "field v[I, J] = load \"a.txt\"", "plot w > a.txt"],
    ["save u \"a.npy\"", "field v[I, J] = load \"linked/a.npy\"", "show itir > a.npy"],
    ["save u \"a.npy\"", "run scale u=\"a.npy\" factor=2.0 on=true out=zeros", "save w \"a.npy\""],
    ["save t \"a.npy\"", "connect E2C = load \"a.npy\"", "save w \"a.npy\""],
    ["save \"a.stencil-session\"", "resume a.stencil-session", "save \"a.stencil-session\""],
    ["save \"a.stencil-session\"", "load a.stencil-session", "show itir > a.stencil-session"],
  ])
  func `ask before they replace what was loaded, whoever wrote it`(inputs: [String]) throws {
    let workshop = try lapWorkshop(
      "field u[I, J] = ones I=-1:4 J=-1:4", "field w[I, J] = zeros I=3 J=3",
      "field t[Edge, K] = zeros Edge=3 K=2 dtype=int32")
    let files = FileManager.default
    let folder = workshop.folder.path()
    try files.createDirectory(atPath: folder + "/sub", withIntermediateDirectories: true)
    try files.createSymbolicLink(atPath: folder + "/link.npy", withDestinationPath: "a.npy")
    try files.createSymbolicLink(atPath: folder + "/linked", withDestinationPath: ".")
    let name = ["a.stencil-session", "a.txt"].first { inputs[0].contains($0) } ?? "a.npy"
    let url = workshop.folder.appending(path: name)
    try workshop.succeed(inputs[0])
    // Nothing is lost yet: both of them are this tool's.
    try workshop.succeed(inputs[0])
    let before = try Data(contentsOf: url)
    try workshop.succeed(inputs[1])
    let output = workshop.perform(inputs[2])
    #expect(output.diagnostics.map(\.code) == ["E-FILE"])
    #expect(output.rendered().contains("was loaded in this session"), "\(output.rendered())")
    #expect(try Data(contentsOf: url) == before)
    try workshop.succeed(inputs[2] + " !")
    #expect(try Data(contentsOf: url) != before)
    // What is there now was not loaded.
    try workshop.succeed(inputs[2])
  }

  /// Who names the file of another kind has probably named the wrong one.
  @Test func `ask before they replace another kind of file`() throws {
    let workshop = try lapWorkshop("field u[I] = ones I=3", "save u a.npy", "show itir > a.itir")
    for (input, found) in [
      ("print u > a.npy", "holds an array"),
      ("save u a.itir", "holds text"),
    ] {
      let output = workshop.perform(input)
      #expect(output.rendered().contains(found), "\(input)\n\(output.rendered())")
      try workshop.succeed(input + " !")
      try workshop.succeed("save u a.npy !")
    }
  }

  @Test func `replace what was loaded by an input that was taken back`() throws {
    let workshop = try lapWorkshop("field u[I] = ones I=3", "save u \"a.npy\"")
    try workshop.succeed("field v[I] = load \"a.npy\"")
    #expect(workshop.perform("save u \"a.npy\"").failed)
    try workshop.succeed("undo")
    try workshop.succeed("save u \"a.npy\"")
  }

  /// Reading in order to compare takes nothing up.
  @Test func `replace what was compared with`() throws {
    let workshop = try lapWorkshop("field u[I] = ones I=3", "save u \"a.npy\"")
    try workshop.succeed("compare u \"a.npy\"")
    try workshop.succeed("save u \"a.npy\"")
  }

  @Test func `ask before they replace the session that is played`() throws {
    let workshop = try lapWorkshop("save \"a.stencil-session\"")
    workshop.session.noteLoading(of: "a.stencil-session")
    #expect(workshop.perform("save \"a.stencil-session\"").failed)
  }

  @Test func `ask before they replace a frozen folder from which something was loaded`() throws {
    let workshop = try lapWorkshop("freeze to f")
    try workshop.succeed("freeze to f")
    try write("notes", to: "f/notes.txt", in: workshop)
    #expect(workshop.perform("freeze to f").rendered().contains("not frozen: 'notes.txt'"))
    #expect(try workshop.text(of: "f/notes.txt") == "notes")
    try workshop.succeed("freeze to f !")
    try workshop.succeed("thaw f as cold")
    #expect(workshop.perform("freeze laplacian to f").rendered().contains("was loaded"))
    #expect(workshop.perform("print [1] > f/manifest.json").failed)
    try workshop.succeed("freeze laplacian to f !")
    try workshop.succeed("load f/ir/lowered.itir as mine")
    #expect(workshop.perform("freeze laplacian to f !").rendered().contains("were read from"))
  }

}
