import Diagnostics
import FieldView
import IteratorIR
import PythonSyntax
import Testing

/// The text of a typed operator or program means what its source means: it gives the same ITIR,
/// which other tests compare with GT4Py's.
@Suite("Typed texts")
struct ReadingBackTests {

  /// What Python must know besides to read the texts of a program: dimensions are written by their
  /// strings, which name nothing in a module that calls them otherwise.
  private static let strings = [
    "p27_imports": "from grid_ij import IDim as I, JDim as J, KDim as K"
  ]

  /// Returns `text` as Python reads it.
  ///
  /// The string of a local dimension is the name of an offset, so where a dimension is meant its own
  /// name is written. A collection of fields has the name of one of numbers, so the type of what is
  /// assigned is left to be found.
  private func asPythonReads(_ text: String) -> String {
    text.replacing(/\[\[[^\]]*\]|axis=\w+|\[\w+\(/) { place in
      place.output.replacing(/\b[A-Z]2[A-Z]\b/) { "\($0.output)Dim" }
    }.replacing(/:[ ](?:Wind|Column) =/, with: " =")
  }

  /// The module that others import, which has no operator.
  private static let library = "grid_ij"

  private static func names() throws -> [String] {
    try fixtureNames("programs", ".py", count: 22)
  }

  @Test("read back as what they were", arguments: try names().filter { $0 != library })
  func meaning(name: String) throws {
    let source = try self.module(name, importing: [])
    var checked = 0
    for function in source.functionNames {
      let text: String
      let expected: String
      switch try source.lookup(function) {
      case .fieldOperator(let d):
        let typed = try funcToFoast(d)
        (text, expected) = (typed.text, itir(typed))
      case .program(let d):
        text = try funcToPast(d).text
        expected = try lowered(function, of: source).text(style: .typed)
      default: continue
      }
      checked += 1
      let syntax = parseModule(SourceFile(name: name, text: text))
      #expect(syntax.diagnostics.isEmpty && syntax.statements.count == 1, "\(text)")
      let read = [Self.strings[name] ?? "", asPythonReads(text)].joined(separator: "\n")
      let again = try self.module("printed", importing: [(name, read)])
      let meaning =
        if case .fieldOperator(let d) = try again.lookup(function) {
          withoutFurtherVersions(itir(try funcToFoast(d)))
        } else {
          try lowered(function, of: again).text(style: .typed)
        }
      // Where lines break depends on the names.
      #expect(
        meaning.filter { !$0.isWhitespace } == expected.filter { !$0.isWhitespace }, "\(text)")
    }
    #expect(checked > 1)
  }

  private func itir(_ typed: FoastOperatorDefinition) -> String {
    withLargeStack { foastToItir(typed).body.text(style: .typed) }
  }

  /// Returns the program `name` of the fixtures, or one with the given text behind everything that
  /// another program has.
  private func module(
    _ name: String, importing texts: [(program: String, text: String)]
  ) throws -> SourceModule {
    var files: [String: String] = [:]
    for name in try Self.names() { files["\(name).py"] = try fixture("programs/\(name).py") + "\n" }
    for (program, text) in texts {
      files["\(name).py"] = "from gt4py.next import *\nfrom \(program) import *\n\(text)\n"
    }
    return try ModuleLoader(searchPath: ["."], files: .memory(files)).loadFile("\(name).py")
  }

  /// Returns `text` with one number where an assigned name has two: printed names have the number
  /// of their assignment already, and names of temporaries need none.
  private func withoutFurtherVersions(_ text: String) -> String {
    text.replacing(/(ᐞ\d+|__tuple_tmp_\d+)ᐞ0/) { String($0.1) }
  }

}
