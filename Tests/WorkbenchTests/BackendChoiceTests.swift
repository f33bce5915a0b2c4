import Diagnostics
import Synchronization
import TestSupport
import Testing
import Toolchain

@testable import Workbench

@Suite("The backend of a run") struct BackendChoiceTests {

  /// The paths of what a backend built.
  private final class Builds: Sendable {
    let paths = Mutex<[String]>([])
  }

  /// Returns a workshop with the backend `kept` besides the shipped ones, and what that builds.
  private func workshopThatKeeps() throws -> (Workshop, Builds) {
    let workshop = try Workshop(["lap.py": lapModule])
    let builds = Builds()
    let kept = Backend.kept(in: workshop.folder) { path in builds.paths.withLock { $0 += [path] } }
    workshop.session = Session(
      surroundings: .system(folder: workshop.folder.path()), backends: Backend.all + [kept])
    return (workshop, builds)
  }

  @Test func `is the one that the line names, else the first`() throws {
    let (workshop, builds) = try workshopThatKeeps()
    for input in loaded { try workshop.succeed(input) }
    var digests: [String] = []
    for (backend, count) in [("", 0), (" backend=interpreter", 0), (" backend=kept", 1)] {
      try workshop.succeed("run u=random out=zeros n=4 I=4 J=4" + backend)
      #expect(builds.paths.withLock { $0.count } == count)
      digests.append(try #require(workshop.session.fields["out"]).digest)
    }
    #expect(Set(digests).count == 1)
    #expect(workshop.session.fields["out"]?.strides == [1, 8])
    #expect(workshop.session.fields["u"]?.strides == [1, 8])
    let refused = workshop.perform("run u=random out=zeros n=4 I=4 J=4 backend=cuda")
    #expect(
      refused.diagnostics.map(\.hint) == [
        "write "
          + (Backend.all.map(\.name) + ["kept"]).map { "backend=" + $0 }.joined(separator: " or ")
      ])
    try workshop.succeed("run u=random out=zeros n=4 I=4 J=4 backend=interpreter")
    #expect(workshop.session.fields["out"]?.strides != [1, 8])
    #expect(try workshop.succeed("set backend kept").contains("backend = kept"))
    try workshop.succeed("run u=random out=zeros n=4 I=4 J=4")
    #expect(workshop.session.fields["out"]?.strides == [1, 8])
    let names = (Backend.all.map(\.name) + ["kept"]).joined(separator: ", ")
    #expect(workshop.perform("set backend cuda").diagnostics.map(\.hint) == ["use \(names)"])
  }

  /// Each looks until the other does: one after the other they would find nothing.
  @Test func `is one of many that look for what they need side by side`() throws {
    let looking = Mutex(0)
    let backends = ["a", "b"].map { name in
      Backend(
        name: name,
        needs: { _ in
          looking.withLock { $0 += 1 }
          let isFound = waited { looking.withLock { $0 } == 2 }
          return [
            BackendNeed(
              "the other", isFound ? .found(place: name) : .missing(reason: "", remedy: ""))
          ]
        },
        translate: { _ throws(DiagnosticError) in preconditionFailure("nothing runs") },
        build: { _, _ throws(DiagnosticError) in preconditionFailure("nothing runs") },
        load: { _ throws(DiagnosticError) in preconditionFailure("nothing runs") })
    }
    let text = try Workshop(backends: backends).succeed("backends as json")
    #expect(
      text.matches(of: /"isFound": true, "where": "(\w)"/).map { String($0.1) } == ["a", "b"])
  }

  @Test func `is the one whose stages are drawn`() throws {
    let (workshop, builds) = try workshopThatKeeps()
    for input in loaded + ["stages"] { try workshop.succeed(input) }
    let usual = try workshop.succeed("show translation")
    #expect(builds.paths.withLock { $0.count } == 0)
    for input in ["set backend kept", "stages"] { try workshop.succeed(input) }
    #expect(builds.paths.withLock { $0.count } == 1)
    let shown = try workshop.succeed("show translation")
    #expect(shown != usual && shown.contains("parameters.txt"))
  }

  /// Nothing of the workbench is told of a backend's texts but by the backend.
  @Test func `has texts that show, help, completion and save know`() throws {
    let (workshop, builds) = try workshopThatKeeps()
    for input in loaded { try workshop.succeed(input) }
    let text = try workshop.succeed("show kept_program")
    #expect(text.contains("as_fieldop") || text.contains("⇑"))
    #expect(try workshop.succeed("show kept_domains") != text)
    #expect(try workshop.succeed("help kept_program").contains("what is kept"))
    #expect(!completions(of: "show kept", in: workshop.session).contains("kept_program"))
    try workshop.succeed("set backend kept")
    #expect(
      completions(of: "show kept", in: workshop.session) == ["kept_domains", "kept_program"])
    #expect(!completions(of: "show ", in: workshop.session).contains("loops"))
    try workshop.succeed("save laplacian \"lap.kept\"")
    #expect(try workshop.text(of: "lap.kept").hasPrefix(text.prefix(20)))
    #expect(builds.paths.withLock { $0.isEmpty }, "texts are written, nothing is built")
    let wrong = workshop.perform("show kept_programme").diagnostics.first
    #expect(wrong?.hint == "did you mean 'kept_program'?")
  }

  @Test func `is told which rules are switched off`() throws {
    let (workshop, builds) = try workshopThatKeeps()
    for input in loaded + ["bind n=4"] { try workshop.succeed(input) }
    let run = "run u=random out=zeros I=4 J=4 backend=kept"
    try workshop.succeed(run)
    try workshop.succeed(run)
    #expect(builds.paths.withLock { $0.count } == 1)
    try workshop.succeed("set rule fuse-as-fieldop off")
    try workshop.succeed(run)
    #expect(builds.paths.withLock { $0.count } == 2)
  }

}
