import Diagnostics
import FieldView
import Foundation
import IteratorIR
import StencilTypes
import Testing
import Toolchain
import Transforms

/// A program with values to bind, and how many `if` GT4Py leaves when it specialises.
struct BoundProgram: CustomTestStringConvertible, Sendable {

  let module: String
  let values: [String: ScalarValue]
  let choices: Int

  init(_ module: String, _ values: [String: ScalarValue], choices: Int = 0) {
    self.module = module
    self.values = values
    self.choices = choices
  }

  var testDescription: String {
    "\(module) \(values.map { "\($0)=\($1)" }.sorted().joined(separator: " "))"
  }

  /// The lowered program.
  var lowered: Program {
    get throws {
      let path = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "FieldViewTests/fixtures/bound/\(module).py")
      let loaded = try ModuleLoader(searchPath: []).loadFile(path.path())
      guard case .program(let definition) = try loaded.lookup("run") else {
        preconditionFailure("\(module) has no program")
      }
      return try withLargeStack {
        let past = try pastLint(funcToPast(definition))
        let closure = PastClosure(
          definition: past, positional: past.parameters.map(\.type), keywords: [])
        return try pastToItir(pastProcessArgs(closure))
      }
    }
  }

  /// The lowered program with the values bound.
  var bound: Program {
    get throws {
      try lowered.binding(
        values.map { BoundArgument(name: $0, value: .scalar($1)) }.sorted { $0.name < $1.name })
    }
  }

}

private let yes = ScalarValue(true)
private let no = ScalarValue(false)

private func int(_ i: Int32) -> ScalarValue { ScalarValue(i) }

@Suite("Bound arguments")
struct BoundProgramTests {

  /// The numbers are those of GT4Py's own specialised programs; but for the `or` with a literal,
  /// which it does not fold.
  static let programs: [BoundProgram] = [
    BoundProgram("b01_if_bool", ["use_lam": yes]), BoundProgram("b01_if_bool", ["use_lam": no]),
    BoundProgram("b02_if_else_tuple", ["flag": yes]),
    BoundProgram("b02_if_else_tuple", ["flag": no]),
    BoundProgram("b03_int_selector_chain", ["scheme": int(1)]),
    BoundProgram("b03_int_selector_chain", ["scheme": int(2)]),
    BoundProgram("b03_int_selector_chain", ["scheme": int(3)]),
    BoundProgram("b03_int_selector_chain", ["scheme": int(9)]),
    BoundProgram("b05_two_flags", ["p": yes, "q": yes]),
    BoundProgram("b05_two_flags", ["p": yes, "q": no]),
    BoundProgram("b05_two_flags", ["p": no], choices: 1),
    BoundProgram("b05_two_flags", ["q": yes], choices: 1),
    BoundProgram("b05_two_flags", ["p": no, "q": no]),
    BoundProgram("b06_logic_of_flags", ["p": yes, "q": no, "n": int(1)]),
    BoundProgram("b06_logic_of_flags", ["p": yes, "q": yes, "n": int(1)]),
    BoundProgram("b06_logic_of_flags", ["p": no, "q": yes, "n": int(4)]),
    BoundProgram("b06_logic_of_flags", ["n": int(5)]),
    BoundProgram("b07_dead_shift", ["smooth": yes]), BoundProgram("b07_dead_shift", ["smooth": no]),
    BoundProgram("b09_scan_flag", ["on": yes, "decay": ScalarValue(0.5)]),
    BoundProgram("b09_scan_flag", ["on": no]),
    BoundProgram("b09_scan_flag", ["decay": ScalarValue(1.0)], choices: 1),
    BoundProgram("b10_concat_where_level", ["nflat": int(4)], choices: 1),
    BoundProgram("b10_concat_where_level", ["nflat": int(0)], choices: 1),
    BoundProgram("b12_nested_operator_flag", ["order": int(3), "lim": yes]),
    BoundProgram("b12_nested_operator_flag", ["order": int(2), "lim": no]),
    BoundProgram("b12_nested_operator_flag", ["lim": yes], choices: 1),
    BoundProgram("b13_enum_selector", ["kind": int(1)]),
    BoundProgram("b13_enum_selector", ["kind": int(2), "c": ScalarValue(0.5)]),
    BoundProgram("b15_arith_folding", ["n": int(3), "c": ScalarValue(0.5)]),
    BoundProgram("b15_arith_folding", ["n": int(8), "c": ScalarValue(0.1)]),
    BoundProgram("b15_arith_folding", ["n": int(4)]),
  ]

  @Test("leave no branch that they decide, and no trace of their names", arguments: programs)
  func decide(example: BoundProgram) throws {
    let result = try Pipeline.standard.run(example.bound, .init(verifies: true)).result
    let text = result.text(style: .gt4py)
    #expect(text.matches(of: /\bif\b/).count <= example.choices, "\(text)")
    let names = text.replacing("c⟨", with: "⟨")
    let words = Set(names.matches(of: /[\w]+/).map { String($0.output) })
    #expect(words.isDisjoint(with: example.values.keys), "\(text)")
  }

  @Test("are named as the reason where they decide")
  func facts() throws {
    let example = BoundProgram("b01_if_bool", ["use_lam": yes])
    let recorded = try Pipeline.standard.record(example.bound)
    let step = try #require(recorded.trace.rewrites.first { $0.rule.name == "if-literal" })
    #expect(step.facts == [.binding(name: "use_lam", value: yes, at: nil)])
  }

}
