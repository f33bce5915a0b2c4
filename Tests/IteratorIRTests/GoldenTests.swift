import Diagnostics
import Foundation
import IteratorIR
import TestSupport
import Testing

private let folder = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "goldens")

/// Returns the files with texts that GT4Py printed.
private func goldens() throws -> [URL] {
  try Fixtures.names(in: folder, endingIn: ".txt", count: 98).map {
    folder.appending(path: $0 + ".txt")
  }
}

/// Returns the golden file `name` as text.
func golden(_ name: String) throws -> String {
  try String(contentsOf: folder.appending(path: name + ".txt"), encoding: .utf8)
}

/// Reads GT4Py's `text` of a program, which has neither the types of parameters nor offsets.
func programOfGT4Py(
  _ text: String, types: [String: String] = [:], offsets: String = ""
) throws -> Program {
  let head = text.prefix { $0 != ")" }
  let name = head.prefix { $0 != "(" }
  let parameters = head.dropFirst(name.count + 1).split(separator: ",").map {
    let p = $0.trimmingCharacters(in: .whitespacesAndNewlines)
    return "\(p): \(types[p] ?? "float64")"
  }
  let typed =
    "\(name)(\(parameters.joined(separator: ", "))) { \(offsets)" + text.dropFirst(head.count + 3)
  return try Program(parsing: SourceFile(name: "gt4py", text: typed))
}

@Suite("Goldens of GT4Py")
struct GoldenTests {

  @Test("print as GT4Py printed them", arguments: try goldens())
  func sameText(_ file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    let program = try programOfGT4Py(text)
    let printed = program.text(style: .gt4py1)
    #expect(printed == text.trimmingCharacters(in: .newlines))
  }

  @Test("read back from typed text", arguments: try goldens())
  func roundTrip(_ file: URL) throws {
    let program = try programOfGT4Py(String(contentsOf: file, encoding: .utf8))
    let text = program.text(style: .typed)
    let again = try Program(parsing: SourceFile(name: "typed", text: text))
    #expect(again == program)
    #expect(again.text(style: .typed) == text)
  }

}
