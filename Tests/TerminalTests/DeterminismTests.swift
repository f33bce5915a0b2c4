import Foundation
import Testing

/// What the tool prints is the same in each process, although each hashes with a seed of its own.
@Suite struct DeterminismTests {

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let tool = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("stencil-repl")

  /// The number of processes that are compared.
  private static let processCount = 3

  private static func files(in folder: String, ending: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: root.appending(path: folder), includingPropertiesForKeys: nil
    ).filter { $0.lastPathComponent.hasSuffix(ending) }.sorted { $0.path < $1.path }
  }

  @Test func playsLessonsAlike() throws {
    let lessons = try Self.files(in: "tutorials", ending: ".stencil-session")
    try #require(lessons.count >= 5)
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
    try #require(programs.count >= 20)
    var input = "set stable on\n"
    for file in programs {
      let text = try String(contentsOf: file, encoding: .utf8)
      input += "load \"\(file.path)\"\n"
      let pattern = /@(?:gtx\.)?program[^\n]*\s+def (\w+)\(([^)]*)\)/
      for match in text.matches(of: pattern) {
        input += "use \(match.1)\nshow foast\nshow itir\nshow itir final\npasses\n"
        for flag in match.2.matches(of: /(\w+): (?:gtx\.)?bool\b/) { input += "bind \(flag.1)=?\n" }
      }
    }
    let text = try expectAlike(
      ["--path", Self.root.appending(path: "\(folder)/programs").path], input: input, of: "all")
    #expect(text.count > 20_000, "\(text.suffix(500))")
  }

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
