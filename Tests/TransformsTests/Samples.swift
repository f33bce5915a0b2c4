import Diagnostics
import FieldView
import IteratorIR
import Testing
import Transforms

/// Returns the program `p(parameters) { … }` whose only statement stores `value`.
func program(_ parameters: String = "", storing value: String) throws -> Program {
  let parameters = parameters.isEmpty ? "" : parameters + ", "
  let text = """
    p(\(parameters)out: Field[[Iₕ], float64]) {
      offset Ioffₒ: Iₕ → Iₕ;
      out @ c⟨ Iₕ: [0, 8[ ⟩ ← \(value);
    }
    """
  return try program(text)
}

/// Returns the program that `text` holds.
func program(_ text: String) throws -> Program {
  try Program(parsing: SourceFile(name: "sample", text: text))
}

/// Returns the program `run` of the Python module `text`, lowered.
func loweredProgram(_ text: String) throws -> Program {
  let loaded = try ModuleLoader(searchPath: [], files: .memory(["m.py": text])).loadFile("m.py")
  guard case .program(let definition) = try loaded.lookup("run") else {
    preconditionFailure("the module has a program")
  }
  return try withLargeStack {
    let past = try pastLint(funcToPast(definition))
    let closure = PastClosure(
      definition: past, positional: past.parameters.map(\.type), keywords: [])
    return try pastToItir(pastProcessArgs(closure))
  }
}

/// Returns the value that the first statement of `program` stores, as typed text on one line.
func storedValue(_ program: Program) throws -> String {
  guard case .set(_, _, let value) = try #require(program.body.first) else {
    Issue.record("the first statement stores nothing")
    return ""
  }
  return value.text(style: .typed).split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

/// Returns the trace of `pass` on `program`, after the checks that hold for every trace.
func checkedTrace(
  of pass: Pass, _ program: Program, sourceLocation: SourceLocation = #_sourceLocation
) throws -> Trace {
  let result = try pass.run(program)
  let trace = try pass.trace(program)
  #expect(
    trace.state(trace.count).text(style: .typed) == result.text(style: .typed),
    sourceLocation: sourceLocation)
  #expect(trace.state(0) == program, sourceLocation: sourceLocation)
  for (i, r) in trace.rewrites.enumerated() {
    #expect(r.step == i + 1, sourceLocation: sourceLocation)
    #expect(r.nodesBefore == trace.state(i).nodeCount, sourceLocation: sourceLocation)
    #expect(r.nodesAfter == trace.state(i + 1).nodeCount, sourceLocation: sourceLocation)
  }
  #expect(try pass.trace(result).count == 0, "a second run", sourceLocation: sourceLocation)
  return trace
}

/// Checks that `pass` turns the stored value `before` into `after`, both with `parameters`.
func expect(
  _ pass: Pass, _ parameters: String = "", turns before: String, into after: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let trace = try checkedTrace(
    of: pass, program(parameters, storing: before), sourceLocation: sourceLocation)
  let result = try storedValue(trace.state(trace.count))
  let expected = try storedValue(program(parameters, storing: after))
  #expect(result == expected, sourceLocation: sourceLocation)
  #expect(trace.count > 0, "nothing was done", sourceLocation: sourceLocation)
}

/// Checks that `pass` does nothing to the stored value `value`.
func expect(
  _ pass: Pass, _ parameters: String = "", leavesAlone value: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let trace = try checkedTrace(
    of: pass, program(parameters, storing: value), sourceLocation: sourceLocation)
  let result = try storedValue(trace.state(trace.count))
  #expect(
    trace.rewrites.map(\.rule.name) == [], Comment(rawValue: result), sourceLocation: sourceLocation
  )
}
