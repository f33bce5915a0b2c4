import CodeGen
import Diagnostics
import Fields
import Interpreter
import IteratorIR
import StencilTypes
import TestSupport
import Testing
import Transforms

/// Short rows that follow each other in memory: where they are one, and that no bit changes.
@Suite struct JoinedRowTests {

  private static let dims = [Dimension("I"), Dimension("J"), Dimension("K", .vertical)]

  /// Neighbors along I and J, with a weight on the dimensions `weight`.
  private static func text(weight: String, _ planes: String) -> String {
    """
    p(a: Field[[Iₕ, Jₕ, Kᵥ], float64], b: Field[[\(weight)], float64],
        o: Field[[Iₕ, Jₕ, Kᵥ], float64], ni: int32, nj: int32, nk: int32) {
      o @ c⟨ Iₕ: [0, ni[, Jₕ: [0, nj[, Kᵥ: [0, nk[ ⟩
        ← (⇑(λ(x, y) → \(planes)·⟪_OffIₒ, 1ₒ⟫(x) + ·⟪_OffJₒ, -1ₒ⟫(x) × ·y - ·⟪_OffJₒ, 1ₒ⟫(x)))(a, b);
    }
    """
  }

  private func parse(weight: String, _ planes: String = "") throws -> Program {
    try Program(parsing: SourceFile(name: "t.itir", text: Self.text(weight: weight, planes)))
  }

  /// What reads the planes around as well.
  private static let planesAround = "·⟪_OffIₒ, -1ₒ⟫(x) × ·x + "

  @Test func vectorsMarchAcrossPlanesThatAreReadAgain() throws {
    func marches(_ planes: String) throws -> Bool {
      let source = try parse(weight: "Iₕ, Jₕ, Kᵥ", planes)
      let loops = try LoopProgram(lowering: try Pipeline.compiledC.run(source).result)
      #expect(loops.faults() == [])
      return loops.schedule.text.contains("are one, vectors march across 8 planes")
    }
    #expect(try marches(Self.planesAround))
    #expect(try !marches(""))
  }

  private func joins(_ source: Program, _ options: Schedule.Options = .init()) throws -> Bool {
    let loops = try LoopProgram(
      lowering: try Pipeline.compiledC.run(source).result, options: options)
    #expect(loops.faults() == [])
    return loops.schedule.text.contains("short rows that follow each other are one")
  }

  @Test func rowsAreOneWhereAllMemoryCanHaveThem() throws {
    #expect(try joins(try parse(weight: "Iₕ, Jₕ, Kᵥ")))
    // What depends on neither dimension is the same for all rows.
    #expect(try joins(try parse(weight: "Iₕ")))
    // What has one of the two has no rows that follow each other.
    #expect(try !joins(try parse(weight: "Iₕ, Kᵥ")))
    #expect(try !joins(try parse(weight: "Iₕ, Jₕ")))
    let off = try #require(Schedule.Options("join=off"))
    #expect(try !joins(try parse(weight: "Iₕ, Jₕ, Kᵥ"), off))
  }

  /// How the fields lie: without gaps; with gaps between rows; the output with gaps.
  private enum Gaps: CaseIterable {
    case none, all, output
  }

  @Test(arguments: ["Iₕ, Jₕ, Kᵥ", "Iₕ", "Iₕ, Kᵥ"], ["", planesAround])
  func everyLayoutGivesTheBitsOfTheInterpreter(weight: String, planes: String) throws {
    let compiler = try #require(CCompiler.found, "there is no C compiler: see .ci/setup")
    let source = try parse(weight: weight, planes)
    let code = try CProgram(lowering: try Pipeline.compiledC.run(source).result)
    let object = try compiler.compile([code.text], flags: ["-O1"])
    let own = Self.dims.filter { weight.contains($0.name) }
    for (ni, nj, nk) in [
      (3, 5, 10), (2, 3, 1), (1, 9, 1), (4, 6, 3), (3, 7, 31), (3, 2, 33), (19, 3, 5), (8, 1, 9),
    ] {
      for gaps in Gaps.allCases {
        func field(_ name: String, _ dims: [Dimension], halo: Int) throws -> ArgumentValue {
          let ranges = dims.map { d in
            d.name == "K" ? 0 ..< nk : -halo ..< (d.name == "I" ? ni : nj) + halo
          }
          let dense = try Field.random(
            seed: 1, name: name, on: Domain(dims: dims, ranges: ranges), dtype: .float64)
          let hasGaps = gaps == .all || gaps == .output && name == "o"
          return .field(
            hasGaps && dims.count == 3
              ? dense.converted(to: .padded(dims, innermost: Self.dims[2])) : dense)
        }
        let arguments =
          [
            try field("a", Self.dims, halo: 1), try field("b", own, halo: 0),
            try field("o", Self.dims, halo: 0),
          ] + [ni, nj, nk].map { .scalar(ScalarValue(Int32($0))) }
        let expected = try Interpreter.run(source, arguments: arguments)
        let outcome = object.call(code.entry, arguments, tables: [:])
        #expect(outcome.code == 0)
        let difference = sameBits(outcome.arguments, expected)
        #expect(difference == nil, "\(ni), \(nj), \(nk), \(gaps): \(difference ?? "")")
      }
    }
  }

  /// Callers can ask along which dimension elements had best lie side by side.
  @Test func fieldsOfScansLieBestAlongTheirColumns() throws {
    let stencil = try CProgram(
      lowering: try Pipeline.compiledC.run(try parse(weight: "Iₕ, Jₕ, Kᵥ")).result)
    #expect(stencil.entry.fields.map(\.row) == ["K", "K", "K"])
    let scan = """
      p(a: Field[[Iₕ, Jₕ, Kᵥ], float64], o: Field[[Iₕ, Jₕ, Kᵥ], float64],
          ni: int32, nj: int32, nk: int32) {
        o @ c⟨ Iₕ: [0, ni[, Jₕ: [0, nj[, Kᵥ: [0, nk[ ⟩
          ← (⇑scan(λ(s, x) → s × 0.5 + ·x, True, 0.0))(a);
      }
      """
    let program = try Program(parsing: SourceFile(name: "t.itir", text: scan))
    let columns = try CProgram(lowering: try Pipeline.compiledC.run(program).result)
    #expect(columns.entry.fields.map(\.row) == ["J", "J"])
  }

}
