import Diagnostics
import Foundation
import Testing

@testable import Workbench

/// What a person meets on the way through a lesson.
@Suite("Tours") struct TourTests {

  private static let lesson = """
    #! stencil-session 1
    #! title: Small

    # Small

    First words.

        > from cartesian import I

        > field u[I] = 2.0 I=0:4
        u  Field[[I], float64]  I=0:4  min 2 max 2 mean 2

    Your turn: an operator `twice`.

        > @field_operator
        . def twice(u: Field[[I], float64]) -> Field[[I], float64]:
        .     return 2.0 * u
        .
        ? try multiply by 2.0
        field_operator twice(u: Field[[I], float64]) -> Field[[I], float64]

        > run twice u=u out=zeros I=0:4
        ? check
        out  Field[[I], float64]  I=0:4  min 4 max 4 mean 4
        time [TIME]

    Now set the seed to 7.

        > set seed 7
        ? try set NAME VALUE
        seed = 7  (seed of random fields)

        > back
        ? fails

    Last words.
    """

  /// A tour, and what it has shown.
  private struct Walk {

    var tour: Tour
    private(set) var shown: [String] = []

    init(_ text: String = TourTests.lesson, at position: Int = 0) throws {
      let workshop = try Workshop()
      var session = workshop.session
      session.settings.stable = false
      tour = Tour(try SessionFile(SourceFile(name: "small", text: text)), in: session)
      take(tour.begin(at: position))
    }

    private mutating func take(_ lines: [TourLine]) {
      shown = lines.map { $0.text(color: false, width: 80) }
    }

    /// Types `inputs`, and returns what the last one gave.
    @discardableResult mutating func type(_ inputs: String...) -> String {
      for input in inputs { take(tour.take(input)) }
      return shown.joined(separator: "\n")
    }

    var waiting: [String] {
      tour.waiting(isWhole: true).map { $0.text(color: false, width: 80) }
    }

  }

  private static let triple = """
    @field_operator
    def twice(u: Field[[I], float64]) -> Field[[I], float64]:
        return 3.0 * u
    """
  private static let sum = triple.replacing("3.0 * u", with: "u + u")

  private static let steps = """
    #! stencil-session 1

        > from cartesian import I
        > @field_operator
        . def ahead(u: Field[[I], float64], n: int32, m: int32) -> Field[[I], float64]:
        .     return u(I + 1) if n > 2 else u
        .
        field_operator ahead(
            u: Field[[I], float64], n: int32, m: int32) -> Field[[I], float64]

    Bind n to 5, and nothing else.

        > bind n=5
        ? try bind NAME=VALUE
        ? contains
        field_operator ahead{n=5}(

    List the steps.

        > step list
        ? try step takes list
        ahead{n=5}  constant_folding[0/2]
        ...

    Run it.

        > field u[I] = 2.0 I=0:4

        > run u=u m=1 out=zeros I=0:3
        ? try run NAME=VALUE
        out  Field[[I], float64]  I=0:3  min 2 max 2 mean 2
        time [TIME]
    """

  /// What was tried before must not make a right answer wrong.
  @Test func `take a right answer after wrong ones`() throws {
    var walk = try Walk(Self.steps, at: 2)
    #expect(walk.type("bind m=1").contains("that is not the answer yet"))
    #expect(!walk.type("help bind").contains("not the answer"))
    #expect(!walk.type("bind?").contains("not the answer"))
    #expect(walk.type("bind n=4").contains("that is not the answer yet"))
    let bound = walk.type("bind n=5")
    #expect(bound.contains("solved") && walk.tour.position == 3, "\(bound)")
    // One stands in the middle of the steps then, and the list says so.
    walk.type("step 2")
    let listed = walk.type("step list")
    #expect(listed.contains("solved") && walk.tour.position == 4, "\(listed)")
    #expect(walk.tour.solved == [2, 3])
  }

