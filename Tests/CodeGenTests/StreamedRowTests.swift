import CodeGen
import Diagnostics
import Fields
import Interpreter
import IteratorIR
import StencilTypes
import TestSupport
import Testing
import Transforms

/// Fields of one dimension, which are computed in pieces and written past the caches.
@Suite struct StreamedRowTests {

  /// As long as a piece, longer and shorter by one, and several pieces that begin inside a line.
  @Test(arguments: ["float64", "float32", "int32", "int8", "bool"])
  func giveTheBitsOfTheInterpreter(dtype: String) throws {
    let compiler = try #require(CCompiler.found, "there is no C compiler: see .ci/setup")
    let kind = try #require(ScalarKind(rawValue: dtype))
    let value = kind == .bool ? "·x ∧ ·⟪_OffIₒ, 1ₒ⟫(x)" : "·x + ·⟪_OffIₒ, 1ₒ⟫(x)"
    let source = try Program(
      parsing: SourceFile(
        name: "t.itir",
        text: """
          p(a: Field[[Iₕ], \(dtype)], o: Field[[Iₕ], \(dtype)], m: int32, n: int32) {
            o @ c⟨ Iₕ: [m, n[ ⟩ ← (⇑(λ(x) → \(value)))(a);
          }
          """))
    let code = try CProgram(
      lowering: try Pipeline.compiledC.run(source).result,
      options: try #require(Schedule.Options("stream=0")))
    #expect(code.text.contains("stk_stream("))
    let object = try compiler.compile([code.text], flags: ["-O1"])
    for (m, n) in [(0, 511), (0, 512), (0, 513), (3, 2500), (0, 1)] {
      let domain = Domain(dims: [Dimension("I")], ranges: [0 ..< n + 1])
      let arguments: [ArgumentValue] = [
        .field(try Field.random(seed: 1, name: "a", on: domain, dtype: kind)),
        .field(try Field.random(seed: 2, name: "o", on: domain, dtype: kind)),
        .scalar(ScalarValue(Int32(m))), .scalar(ScalarValue(Int32(n))),
      ]
      let expected = try Interpreter.run(source, arguments: arguments)
      let outcome = object.call(code.entry, arguments, tables: [:])
      #expect(outcome.code == 0)
      #expect(sameBits(outcome.arguments, expected) == nil, "from \(m) to \(n)")
    }
  }

}
