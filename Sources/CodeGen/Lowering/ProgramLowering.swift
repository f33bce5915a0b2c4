import Diagnostics
import IteratorIR
import StencilTypes

/// Lowers a program: its parameters, then one statement after the other.
final class ProgramLowering {

  let program: Program
  let stager: Stager
  let options: Schedule.Options
  var workspace = Workspace()
  var views: [LoopView] = []
  var steps: [LoopProgram.Step] = []
  var choices: [String] = []
  private(set) var tests: [LoopProgram.Test] = []
  private var seenTests: Set<TestKey> = []

  private struct TestKey: Hashable {
    let condition: LoopOperand
    let code: Int
  }

  var fields: [(slot: Slot, isParameter: Bool)] = []
  var scalars: [ScalarSlot] = []
  var environment = StagedEnvironment()
  var readFields: Set<Int> = []
  var writtenFields: Set<Int> = []

  /// What each statement became.
  var records: [Record] = []

  struct Record {
    let steps: Range<Int>
    let lowering: StatementLowering
    let canFail: Bool
  }

  private var names: [String: Int] = [:]

  /// What the program writes.
  let writtenNames: Set<Symbol>

  /// What sets temporaries to zero before anything else.
  var zeros: [LoopNest] = []

  private let functions = StagedFunctions()

  var emitter: Emitter { stager.emitter }

  init(
    _ program: Program, tables: [String: TableType], options: Schedule.Options, isChecked: Bool
  ) throws(DiagnosticError) {
    self.program = program
    self.options = options
    let offsets = program.offsets(
      knowing: tables.reduce(into: [:]) { result, entry in
        let (name, t) = entry
        result[name] = FieldOffset(name, source: t.source, target: [t.target, t.local])
      })
    stager = Stager(offsets: offsets, tables: tables, isChecked: isChecked)
    writtenNames = program.writtenNames
    for f in program.functions {
      functions.environment = functions.environment.binding(
        [f.name], to: [StagedThunk(f, in: functions)])
    }
    environment = functions.environment
    try bind()
  }

  deinit { functions.environment = StagedEnvironment() }

  /// Returns a name for a nest that no other has.
  func nestName(_ name: String) -> String {
    names[name, default: 0] += 1
    return "\(cName(name))_\(names[name] ?? 0)"
  }

  /// How far lowering has come.
  struct Mark {
    let requirements, steps, choices: Int
  }

  func mark() -> Mark {
    Mark(
      requirements: stager.requirements.count, steps: steps.count, choices: choices.count)
  }

  /// Forgets what was written since.
  func reset(to m: Mark) {
    stager.requirements.removeSubrange(m.requirements...)
    steps.removeSubrange(m.steps...)
    choices.removeSubrange(m.choices...)
    stager.memo = [:]
  }

  func test(_ condition: LoopOperand, code: Int, slot: Int, _ comment: String) {
    if condition.constant?.bool == true { return }
    let t = LoopProgram.Test(condition: condition, code: code, slot: slot, comment: comment)
    if seenTests.insert(TestKey(condition: condition, code: code)).inserted { tests.append(t) }
  }

}

/// Returns `name` as the letters, digits and underscores of C.
func cName(_ name: String) -> String {
  let safe = name.unicodeScalars.map {
    ("a" ... "z" ~= $0 || "A" ... "Z" ~= $0 || "0" ... "9" ~= $0) ? Character($0) : "_"
  }
  return String(safe.prefix(40))
}
