import Diagnostics
import FieldView
import Foundation
import IteratorIR
import TestSupport

/// The folder of files that tests read.
let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "fixtures")

/// Returns the names of the `count` files in `folder` of the fixtures that end in `suffix`, without
/// it.
func fixtureNames(_ folder: String, _ suffix: String, count: Int) throws -> [String] {
  try Fixtures.names(in: fixtures.appending(path: folder), endingIn: suffix, count: count)
}

/// Returns the text of the file at `path` of the fixtures, without white space at its end.
func fixture(_ path: String) throws -> String {
  let text = try String(contentsOf: fixtures.appending(path: path), encoding: .utf8)
  return String(text.reversed().drop { $0.isWhitespace }.reversed())
}

/// Returns `program` of `module` as lowered.
func lowered(_ program: String, of module: SourceModule) throws -> Program {
  guard case .program(let definition) = try module.lookup(program) else {
    throw SampleError.noProgram
  }
  return try withLargeStack { () throws(DiagnosticError) in
    let past = try pastLint(funcToPast(definition))
    let closure = PastClosure(
      definition: past, positional: past.parameters.map(\.type), keywords: [])
    return try pastToItir(pastProcessArgs(closure))
  }
}

/// Returns `text` with the names of temporaries that end in a hash of their value numbered.
///
/// GT4Py hashes the addresses of its nodes' classes too: its digits mean nothing to others.
func withNumberedHashes(_ text: String) -> String {
  var numbers: [Substring: Int] = [:]
  return text.replacing(/__(val|cond)_([0-9a-f]{16})/) { match in
    let n = numbers[match.2] ?? numbers.count
    numbers[match.2] = n
    return "__\(match.1)_\(n)"
  }
}
