import Diagnostics
import Fields
import Interpreter
import IteratorIR
import RandomSamples
import StencilTypes
import Testing
import Toolchain
import Transforms

/// Programs that are small as long as what they share is shared.
@Suite("Growth")
struct GrowthTests {

  private func lowered(_ operators: DoublingOperators, _ count: Int) throws -> Program {
    let text = """
      from gt4py.next import *
      from cartesian import I, J
      F = Field[[I, J], float64]

      \(operators.text(count) { "@field_operator\ndef \($0)(a: F, b: F) -> F:\n" })
      @program
      def run(a: F, b: F, result: F):
          f\(count - 1)(a, b, out=result)
      """
    return try loweredProgram(text)
  }

  /// Returns the values of `program` on 4 x 2 points, where `a` is i² + 7 j.
  private func values(_ program: Program, halo: Int) throws -> [Double] {
    let arguments = program.parameters.map { p -> ArgumentValue in
      guard case .field(let type) = p.type else { return .scalar(ScalarValue(true)) }
      let around = p.name.name == "result" ? 0 : halo
      var field = Field(
        zeros: type.dtype, on: Domain(dims: type.dims, ranges: [-around ..< 4 + around, 0 ..< 2]))
      for i in field.domain.ranges[0] {
        for j in 0 ..< 2 { field.setValue(ScalarValue(Double(i * i + 7 * j)), at: [i, j]) }
      }
      return .field(field)
    }
    let results = try Interpreter.run(program, arguments: arguments)
    for (p, r) in zip(program.parameters, results) where p.name.name == "result" {
      if case .field(let f) = r { return f.elements(as: Double.self) }
    }
    return []
  }

  private func expected(_ operators: DoublingOperators, _ count: Int) -> [Double] {
    (0 ..< 4).flatMap { i in
      (0 ..< 2).map { j in operators.value(count, at: i) { Double($0 * $0 + 7 * j) } }
    }
  }

  @Test(
    "is linear in calls that are the same, in results too", arguments: DoublingOperators.allCases)
  func doubling(operators: DoublingOperators) throws {
    var counts: [Int] = []
    for count in [14, 28] {
      let program = try lowered(operators, count)
      #expect(try values(program, halo: count) == expected(operators, count))
      let run = try Pipeline.standard.run(program, Pipeline.Options(verifies: true))
      #expect(try values(run.result, halo: count) == expected(operators, count))
      // No program on the way is larger: nothing that prints or walks it takes long.
      counts.append(run.passes.map(\.program.nodeCount).max() ?? 0)
    }
    #expect(counts[1] <= 5 * counts[0], "\(counts)")
  }

  @Test("is the same step by step")
  func stepByStep() throws {
    let program = try lowered(.twice, 9)
    let recorded = try Pipeline.standard.record(program, Pipeline.Options(verifies: true))
    let run = recorded.run
    #expect(recorded.trace.rewrites.contains { $0.rule.name == "share-calls" })
    for i in run.passes.indices {
      let trace = recorded.trace(of: i)
      #expect(trace.state(trace.count) == run.passes[i].program)
    }
    #expect(try values(run.result, halo: 9) == expected(.twice, 9))
  }

  @Test("leaves calls alone that double nothing")
  func small() throws {
    let trace = try Pipeline.standard.record(try lowered(.twice, 3)).trace
    #expect(trace.rewrites.contains { $0.rule.name == "inline-fundef" })
    #expect(!trace.rewrites.contains { $0.rule.name == "share-calls" })
  }

  /// Returns a program of `count` statements `if` that may return, or go on.
  private func branching(_ count: Int) throws -> Program {
    let steps = (0 ..< count).map { n in
      """
          if c:
              if d:
                  return x + \(n).0
              else:
                  x = x + a(I + 1)
          else:
              x = x * 2.0

      """
    }
    return try loweredProgram(
      """
      from gt4py.next import *
      from cartesian import I, J
      F = Field[[I, J], float64]

      @field_operator
      def f(a: F, c: bool, d: bool) -> F:
          x = a
      \(steps.joined())    return x

      @program
      def run(a: F, c: bool, d: bool, result: F):
          f(a, c, d, out=result)
      """)
  }

  @Test("applies what follows a branch that may return once", arguments: [false, true])
  func branches(isTaken: Bool) throws {
    let count = 14
    let program = try branching(count).binding([
      BoundArgument(name: "c", value: .scalar(ScalarValue(isTaken))),
      BoundArgument(name: "d", value: .scalar(ScalarValue(false))),
    ])
    let expected = (0 ..< 4).flatMap { i in
      (0 ..< 2).map { j in
        let (a, next) = (Double(i * i + 7 * j), Double((i + 1) * (i + 1) + 7 * j))
        return isTaken ? a + Double(count) * next : a * Double(1 << count)
      }
    }
    #expect(try values(program, halo: 2) == expected)
    let run = try Pipeline.standard.run(program, Pipeline.Options(verifies: true))
    #expect(try values(run.result, halo: 2) == expected)
  }

  @Test("is linear in branches that may return")
  func manyBranches() throws {
    let counts = try [10, 20].map { count in
      let run = try Pipeline.standard.run(
        try branching(count), Pipeline.Options(verifies: true))
      return run.passes.map(\.program.nodeCount).max() ?? 0
    }
    #expect(counts[1] < 3 * counts[0], "\(counts)")
  }

}
