import CodeGen
import Diagnostics
import Fields
import Interpreter
import IteratorIR
import StencilTypes
import TestSupport
import Testing
import Transforms

/// Tiles of vectors: where they are made, and that they give the bits of plain loops.
@Suite struct TileTests {

  private static func diffusion(_ dtype: String) -> String {
    """
    p(a: Field[[Iₕ, Jₕ, Kᵥ], T], b: Field[[Iₕ, Jₕ, Kᵥ], T], o: Field[[Iₕ, Jₕ, Kᵥ], T],
        ni: int32, nj: int32, nk: int32) {
      o @ c⟨ Iₕ: [0, ni[, Jₕ: [0, nj[, Kᵥ: [1, nk[ ⟩ ← (⇑(λ(x, y) → LIMITED))(a, b);
    }
    """.replacing("LIMITED", with: limited).replacing("T]", with: "\(dtype)]")
  }

  /// Differences along J of squares that are limited, so that rows have values in common.
  private static let limited = """
    ·y × ((if ·⟪_OffJₒ, 1ₒ⟫(x) × ·⟪_OffJₒ, 1ₒ⟫(x) - ·x × ·x > ·y then ·⟪_OffJₒ, 1ₒ⟫(x) × ·⟪_OffJₒ, 1ₒ⟫(x) - ·x × ·x \
    else ·x) - (if ·x × ·x - ·⟪_OffJₒ, -1ₒ⟫(x) × ·⟪_OffJₒ, -1ₒ⟫(x) > ·⟪_OffJₒ, -1ₒ⟫(y) \
    then ·x × ·x - ·⟪_OffJₒ, -1ₒ⟫(x) × ·⟪_OffJₒ, -1ₒ⟫(x) else ·⟪_OffJₒ, -1ₒ⟫(x))) + ·⟪_OffIₒ, 1ₒ⟫(x)
    """

  private static let dims = [
    Dimension("I"), Dimension("J"), Dimension("K", .vertical),
  ]

  private func program(_ text: String) throws -> Program {
    try Pipeline.compiledC.run(Program(parsing: SourceFile(name: "t.itir", text: text))).result
  }

  @Test func schedulesAreChosenByWhatRowsHaveInCommon() throws {
    let march = try LoopProgram(lowering: try program(Self.diffusion("float64")))
    let choice = march.schedule.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(choice.contains("vectors march along 64 rows, where registers hold a cache line"))
    #expect(choice.contains("vectors row by row in 16 rows, where they do not"))
    #expect(
      march.text.contains(" on wide processors") && march.text.contains(" on narrow processors"))
    let rows = try LoopProgram(
      lowering: try program(Self.diffusion("float64").replacing(Self.limited, with: "·x + ·y")))
    #expect(rows.schedule.text.contains("vectors row by row in 16 rows"))
    let integers = try LoopProgram(
      lowering: try program(
        Self.diffusion("int32").replacing(Self.limited, with: "·x + ·y")))
    #expect(!integers.schedule.text.contains("vectors"))
    for p in [march, rows, integers] { #expect(p.faults() == []) }
  }

  /// Lines that tables slow down are not full when the next ones come.
  @Test(arguments: [true, false])
  func whatIsReadByTablesIsNotWrittenPastTheCaches(isByTable: Bool) throws {
    let read = isByTable ? "·⟪V2Eₒ, 1ₒ⟫(x) + ·⟪V2Eₒ, 0ₒ⟫(x)" : "·x + ·x"
    let text = """
      p(a: Field[[\(isByTable ? "E" : "V")ₕ, Kᵥ], float64], o: Field[[Vₕ, Kᵥ], float64], n: int32) {
        offset V2Eₒ: Eₕ → Vₕ, V2Eₗ;
        o @ c⟨ Vₕ: [0, n[, Kᵥ: [0, 80[ ⟩ ← (⇑(λ(x) → \(read)))(a);
      }
      """
    let table = NeighborTable(
      target: Dimension("V"), local: Dimension("V2E", .local), source: Dimension("E"), rowCount: 1,
      columnCount: 2, entries: [0, 1], skipValue: nil)
    let tables = ["V2E": TableType(table)]
    let loops = try LoopProgram(
      lowering: try program(text), tables: tables,
      options: try #require(Schedule.Options("tiles=rows")))
    #expect(loops.text.contains("past caches") == !isByTable)
    let usual = try LoopProgram(lowering: try program(text), tables: tables)
    #expect(usual.schedule.text.contains("vectors") == !isByTable)
  }

  /// Rows that are shorter than a vector, as long, and longer by all but one; an odd number of
  /// planes; rows that begin and end anywhere in a cache line, and one that is long enough to go past
  /// the caches all the same.
  @Test(arguments: ["float64", "float32"])
  func everyScheduleGivesTheBitsOfTheInterpreter(dtype: String) throws {
    let compiler = try #require(CCompiler.found, "there is no C compiler: see .ci/setup")
    let kind = try #require(ScalarKind(rawValue: dtype))
    let source = try Program(parsing: SourceFile(name: "t.itir", text: Self.diffusion(dtype)))
    let schedules = try [
      "tiles=off", "", "tiles=rows rows=2 stream=0",
      "tiles=march march=3 stream=0",
      "tiles=march march=64 stream=never ahead=0",
    ].map { try #require(Schedule.Options($0)) }
    let transformed = try Pipeline.compiledC.run(source).result
    let codes = try schedules.map { try CProgram(lowering: transformed, options: $0) }
    let object = try compiler.compile(
      codes.map(\.text), flags: ["-O1"])
    for (ni, nj, nk) in [(5, 4, 18), (4, 7, 9), (1, 3, 40), (3, 1, 6), (2, 2, 34), (1, 2, 4101)] {
      func argument(_ name: String, _ low: Int, _ high: Int, aligned: Bool) throws -> ArgumentValue
      {
        let d = Domain(
          dims: Self.dims, ranges: [low ..< ni + high, low ..< nj + high, 0 ..< nk + 1])
        let dense = try Field.random(seed: 1, name: name, on: d, dtype: kind)
        return .field(
          aligned ? dense.converted(to: .padded(Self.dims, innermost: Self.dims[2])) : dense)
      }
      for aligned in [true, false] {
        let arguments =
          [
            try argument("a", -1, 1, aligned: aligned), try argument("b", -1, 1, aligned: aligned),
            try argument("o", 0, 0, aligned: aligned),
          ] + [ni, nj, nk].map { .scalar(ScalarValue(Int32($0))) }
        let expected = try Interpreter.run(source, arguments: arguments)
        for (code, schedule) in zip(codes, schedules) {
          let outcome = object.call(code.entry, arguments, tables: [:])
          #expect(outcome.code == 0)
          let difference = sameBits(outcome.arguments, expected)
          #expect(difference == nil, "\(ni), \(nj), \(nk), '\(schedule.text)': \(difference ?? "")")
        }
      }
    }
  }

  @Test func settingsAreTextAndBack() {
    for text in ["", "tiles=march stream=never", "keep=store rows=4 layout=K,J,I"] {
      #expect(Schedule.Options(text)?.text == text)
    }
    for text in ["tiles", "tiles=round", "rows=0", "stream=-1", "layout=K,K", "foo=1"] {
      #expect(Schedule.Options(text) == nil, "\(text)")
    }
  }

}
