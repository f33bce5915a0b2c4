import Foundation
import Testing

/// Files that are not of the tool's making stay as they are; those that are too large are not begun.
@Suite struct OutsideFilesTests {

  private static let session = """
    #! stencil-session 1

        > I = Dimension("I")
        > field a[I] = ones I=3
        another output

    """

  /// What `--junit` is told to write to, and what is there before.
  static let others = [
    ("notes.txt", "data\n"), ("other.xml", "<testsuite name=\"other\">\n</testsuite>\n"),
    ("s.stencil-session", session), ("link.txt", nil), ("folder", nil),
  ]

  @Test(arguments: others) func keepWhatReportsWouldReplace(name: String, text: String?) throws {
    let folder = try Folder()
    try folder.write(Self.session, to: "s.stencil-session")
    try folder.write("data\n", to: "target.txt")
    if let text { try folder.write(text, to: name) }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link.txt"), withDestinationPath: "target.txt")
    if name == "folder" {
      try FileManager.default.createDirectory(
        atPath: folder.path(name), withIntermediateDirectories: false)
    }
    let answer = try folder.run(["replay", "--junit", name, "s.stencil-session"])
    #expect(answer.status == 2 && answer.err.contains("'\(name)'"), "\(answer)")
    #expect(try folder.text("target.txt") == "data\n")
    if let text { #expect(try folder.text(name) == text) }
    // A report is replaced by the next one.
    for _ in 0 ..< 2 {
      #expect(try folder.run(["replay", "--junit", "r.xml", "s.stencil-session"]).status == 1)
      #expect(try folder.text("r.xml").contains("failures=\"1\""))
    }
  }

  @Test func areInReportsUnreadOrLeftOutToo() throws {
    let folder = try Folder()
    try folder.write(Self.session, to: "wrong.stencil-session")
    try folder.write(
      "#! stencil-session 1\n#! colour: red\n\n    > list\n", to: "odd.stencil-session")
    try folder.write(
      "#! stencil-session 1\n#! requires: c\n\n    > list\n    nothing\n",
      to: "left.stencil-session")
    let answer = try folder.run([
      "replay", "--junit", "r.xml", "wrong.stencil-session", "odd.stencil-session",
      "left.stencil-session", "gone.stencil-session",
    ])
    #expect(answer.status == 2, "\(answer)")
    #expect(answer.out.contains("1 passed, 1 failed, 2 unreadable"), "\(answer)")
    let report = try folder.text("r.xml")
    #expect(
      report.contains("tests=\"4\" failures=\"1\" errors=\"2\" skipped=\"1\""), "\(report)")
    #expect(report.split(separator: "<testcase").count == 5)
    #expect(report.contains("has no option 'colour'"))
    #expect(report.contains("there is no 'gone.stencil-session'"))
    #expect(report.contains("<skipped message="))
  }

  @Test func areNotBlessedWhenProtected() throws {
    let folder = try Folder()
    try folder.write(Self.session, to: "s.stencil-session")
    chmod(folder.path("s.stencil-session"), 0o444)
    let answer = try folder.run(["replay", "--bless", "s.stencil-session"])
    #expect(answer.status == 2 && answer.err.contains("write-protected"), "\(answer)")
    #expect(try folder.text("s.stencil-session") == Self.session)
  }

  /// An endless line, a folder as input, and a file that may not grow: each is told in one line.
  @Test(arguments: [
    ("exec ./stencil-repl < /dev/zero", 2, "a line of standard input needs"),
    ("exec ./stencil-repl < /tmp", 2, "standard input cannot be read: Is a directory"),
    (
      "ulimit -f 1; exec ./stencil-repl -c 'from cartesian import I' "
        + "-c 'field a[I] = ones I=9999' -c 'save a \"'$0'/a.npy\"'",
      1, "cannot be written: File too large"
    ),
  ])
  func `are told in one line where the system refuses them`(
    line: String, status: Int32, message: String
  ) throws {
    let folder = try Folder()
    let answer = try folder.shell(line)
    #expect(answer.status == status, "\(answer)")
    #expect(answer.err.split { $0.isWhitespace }.joined(separator: " ").contains(message))
    #expect(answer.out.split(separator: "\n").count <= 1, "\(answer)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")).isEmpty)
  }

  /// Each says how much memory it would take; sparse files take no room on the disk.
  @Test(arguments: [
    ["-c", "load big.py"], ["-c", "load big.itir as p"], ["-c", "import big"],
    ["-c", "resume big.stencil-session"], ["big.stencil-session"],
  ]) func areNotBegunWithoutMemory(arguments: [String]) throws {
    let folder = try Folder()
    for name in ["big.py", "big.itir", "big.stencil-session"] {
      try folder.write("", to: name)
      let file = try #require(FileHandle(forWritingAtPath: folder.path(name)))
      try file.truncate(atOffset: 1 << 40)
    }
    let answer = try folder.run(arguments)
    let text = (answer.out + answer.err).split { $0.isWhitespace }.joined(separator: " ")
    #expect(answer.status == 1, "\(answer)")
    #expect(text.contains("needs 281474976710656 bytes of memory, more than can be had"), "\(text)")
  }

}

/// A folder of its own for a test.
private final class Folder {

  private let url = FileManager.default.temporaryDirectory.appending(
    path: "outside-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path(name)))
  }

  private static let tool = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("stencil-repl")

  /// Runs the tool in the folder; returns its status and what it wrote.
  func run(_ arguments: [String]) throws -> (status: Int32, out: String, err: String) {
    try run(Self.tool, arguments, in: url)
  }

  /// Runs a line of the shell, whose `$0` is the folder, where the tool is.
  func shell(_ line: String) throws -> (status: Int32, out: String, err: String) {
    try run(
      URL(filePath: "/bin/bash"), ["-c", line, url.path],
      in: Self.tool.deletingLastPathComponent())
  }

  private func run(
    _ executable: URL, _ arguments: [String], in place: URL
  ) throws -> (status: Int32, out: String, err: String) {
    let process = Process()
    let (outPipe, errPipe) = (Pipe(), Pipe())
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = place
    // Of a compiler that is not there no test of these makes use.
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": url.path, "CC": "/no/compiler"]
    process.standardInput = FileHandle.nullDevice
    (process.standardOutput, process.standardError) = (outPipe, errPipe)
    try process.run()
    let out = outPipe.fileHandleForReading.readDataToEndOfFile()
    let err = errPipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: out, as: UTF8.self),
      String(decoding: err, as: UTF8.self)
    )
  }

}