  /// A range that is left out is the same range.
  @Test func `take an answer that leaves to the tool what it can find out`() throws {
    var walk = try Walk(Self.steps, at: 5)
    #expect(walk.type("run u=u m=1 out=zeros I=0:2").contains("that is not the answer yet"))
    let text = walk.type("run u=u m=1 out=zeros")
    #expect(text.hasPrefix("out made zeros on I=0:3\n") && text.contains("solved"), "\(text)")
  }

  /// Another answer than a definition does not let the check find it.
  @Test func `show why the check of an answer fails`() throws {
    var walk = try Walk(at: 2)
    let text = walk.type("field v[I] = 4.0 I=0:4")
    #expect(text.contains("not yet; this checks it"))
    #expect(text.contains("There is no program 'twice'"), "\(text)")
  }

  /// Lines of a paragraph that begin with a number are no list.
  @Test func `fill the lines of a narrow terminal`() {
    let lines = [
      "The mesh is a hexagon: vertex 0 in the middle, vertices 1 to", "6 around it, and 12 edges,",
      "1.5 long.", "", "1. the first thing that is to be done here", "- another thing",
    ]
    #expect(
      TourLine.prose(lines).text(color: false, width: 40) == """
        The mesh is a hexagon: vertex 0 in the
        middle, vertices 1 to 6 around it, and
        12 edges, 1.5 long.

        1. the first thing that is to be done
        here
        - another thing

        """)
  }

  @Test func `begin with the prose and show the input that Enter runs`() throws {
    var walk = try Walk()
    #expect(walk.shown == ["# Small\n\nFirst words.\n"])
    #expect(walk.waiting == ["next > from cartesian import I"])
    walk.type("")
    #expect(walk.waiting == ["next > field u[I] = 2.0 I=0:4"])
    let text = walk.type("")
    #expect(text.hasPrefix("u  Field[[I], float64]  I=0:4  min 2"))
    #expect(text.contains("Your turn"))
  }

  @Test func `hide the solution of an exercise and its checks`() throws {
    var walk = try Walk()
    let text = walk.type("", "")
    #expect(!text.contains("2.0 * u") && !text.contains("run twice"))
    #expect(walk.waiting == ["exercise 1 of 2: type your answer (hint, skip)"])
    #expect(walk.type("hint") == "hint: multiply by 2.0")
    #expect(walk.type("").contains("type your answer"))
    #expect(walk.tour.position == 2)
  }

  @Test func `take any answer with the right result and no other`() throws {
    var walk = try Walk(at: 2)
    let wrong = walk.type(Self.triple)
    #expect(wrong.contains("not yet"))
    #expect(wrong.contains("min 6 max 6"))
    #expect(walk.tour.position == 2)
    let right = walk.type(Self.sum)
    #expect(right.contains("solved"))
    // The lesson's own way is shown, and what checked it.
    #expect(right.contains("2.0 * u") && right.contains("min 4 max 4"))
    #expect(walk.tour.position == 3)
    #expect(walk.tour.solved == [2])
  }

  @Test func `judge an exercise without checks by what its input says`() throws {
    var walk = try Walk(at: 3)
    #expect(walk.waiting == ["exercise 2 of 2: type your answer (hint, skip)"])
    #expect(walk.type("set seed 8").contains("not the answer yet"))
    #expect(walk.type("set sede 7").contains("did you mean 'seed'"))
    #expect(walk.tour.position == 3)
    #expect(walk.type("set seed  7").contains("solved"))
    #expect(walk.tour.position == 4)
  }

  @Test func `show a solution to who skips an exercise`() throws {
    var walk = try Walk(at: 2)
    let text = walk.type("skip")
    #expect(text.contains("2.0 * u") && text.contains("min 4 max 4"))
    #expect(walk.tour.position == 3)
    #expect(walk.tour.solved.isEmpty)
  }

  @Test func `go on from the lesson's own inputs whatever was typed between`() throws {
    var walk = try Walk()
    walk.type("")
    #expect(walk.type("field u[I] = 9.0 I=0:3").contains("min 9"))
    #expect(walk.waiting == ["next > field u[I] = 2.0 I=0:4"])
    #expect(walk.type("digest nothing").contains("E-NAME-FIELD"))
    let text = walk.type("")
    #expect(text.contains("min 2 max 2") && text.contains("yours are left behind"))
    #expect(walk.tour.session.fields["u"]?.domain.ranges == [0 ..< 4])
  }

  @Test func `run the lesson's input where it is typed`() throws {
    var walk = try Walk()
    walk.type("from cartesian import I ")
    #expect(walk.tour.position == 1)
  }

  /// A word of the walk through steps, which nobody has begun here.
  @Test func `go on where next is typed`() throws {
    var walk = try Walk()
    #expect(!walk.type("next").contains("E-PROGRAM"))
    #expect(walk.tour.position == 1)
    walk.type("next", "next")
    #expect(walk.tour.position == 2, "an exercise wants an answer")
  }

  @Test func `go back, but for where back is what is taught`() throws {
    var walk = try Walk()
    #expect(walk.type("back").contains("first input"))
    walk.type("", "")
    walk.type("back")
    #expect(walk.tour.position == 1)
    #expect(walk.tour.session.fields["u"] == nil)
    walk.type("skip", "skip", "skip")
    #expect(walk.tour.position == 4)
    #expect(walk.type("back").contains("Last words."))
    #expect(walk.tour.isFinished)
  }

  @Test func `tell at the end what was solved`() throws {
    var walk = try Walk(at: 2)
    walk.type(Self.sum, "skip")
    #expect(walk.type("").contains("the lesson is done: 1 of 2 exercises solved"))
  }

  @Test func `end where one quits`() throws {
    var walk = try Walk(at: 1)
    #expect(walk.type("quit") == "")
    #expect(walk.tour.isFinished)
    #expect(walk.tour.position == 1)
  }

  @Test func `fit prose into narrow screens`() {
    let long = [String](repeating: "word", count: 15).joined(separator: " ")
    let text = TourLine.prose([long, "more words", "", "  code that is kept as it stands and long"])
      .text(color: false, width: 40)
    #expect(
      text.split(separator: "\n").map(String.init) == [
        "word word word word word word word word", "word word word word word word word more",
        "words", "  code that is kept as it stands and long",
      ])
  }

  /// Lines of outputs have the columns of the terminal, and the answer is judged all the same.
  @Test func `fit outputs into narrow screens`() throws {
    var walk = try Walk(Self.lesson.replacing("#! title", with: "#! width: 80\n#! title"))
    walk.tour.columns = 40
    let shown = walk.type("", "help", "nonsense", "undo")
    for line in shown.split(separator: "\n") { #expect(line.count <= 40, "\(line)") }
  }

  @Test func `say what is done elsewhere`() throws {
    var walk = try Walk()
    #expect(walk.type("tour 2").contains("quit leaves this lesson"))
  }

  /// The person's own inputs are free, those of the file are not, nor are its checks.
  @Test func `confine the lesson and not the person`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tour-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "inner"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "inner/x.stencil-session").path
    let text = """
      #! stencil-session 1

          > from cartesian import I
          > field u[I] = 2.0 I=0:4
          > save u "../out.npy"
          > field v[I] = 3.0 I=0:4
          ? try a field
          v  Field[[I], float64]  I=0:4  min 3 max 3 mean 3
          > save v "../out.npy"
          ? check
      """
    let surroundings = Surroundings.system().confined(
      to: Confinement(of: path), folder: folder.appending(path: "inner").path)
    var tour = Tour(
      try SessionFile(SourceFile(name: "x", text: text)), in: Session(surroundings: surroundings))
    _ = tour.begin(at: 2)
    func shown(_ lines: [TourLine]) -> String {
      lines.map { $0.text(color: false, width: 80) }.joined(separator: "\n")
    }
    #expect(shown(tour.take("")).contains("E-CONFINED"))
    #expect(tour.position == 3)
    #expect(shown(tour.take("field v[I] = 3.0 I=0:4")).contains("not yet"))
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "out.npy").path))
    #expect(shown(tour.take("save u \"../out.npy\"")).hasPrefix("saved u to ../out.npy"))
    #expect(FileManager.default.fileExists(atPath: folder.appending(path: "out.npy").path))
  }

}
