import Diagnostics
import Foundation
import Testing

@testable import Workbench

/// What a session file from elsewhere may do.
@Suite("Confined session files") struct ConfinementTests {

  /// A folder with a session file's folder in it, and with things of somebody else around.
  private final class House {

    let workshop: Workshop
    let inside: URL

    init() throws {
      workshop = try Workshop(["precious.npy": "mine", "notes.txt": "mine"])
      inside = workshop.folder.appending(path: "lessons")
      let files = FileManager.default
      try files.createDirectory(
        at: inside.appending(path: "sub"), withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: inside.appending(path: "precious.npy"))
      try Data("mine".utf8).write(to: inside.appending(path: ".profile"))
      for (name, target) in [
        ("out", ".."), ("away", "/tmp"), ("link.npy", "../precious.npy"), ("gone.npy", "../gone"),
      ] {
        try files.createSymbolicLink(
          atPath: inside.appending(path: name).path(), withDestinationPath: target)
      }
    }

    /// Returns a session as it is when a file in the inner folder is played.
    func session(
      of name: String = "a.stencil-session", open: [String] = [], sandbox: Bool = false
    ) -> Session {
      let surroundings = Surroundings.system(folder: inside.path()).confined(
        to: Confinement(
          of: inside.appending(path: name).path(), open: open, readable: sandbox ? [] : nil),
        folder: inside.path())
      return Session(surroundings: surroundings).prepared()
    }

