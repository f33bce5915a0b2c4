import Diagnostics
import Fields
import Interpreter
import StencilTypes
import TestSupport
import Testing
import Transforms

@testable import IteratorIR
@testable import Toolchain

/// What runs or translates a program holds nothing of it afterwards, though functions see each other.
@Suite("Programs that were used") struct LeakTests {

  /// Two functions that are found by name; `o` is a field, or not for a run that fails.
  private func program(_ type: String = "Field[[Iₕ], float64]") throws -> Program {
    let text = """
      p(a: Field[[Iₕ], float64], n: int32, o: \(type)) {
        offset Ioffₒ: Iₕ → Iₕ;
        twice = λ(x) → (⇑(λ(y) → ·y + ·y))(x);
        moved = λ(x) → twice((⇑(λ(y) → ·⟪Ioffₒ, 1ₒ⟫(y)))(x));
        tmp = temporary(domain=c⟨ Iₕ: [0, n[ ⟩, dtype=float64);
        tmp @ c⟨ Iₕ: [0, 3[ ⟩ ← moved(a);
        o @ c⟨ Iₕ: [0, 3[ ⟩ ← twice(tmp);
      }
      """
    return try Program(parsing: SourceFile(name: "t.itir", text: text))
  }

  private struct NoField: Error {}

  private func field(_ count: Int) -> ArgumentValue {
    .field(Field((0 ..< count).map(Double.init), on: Domain(dims: [dimI], ranges: [0 ..< count])))
  }

  /// Returns whether nothing holds the functions of a program after `use` of it.
  private func letsGo(_ use: (Program) throws -> Void) throws -> Bool {
    weak var twice: AnyObject?
    weak var moved: AnyObject?
    do {
      let program = try program()
      twice = program.functions[0].body.node
      moved = program.functions[1].body.node
      #expect(twice != nil && moved != nil)
      try use(program)
    }
    // A thread that has just ended may still hold what it did.
    return waited { twice == nil && moved == nil }
  }

  @Test func `are let go of after a run`() throws {
    let areFree = try letsGo { program in
      let results = try Interpreter.run(
        program, arguments: [field(4), .scalar(ScalarValue(Int32(3))), field(3)])
      guard case .field(let o)? = results.last else { throw NoField() }
      #expect(o.values.map(\.float64) == [4, 8, 12])
    }
    #expect(areFree)
  }

  /// The domain of the temporary is wrong, so the run ends before it begins.
  @Test func `are let go of after a run that fails`() throws {
    let areFree = try letsGo { program in
      #expect(throws: DiagnosticError.self) {
        try Interpreter.run(
          program,
          arguments: [field(4), .scalar(ScalarValue(Int32.max)), .scalar(ScalarValue(1.0))])
      }
    }
    #expect(areFree)
  }

  @Test(arguments: [Backend.c, .dace].map(\.name))
  func `are let go of after translation`(backend: String) throws {
    let backend = try Toolchain().backend(named: backend)
    let areFree = try letsGo { program in
      _ = try backend.translation.run(
        CompilableProgram(program, settings: PassSettings()), { false })
    }
    #expect(areFree)
  }

}
