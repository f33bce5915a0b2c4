import Foundation
import Testing

/// What the tool prints is the same in each process, although each hashes with a seed of its own.
@Suite struct DeterminismTests {

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let tool = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("stencil-repl")

  /// The number of processes that are compared.
  private static let processCount = 6

  private static func files(in folder: String, ending: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: root.appending(path: folder), includingPropertiesForKeys: nil
    ).filter { $0.lastPathComponent.hasSuffix(ending) }.sorted { $0.path < $1.path }
  }

  @Test func playsLessonsAlike() throws {
    let lessons = try Self.files(in: "tutorials", ending: ".stencil-session")
    try #require(lessons.count >= 10)
    for lesson in lessons {
      try expectAlike([lesson.path], input: "", of: lesson.lastPathComponent) { text in
        // Times differ, and with them the width of their column.
        text.split(separator: "\n").filter { !$0.contains(/[0-9] (s|ms|us)\b/) }
          .map { $0.replacing(/[ ]+/, with: " ") }.joined(separator: "\n")
      }
    }
  }

  /// All stages of each program, and what binding its flags would make of it.
  @Test func showsProgramsAlike() throws {
    let folder = "Tests/FieldViewTests/fixtures"
    let programs = try ["programs", "bound"].flatMap { name in
      try Self.files(in: "\(folder)/\(name)", ending: ".py")
    }
    try #require(programs.count == 33)
    var input = "set stable on\n"
    for file in programs {
      let text = try String(contentsOf: file, encoding: .utf8)
      input += "load \"\(file.path)\"\n"
      let pattern = /@(?:gtx\.)?program[^\n]*\s+def (\w+)\(([^)]*)\)/
      for match in text.matches(of: pattern) {
        input += "use \(match.1)\nshow foast\nshow itir\nshow itir final\npasses\n"
        input += Self.compiledTexts
        for flag in match.2.matches(of: /(\w+): (?:gtx\.)?bool\b/) { input += "bind \(flag.1)=?\n" }
      }
    }
    input += Self.neighbors + Self.compiledTexts + Self.failures
    let text = try expectAlike(
      ["--path", Self.root.appending(path: "\(folder)/programs").path], input: input, of: "all")
    #expect(text.count > 20_000, "\(text.suffix(500))")
  }

  private static let compiledTexts = "show loops\nshow c\nshow gtfn\nshow sdfg\n"

  /// Programs with two offsets along one local dimension, and with the ranges of two tables.
  private static let neighbors = """
    from gt4py.next import *
    Vertex = Dimension("Vertex")
    Edge = Dimension("Edge")
    Cell = Dimension("Cell")
    V2EDim = Dimension("V2E", kind=DimensionKind.LOCAL)
    V2E = FieldOffset("V2E", source=Edge, target=(Vertex, V2EDim))
    C2E = FieldOffset("C2E", source=Edge, target=(Cell, V2EDim))
    @field_operator
    def summed(e: Field[[Edge], float64], w: Field[[Vertex, V2EDim], float64], x: Field[[Cell, V2EDim], float64]) -> tuple[Field[[Vertex], float64], Field[[Cell], float64]]:
        return neighbor_sum(e(V2E) * w, axis=V2EDim), neighbor_sum(e(C2E) * x, axis=V2EDim)

    E2VDim = Dimension("E2V", kind=DimensionKind.LOCAL)
    E2FDim = Dimension("E2F", kind=DimensionKind.LOCAL)
    E2V = FieldOffset("E2V", source=Vertex, target=(Edge, E2VDim))
    E2F = FieldOffset("E2F", source=Vertex, target=(Edge, E2FDim))
    @field_operator
    def around(a: Field[[Vertex], float64]) -> Field[[Edge], float64]:
        g = a * a + 1.0
        return neighbor_sum(g(E2V), axis=E2VDim) + neighbor_sum(g(E2F), axis=E2FDim)

    show itir final of around
    passes around

    @program
    def sums(e: Field[[Edge], float64], w: Field[[Vertex, V2EDim], float64], x: Field[[Cell, V2EDim], float64], v: Field[[Vertex], float64], c: Field[[Cell], float64]):
        summed(e, w, x, out=(v, c))


    """

  /// Runs that fail in several ways at once.
  private static let failures = """
    from cartesian import I, J
    @field_operator
    def moved(a: Field[[I, J], float64], d: Field[[I, J], int32]) -> Field[[I, J], float64]:
        return a(I + 1)(J - 1) / a(as_offset(Ioff, d))

    @program
    def wrong(a: Field[[I, J], float64], d: Field[[I, J], int32], o: Field[[I, J], float64], n: int64, m: int64):
        moved(a, d, out=o, domain={I: (0, n), J: (m, 4)})

    run wrong a=random d=random o=zeros n=99999999999 m=-99999999999
    field a[I, J] = random I=3 J=3
    field d[I, J] = 7 dtype=int32 I=3 J=3
    run wrong o=zeros n=9 m=-5
    run wrong b=1 q=2 n=true

    """

  /// Runs the tool in several processes, and returns what the first one printed.
  @discardableResult private func expectAlike(
    _ arguments: [String], input: String, of name: String,
    _ comparable: (String) -> String = { $0 }
  ) throws -> String {
    // One after the other: lessons write files, and each process would find those of the others.
    let texts = try (0 ..< Self.processCount).map { _ in
      try RunningTool(Self.tool, arguments, input: input).output()
    }
    for text in texts.dropFirst() {
      let (a, b) = (comparable(texts[0]), comparable(text))
      let first = zip(a.split(separator: "\n"), b.split(separator: "\n")).first { $0 != $1 }
      #expect(a == b, "\(name): \(first.map { "\($0)\n\($1)" } ?? "one is longer")")
    }
    return texts[0]
  }

}

/// The tool with its input and output in files.
private struct RunningTool {

  private let process = Process()
  private let folder: URL

  init(_ tool: URL, _ arguments: [String], input: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "alike-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(input.utf8).write(to: folder.appending(path: "in"))
    try Data().write(to: folder.appending(path: "out"))
    process.executableURL = tool
    process.arguments = arguments
    // No seed is given, so each process draws its own.
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_DETERMINISTIC_HASHING"] = nil
    process.environment = environment
    process.currentDirectoryURL = folder
    process.standardInput = try FileHandle(forReadingFrom: folder.appending(path: "in"))
    let output = try FileHandle(forWritingTo: folder.appending(path: "out"))
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  /// Waits for the end, and returns what was printed.
  func output() -> String {
    process.waitUntilExit()
    let text = try? String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
    try? FileManager.default.removeItem(at: folder)
    return "\(text ?? "")status \(process.terminationStatus)"
  }

}
