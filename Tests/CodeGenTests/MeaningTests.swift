import CodeGen
import Diagnostics
import Fields
import Interpreter
import IteratorIR
import StencilTypes
import TestSupport
import Testing
import Transforms

private let dimI = Dimension("I"), dimJ = Dimension("J")

private func line(_ values: [Double]) -> ArgumentValue {
  .field(Field(values, on: Domain(dims: [dimI], ranges: [0 ..< values.count])))
}

private func integers(_ values: [Int32]) -> ArgumentValue {
  .field(Field(values, on: Domain(dims: [dimI], ranges: [0 ..< values.count])))
}

/// Errors, order and memory: what a statement must and must not do.
@Suite struct MeaningTests {

  /// Compiles the program in `text` and calls it.
  private func call(
    _ text: String, _ arguments: [ArgumentValue], _ options: Schedule.Options = Schedule.Options(),
    threads: UnsafePointer<CThreads>? = nil, sharing: [Int: Int] = [:]
  ) throws -> (outcome: CompiledObject.Outcome, entry: EntryPoint) {
    let compiler = try #require(CCompiler.found, "there is no C compiler: see .ci/setup")
    let program = try Program(parsing: SourceFile(name: "test.itir", text: text))
    let c = try CProgram(
      lowering: try Pipeline.compiledC.run(program).result, options: options)
    #expect(c.loops.faults() == [])
    let object = try compiler.compile([c.text], flags: ["-O1"])
    return (
      object.call(c.entry, arguments, tables: [:], threads: threads, sharing: sharing), c.entry
    )
  }

  private let division = """
    p(a: Field[[Iₕ], int32], b: Field[[Iₕ], int32], o: Field[[Iₕ], int32]) {
      o @ c⟨ Iₕ: [0, 4[ ⟩ ← (⇑(λ(x, y) → CHOICE ·x / ·y))(a, b);
    }
    """

  @Test func aDivisionByZeroNamesThePointAndWritesNothing() throws {
    let text = division.replacing("CHOICE ", with: "")
    let arguments = [integers([7, 8, 9, 9]), integers([1, 2, 0, 0]), integers([5, 5, 5, 5])]
    let (outcome, entry) = try call(text, arguments)
    #expect(outcome.code == 1)
    #expect(outcome.failure.output == 2)
    #expect(outcome.failure.index.0 == 2)
    #expect(entry.failures[Int(outcome.failure.site)].reason == .divisionByZero)
    #expect(sameBits(outcome.arguments, arguments) == nil)
  }