    /// What is in the folders, but for what is in `/tmp` besides: paths with texts and links.
    var contents: [String: String] {
      var found: [String: String] = [:]
      let all = FileManager.default.enumerator(atPath: workshop.folder.path())
      while let path = all?.nextObject() as? String {
        let full = workshop.folder.appending(path: path).path()
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: full)
        found[path] =
          link ?? (try? String(decoding: Data(contentsOf: URL(filePath: full)), as: UTF8.self))
          ?? "a folder"
      }
      return found
    }

  }

  private static let definitions = [
    "from cartesian import I", "field u[I] = ones I=3",
    "@field_operator\ndef f(a: Field[[I], float64]) -> Field[[I], float64]:\n    return a + 1.0\n",
  ]

  /// Ways to write, and places that are not the file's to write to.
  private static let ways = [
    "save u \"@\"", "save u \"@\" !", "show itir > \"@\"", "show itir > \"@\" !",
    "save \"@.stencil-session\" !", "plot u > \"@.svg\" !", "history > \"@\" !",
    "freeze f to \"@\"",
  ]

  private static let places = [
    "../precious.npy", "precious.npy", ".profile", ".hidden", "sub/.hidden/x", "../new",
    "out/precious.npy", "out/new", "away/stencil-new", "link.npy", "gone.npy", "sub/../../new",
    "/tmp/stencil-confined-new", "~/stencil-confined-new", "./../new",
  ]

  @Test(arguments: ways)
  func `write nowhere but below their own folder`(way: String) throws {
    let house = try House()
    var session = house.session()
    for input in Self.definitions {
      let (next, output) = session.performing(input)
      try #require(!output.failed, "\(output.rendered())")
      session = next
    }
    let before = house.contents
    var count = 0
    for place in Self.places {
      // Endings that the way brings make other files of some places: those are new, and allowed.
      if way.contains("@."), ["precious.npy", "link.npy", "gone.npy"].contains(place) { continue }
      let (_, output) = session.performing(way.replacing("@", with: place))
      #expect(output.diagnostics.map(\.code) == ["E-CONFINED"], "\(way) \(place)")
      #expect(output.diagnostics.first?.hint != nil)
      count += 1
    }
    #expect(count >= 12)
    #expect(house.contents == before)
    for path in ["/tmp/stencil-new", "/tmp/stencil-confined-new"] {
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func `make new files and replace those`() throws {
    let house = try House()
    var session = house.session()
    func perform(_ input: String) -> [String] {
      let (next, output) = session.performing(input)
      session = next
      return output.diagnostics.map(\.code)
    }
    for input in Self.definitions { #expect(perform(input) == []) }
    for input in ["save u \"a.npy\"", "save u \"sub/a.npy\"", "show itir > f.itir"] {
      #expect(perform(input) == [])
      #expect(perform(input) == [])
    }
    // The same file played again replaces what it made; another one does not.
    session = house.session()
    for input in Self.definitions { #expect(perform(input) == []) }
    #expect(perform("save u \"a.npy\"") == [])
    session = house.session(of: "b.stencil-session")
    for input in Self.definitions { #expect(perform(input) == []) }
    // What it would write is there already: nothing is replaced, and the file stays the other's.
    #expect(perform("save u \"a.npy\" !") == [])
    #expect(perform("field u[I] = 2.0 I=3") == [])
    #expect(perform("save u \"a.npy\" !") == ["E-CONFINED"])
    // What somebody has changed since is theirs.
    try Data("edited".utf8).write(to: house.inside.appending(path: "f.itir"))
    session = house.session()
    for input in Self.definitions { #expect(perform(input) == []) }
    #expect(perform("show itir > f.itir !") == ["E-CONFINED"])
  }

  @Test func `write to folders that are named`() throws {
    let house = try House()
    var session = house.session(open: [house.workshop.folder.path()])
    for input in Self.definitions + ["save u \"/@/new.npy\"", "save u \"/@/precious.npy\" !"] {
      let path = house.workshop.folder.path()
      let (next, output) = session.performing(input.replacing("/@/", with: path + "/"))
      #expect(!output.failed, "\(output.rendered())")
      session = next
    }
    #expect(house.contents["precious.npy"] != "mine")
  }

  @Test(arguments: [
    "load \"../notes.txt\"", "load ../lap.py", "field v[I] = load \"../u.npy\"",
    "connect V2E = load \"../t.npy\"", "inspect ../frozen", "load ../p.itir as p",
    "resume ../s.stencil-session", "load out/lap.py", "run f a=\"../u.npy\" out=zeros I=3",
    "field v[I] = load \"/etc/passwd\"",
  ])
  func `read below their own folder only where that is asked for`(input: String) throws {
    let house = try House()
    var session = house.session(sandbox: true)
    for text in Self.definitions + ["from icon import V2E"] {
      let (next, output) = session.performing(text)
      try #require(!output.failed)
      session = next
    }
    let (_, output) = session.performing(input)
    #expect(output.diagnostics.map(\.code) == ["E-CONFINED"], "\(output.rendered())")
  }

  @Test func `find no modules outside where reading is confined`() throws {
    let house = try House()
    try Data("N = 3\n".utf8).write(to: house.workshop.folder.appending(path: "outer.py"))
    let inner = """
      from gt4py.next import *
      from outer import N
      I = Dimension("I")
      @field_operator
      def f(a: Field[[I], int32]) -> Field[[I], int32]:
          return a + N

      """
    try Data(inner.utf8).write(to: house.inside.appending(path: "inner.py"))
    try FileManager.default.createSymbolicLink(
      atPath: house.inside.appending(path: "outer.py").path(), withDestinationPath: "../outer.py")
    let (_, output) = house.session(sandbox: true).performing("load inner.py")
    #expect(output.failed)
    #expect(!house.session().performing("load inner.py").output.failed)
  }

  @Test(arguments: ["thaw cold", "verify cold"])
  func `load no machine code of others`(input: String) throws {
    let house = try House()
    var mine = Session(surroundings: .system(folder: house.inside.path())).prepared()
    for text in Self.definitions + ["freeze f to cold"] {
      let (next, output) = mine.performing(text)
      try #require(!output.failed, "\(output.rendered())")
      mine = next
    }
    #expect(house.session().performing(input).output.diagnostics.map(\.code) == ["E-CONFINED"])
    #expect(!house.session().performing("inspect cold").output.failed)
    #expect(!mine.performing(input).output.failed)
  }

  @Test func `leave the cache alone`() throws {
    let house = try House()
    let (_, output) = house.session().performing("cache clear")
    #expect(output.diagnostics.map(\.code) == ["E-CONFINED"])
  }

  @Test func `are resumed confined unless they are trusted`() throws {
    let workshop = try Workshop()
    let text = """
      #! stencil-session 1

          > from cartesian import I
          > field u[I] = ones I=3
          u  Field[[I], float64]  I=0:3  min 1 max 1 mean 1
          > save u "@"

      """
    let outside = FileManager.default.temporaryDirectory.appending(path: "s-\(UUID()).npy")
    defer { try? FileManager.default.removeItem(at: outside) }
    try Data(text.replacing("@", with: outside.path()).utf8).write(
      to: workshop.folder.appending(path: "a.stencil-session"))
    let output = workshop.perform("resume a.stencil-session")
    #expect(output.diagnostics.map(\.code) == ["E-SESSION-FORMAT", "E-CONFINED"])
    #expect(workshop.session.fields.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: outside.path()))
    try workshop.succeed("resume a.stencil-session trust=true")
    #expect(FileManager.default.fileExists(atPath: outside.path()))
    #expect(Array(workshop.session.fields.keys) == ["u"])
    try workshop.succeed("save u \"mine.npy\"")
  }

}
