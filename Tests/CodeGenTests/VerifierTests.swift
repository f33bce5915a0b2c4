import StencilTypes
import Testing

@testable import CodeGen

/// The text of loops, and what the verifier finds wrong with them.
@Suite struct VerifierTests {

  private let entry = EntryPoint(
    symbol: "stk_t",
    fields: [
      FieldSlot(name: "out", dtype: "float64", dims: ["I"], isRead: false, isWritten: true)
    ], scalars: [], tables: [], failures: [])

  private func program(_ body: [LoopStatement], kinds: [ScalarKind]) -> LoopProgram {
    let nest = LoopNest(
      name: "out_1", comment: "out", condition: .constant(ScalarValue(true)), body: body,
      hopes: [], locals: [:], canFail: false, work: index(1))
    return LoopProgram(
      entry: entry, definitions: [], tests: [], buffers: [], views: [], keptSize: index(0),
      scratchSize: index(0), steps: [.nest(nest)], kinds: kinds,
      schedule: Schedule(options: Schedule.Options(), choices: []))
  }

  private func index(_ i: Int) -> LoopOperand { .constant(ScalarValue(wrapping: i, as: .int64)) }

  private func loop(_ body: [LoopStatement], step: Int = 1, isBackward: Bool = false) -> Loop {
    Loop(
      variable: 0, name: "I", lower: index(0), upper: index(8), step: step, isBackward: isBackward,
      isVector: true, isParallel: false, body: body)
  }

  private let half = LoopOperand.constant(ScalarValue(0.5))

  @Test func rightProgramsHaveNoFaultsAndPrint() {
    let p = program(
      [
        .loop(
          loop([
            .define(1, .scalar(.binary(.plus), [half, half])),
            .store(.field(0), at: .value(0), .value(1), guarded: nil),
          ]))
      ], kinds: [.int64, .float64])
    #expect(p.faults() == [])
    #expect(
      p.text == """
        call stk_t
          field0 = out[I]: float64  # written
          workspace 0 + 0
          nest out_1 if True  # out
            for %0 I in 0:8 vector
              %1: float64 = plus(0.5:f64, 0.5:f64)
              field0[%0] = %1

        """)
  }

  @Test func valuesAreDefinedOnceAndBeforeTheirUse() {
    let store = LoopStatement.store(.field(0), at: .value(0), .value(1), guarded: nil)
    let define = LoopStatement.define(1, .scalar(.unary(.negative), [half]))
    let late = program([.loop(loop([store, define]))], kinds: [.int64, .float64])
    #expect(late.faults() == ["%1 is not defined where what is stored uses it"])
    let twice = program([.loop(loop([define, define, store]))], kinds: [.int64, .float64])
    #expect(twice.faults() == ["%1 is defined twice"])
    let outside = program([.loop(loop([define])), store], kinds: [.int64, .float64])
    #expect(outside.faults().count == 2)
  }

  @Test func typesAgree() {
    let p = program(
      [
        .loop(
          loop([
            .define(1, .scalar(.comparison(.less), [half, half])),
            .store(.field(0), at: .value(0), .value(1), guarded: nil),
          ]))
      ], kinds: [.int64, .bool])
    #expect(p.faults() == ["what is stored is bool, not float64"])
  }

  @Test func loopsStepForwardAndMemoryExists() {
    let store = LoopStatement.store(.buffer(3), at: .value(0), half, guarded: nil)
    let p = program([.loop(loop([store], step: 0))], kinds: [.int64])
    #expect(p.faults() == ["the loop I has step 0", "there is no memory buffer(3)"])
  }

}