  @Test func anUntakenSideDoesNotFail() throws {
    let text = division.replacing("CHOICE", with: "if ·y == 0 then 0 else")
    let arguments = [integers([7, 8, 9, 9]), integers([1, 2, 0, 0]), integers([5, 5, 5, 5])]
    let (outcome, _) = try call(text, arguments)
    #expect(outcome.code == 0)
    #expect(
      sameBits(outcome.arguments, [arguments[0], arguments[1], integers([7, 4, 0, 0])]) == nil)
  }

  private let shifted = """
    p(a: Field[[Iₕ], float64], m: Field[[Iₕ], float64], o: Field[[Iₕ], float64]) {
      offset Ioffₒ: Iₕ → Iₕ;
      o @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x, m) → if ·m > 0.0 then ·⟪Ioffₒ, 1ₒ⟫(x) else ·x))(a, m);
    }
    """

  @Test func readsThatMayBeOutsideAreCheckedPointByPoint() throws {
    let a = line([1, 2, 4]), o = line([0, 0, 0])
    let (good, _) = try call(shifted, [a, line([1, 1, 0]), o])
    #expect(good.code == 0)
    #expect(sameBits([good.arguments[2]], [line([2, 4, 4])]) == nil)
    let (bad, entry) = try call(shifted, [a, line([1, 1, 1]), o])
    #expect(bad.code == 1)
    #expect(bad.failure.index.0 == 2)
    #expect(bad.failure.coordinate == 3)
    #expect(entry.failures[Int(bad.failure.site)].reason == .outside)
    #expect(sameBits([bad.arguments[2]], [o]) == nil)
  }

  @Test func partsDoTogetherWhatTheWholeDoes() throws {
    let compiler = try #require(CCompiler.found, "there is no C compiler: see .ci/setup")
    let program = try Program(parsing: SourceFile(name: "test.itir", text: shifted))
    let c = try CProgram(lowering: try Pipeline.compiledC.run(program).result)
    #expect(CodePart.areFound(in: c.text))
    let arguments = [line([1, 2, 4]), line([1, 1, 0]), line([0, 0, 0])]
    for (part, code) in [(CodePart.whole, 0), (.usual, 4), (.rest, 0)] {
      let object = try compiler.compile([c.text], flags: ["-O1"] + part.flags)
      let outcome = object.call(c.entry, arguments, tables: [:], threads: nil, sharing: [:])
      #expect(outcome.code == code, "\(part)")
      if code != 0 { continue }
      #expect(sameBits([outcome.arguments[2]], [line([2, 4, 4])]) == nil, "\(part)")
    }
    let wide = [line([1, 2, 4, 8]), line([1, 1, 1]), line([0, 0, 0])]
    let usual = try compiler.compile([c.text], flags: ["-O1"] + CodePart.usual.flags)
    let outcome = usual.call(c.entry, wide, tables: [:], threads: nil, sharing: [:])
    #expect(outcome.code == 0)
    #expect(sameBits([outcome.arguments[2]], [line([2, 4, 8])]) == nil)
  }

  @Test func halvesDoTogetherWhatTheWholeDoes() throws {
    let compiler = try #require(CCompiler.found, "there is no C compiler: see .ci/setup")
    let text = """
      p(a: Field[[Iₕ], float64], o: Field[[Iₕ], float64], q: Field[[Iₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        o @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x) → ·⟪Ioffₒ, 1ₒ⟫(x) + ·x))(a);
        q @ c⟨ Iₕ: [0, 2[ ⟩ ← (⇑(λ(x) → ·⟪Ioffₒ, 1ₒ⟫(x) × ·x))(o);
      }
      """
    let program = try Program(parsing: SourceFile(name: "test.itir", text: text))
    let c = try CProgram(lowering: try Pipeline.compiledC.run(program).result)
    #expect(CodeHalf.areFound(in: c.text))
    let halves = CodeHalf.allCases.map { h in
      h.flags.map { "#define \($0.dropFirst(2).replacing("=", with: " "))\n" }.joined() + c.text
    }
    let object = try compiler.compile(halves, flags: ["-O1"] + CodePart.usual.flags)
    let outcome = object.call(
      c.entry, [line([1, 2, 4, 8]), line([0, 0, 0]), line([0, 0])], tables: [:], threads: nil,
      sharing: [:])
    #expect(outcome.code == 0)
    let expected = [line([3, 6, 12]), line([18, 72])]
    #expect(sameBits(Array(outcome.arguments[1...]), expected) == nil)
  }

  @Test func withoutCheckedCodeTheCallerIsTold() throws {
    var options = Schedule.Options()
    options.includesChecked = false
    let (outcome, _) = try call(
      shifted, [line([1, 2, 4]), line([1, 1, 0]), line([0, 0, 0])], options)
    #expect(outcome.code == 4)
  }

  @Test func aTargetThatIsTooSmallIsRefused() throws {
    let (outcome, _) = try call(
      shifted, [line([1, 2, 4, 5]), line([1, 1, 0]), line([0, 0])])
    #expect(outcome.code == 2)
    #expect(outcome.failure.site == 2)
  }

  @Test func whatEarlierStatementsWroteIsPutBack() throws {
    let text = """
      p(a: Field[[Iₕ], int32], b: Field[[Iₕ], int32], o: Field[[Iₕ], int32]) {
        o @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x) → ·x + 1))(a);
        a @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x) → ·x + 1))(o);
        b @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x, y) → ·x / ·y))(a, b);
      }
      """
    let good = [integers([1, 2, 3]), integers([1, 1, 1]), integers([0, 0, 0])]
    let (outcome, _) = try call(text, good)
    #expect(outcome.code == 0)
    #expect(
      sameBits(
        outcome.arguments, [integers([3, 4, 5]), integers([3, 4, 5]), integers([2, 3, 4])]) == nil)
    let bad = [integers([1, 2, 3]), integers([1, 0, 1]), integers([0, 0, 0])]
    let (failed, _) = try call(text, bad)
    #expect(failed.code == 1)
    #expect(sameBits(failed.arguments, bad) == nil)
  }

  @Test func aStatementReadsAllBeforeItWrites() throws {
    let text = """
      p(a: Field[[Iₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        a @ c⟨ Iₕ: [1, 4[ ⟩ ← (⇑(λ(x) → ·x + ·⟪Ioffₒ, -1ₒ⟫(x)))(a);
      }
      """
    let (outcome, _) = try call(text, [line([1, 2, 4, 8])])
    #expect(sameBits(outcome.arguments, [line([1, 3, 6, 12])]) == nil)
  }

  @Test func argumentsThatShareMemoryDoNotDisturbEachOther() throws {
    let text = """
      p(a: Field[[Iₕ], float64], o: Field[[Iₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        o @ c⟨ Iₕ: [1, 4[ ⟩ ← (⇑(λ(x) → ·x + ·⟪Ioffₒ, -1ₒ⟫(x)))(a);
      }
      """
    let (outcome, _) = try call(
      text, [line([1, 2, 4, 8]), line([0, 0, 0, 0])], sharing: [1: 0])
    #expect(outcome.code == 0)
    #expect(sameBits([outcome.arguments[0]], [line([1, 3, 6, 12])]) == nil)
  }

  @Test func threadsMakeNoDifference() throws {
    let text = """
      p(a: Field[[Iₕ, Jₕ], float64], o: Field[[Iₕ, Jₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        o @ c⟨ Iₕ: [1, 511[, Jₕ: [0, 512[ ⟩
          ← (⇑(λ(x) → ·⟪Ioffₒ, 1ₒ⟫(x) - ·⟪Ioffₒ, -1ₒ⟫(x)))(a);
      }
      """
    let domain = Domain(dims: [dimI, dimJ], ranges: [0 ..< 512, 0 ..< 512])
    let a = Field((0 ..< 512 * 512).map { Double($0 * 7919 % 10007) }, on: domain)
    let o = Field(zeros: .float64, on: domain)
    let arguments: [ArgumentValue] = [.field(a), .field(o)]
    // Pieces of one row, the last first.
    var pool = CThreads(
      run: { _, count, _, body, context in
        for i in (0 ..< count).reversed() { body(context, i, i + 1) }
      }, pool: nil, threads: 2)
    let (one, _) = try call(text, arguments)
    let (many, _) = try call(text, arguments, threads: &pool)
    #expect(one.code == 0 && many.code == 0)
    #expect(sameBits(one.arguments, many.arguments) == nil)
    let program = try Program(parsing: SourceFile(name: "test.itir", text: text))
    let expected = try Interpreter.run(program, arguments: arguments)
    #expect(sameBits(one.arguments, expected) == nil)
  }

  @Test func temporariesMayLackValuesThatNobodyReads() throws {
    func text(_ last: Int) -> String {
      """
      p(n: Field[[Iₕ], int32], o: Field[[Iₕ], int32]) {
        tmp = temporary(domain=c⟨ Iₕ: [0, 3[ ⟩, dtype=int32);
        tmp @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x) → 12 / ·x))(n);
        o @ c⟨ Iₕ: [0, \(last)[ ⟩ ← (⇑(λ(x) → ·x + 1))(tmp);
      }
      """
    }
    let arguments = [integers([3, -5, 0]), integers([0, 0, 9])]
    let (two, _) = try call(text(2), arguments)
    #expect(two.code == 0)
    #expect(sameBits([two.arguments[1]], [integers([5, -1, 9])]) == nil)
    let (three, _) = try call(text(3), arguments)
    #expect(three.code == 1)
    #expect(three.failure.index.0 == 2)
  }

}
