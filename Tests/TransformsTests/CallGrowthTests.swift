import Diagnostics
import Fields
import Interpreter
import IteratorIR
import StencilTypes
import Testing
import Toolchain
import Transforms

/// Operators that call the one before several times, in all ways that people write.
@Suite("Growth of calls")
struct CallGrowthTests {

  /// Operators `f0` to `fN`, and what they give at a point.
  struct Variant: CustomTestStringConvertible, Sendable {

    let testDescription: String

    /// The body of the operator after `f`.
    let body: @Sendable (_ f: String) -> String

    /// What an operator gives on fields that are `a` and `b`, moved by so many points, where
    /// `inner` is the one before.
    let value: @Sendable (_ a: Int, _ b: Int, _ i: Int, _ inner: (Int, Int) -> Double) -> Double

    var isTuple = false

  }

  /// The value of both fields at a point.
  private static func field(_ i: Int) -> Double { Double(i * i) - 3 }

  private static let variants = [
    Variant(
      testDescription: "three times",
      body: { "    return \($0)(a, b) + \($0)(a(I + 1), b) + \($0)(a(I - 1), b)\n" },
      value: { a, b, _, f in f(a, b) + f(a + 1, b) + f(a - 1, b) }),
    Variant(
      testDescription: "with arguments in turn",
      body: { "    return \($0)(a, b) + \($0)(b, a(I + 1))\n" },
      value: { a, b, _, f in f(a, b) + f(b, a + 1) }),
    Variant(
      testDescription: "in a condition's branches",
      body: { "    return where(a > b, \($0)(a, b), \($0)(a(I + 1), b))\n" },
      value: { a, b, i, f in field(i + a) > field(i + b) ? f(a, b) : f(a + 1, b) }),
    Variant(
      testDescription: "in two variables",
      body: { "    v = \($0)(a, b)\n    w = \($0)(a(I + 1), b)\n    return v + v - w\n" },
      value: { a, b, _, f in f(a, b) + f(a, b) - f(a + 1, b) }),
    Variant(
      testDescription: "through tuples",
      body: {
        "    x, y = \($0)(a, b)\n    z, w = \($0)(a(I + 1), b)\n    return x + z, y + w\n"
      },
      value: { a, b, _, f in f(a, b) + f(a + 1, b) }, isTuple: true),
  ]

  private func lowered(_ variant: Variant, _ count: Int) throws -> Program {
    let type = variant.isTuple ? "tuple[F, F]" : "F"
    let operators = (0 ..< count).map { k in
      "@field_operator\ndef f\(k)(a: F, b: F) -> \(type):\n"
        + (k == 0
          ? variant.isTuple ? "    return a, b\n" : "    return a\n" : variant.body("f\(k - 1)"))
    }
    let last = "f\(count - 1)(a, b)"
    return try loweredProgram(
      """
      from gt4py.next import *
      from cartesian import I
      F = Field[[I], float64]

      \(operators.joined(separator: "\n"))
      @field_operator
      def last(a: F, b: F) -> F:
          return \(variant.isTuple ? "\(last)[0]" : last)

      @program
      def run(a: F, b: F, result: F, other: F):
          last(a, b, out=result)
          last(b, a, out=other)
      """)
  }

  /// Returns what `program` gives on four points.
  private func values(_ program: Program, halo: Int) throws -> [Double] {
    let dimension = Dimension("I")
    func made(_ range: Range<Int>) -> ArgumentValue {
      var field = Field(zeros: .float64, on: Domain(dims: [dimension], ranges: [range]))
      for i in range { field.setValue(ScalarValue(Self.field(i)), at: [i]) }
      return .field(field)
    }
    let (input, output) = (made(-halo ..< 4 + halo), made(0 ..< 4))
    let results = try Interpreter.run(program, arguments: [input, input, output, output])
    guard case .field(let result) = results[2], case .field(let other) = results[3] else {
      return []
    }
    #expect(other.elements(as: Double.self) == result.elements(as: Double.self))
    return result.elements(as: Double.self)
  }

  /// Returns what the operators mean, by their definitions.
  private func expected(_ variant: Variant, _ count: Int) -> [Double] {
    (0 ..< 4).map { i in
      var known: [[Int]: Double] = [:]
      func value(_ k: Int, _ a: Int, _ b: Int) -> Double {
        if k == 0 { return Self.field(i + a) }
        if let v = known[[k, a, b]] { return v }
        let v = variant.value(a, b, i) { value(k - 1, $0, $1) }
        known[[k, a, b]] = v
        return v
      }
      return value(count - 1, 0, 0)
    }
  }

  @Test("is at most quadratic", arguments: variants)
  func isQuadratic(variant: Variant) throws {
    var counts: [Int] = []
    for count in [12, 24] {
      let program = try lowered(variant, count)
      #expect(try values(program, halo: count) == expected(variant, count))
      let run = try Pipeline.standard.run(program, Pipeline.Options(verifies: true))
      #expect(try values(run.result, halo: count) == expected(variant, count))
      counts.append(run.passes.map(\.program.nodeCount).max() ?? 0)
    }
    #expect(counts[1] <= 5 * counts[0], "\(counts)")
  }

  /// Scalar operators in a scan are called at every point.
  @Test("is linear in calls inside a scan")
  func scan() throws {
    let count = 30
    let operators = (0 ..< count).map { k in
      "@field_operator\ndef f\(k)(c: float64, x: float64) -> float64:\n"
        + (k == 0 ? "    return c + x + x\n" : "    return f\(k - 1)(c, x) + f\(k - 1)(x, c)\n")
    }
    let program = try loweredProgram(
      """
      from gt4py.next import *
      from cartesian import K
      F = Field[[K], float64]

      \(operators.joined(separator: "\n"))
      @scan_operator(axis=K, forward=True, init=0.0)
      def s(c: float64, x: float64) -> float64:
          return f\(count - 1)(c, x)

      @program
      def run(a: F, result: F):
          s(a, out=result)
      """)
    let domain = Domain(dims: [Dimension("K", .vertical)], ranges: [0 ..< 2])
    let ones = ArgumentValue.field(try Field.ones(.float64, on: domain))
    // Each operator doubles, and the first sum is 3 (c + x).
    let factor = 3 * Double(1 << (count - 2))
    let expected = [factor, factor * (factor + 1)]
    for p in [program, try Pipeline.standard.run(program).result] {
      guard case .field(let f) = try Interpreter.run(p, arguments: [ones, ones])[1] else {
        Issue.record("the result is no field")
        return
      }
      #expect(f.elements(as: Double.self) == expected)
    }
  }

  /// What really are 2^N different values is refused at once, wherever it is asked for.
  @Test(
    "is refused where all calls are different",
    arguments: ["f(a + b, b) + f(a * b, b)", "f(f(a, b), b)"])
  func differentCalls(body: String) throws {
    let operators = (0 ..< 30).map { k in
      "@field_operator\ndef f\(k)(a: F, b: F) -> F:\n    return "
        + (k == 0 ? "a + b\n" : body.replacing("f(", with: "f\(k - 1)(") + "\n")
    }
    let program = try loweredProgram(
      """
      from gt4py.next import *
      from cartesian import I
      F = Field[[I], float64]

      \(operators.joined(separator: "\n"))
      @program
      def run(a: F, b: F, result: F):
          f29(a, b, out=result)
      """)
    let domain = Domain(dims: [Dimension("I")], ranges: [0 ..< 2])
    let ones = ArgumentValue.field(try Field.ones(.float64, on: domain))
    func isRefused(_ body: () throws -> Void) -> Bool {
      do {
        try body()
      } catch let error as DiagnosticError {
        let d = error.diagnostics[0]
        #expect(d.code == IRCode.calls.rawValue && d.message.contains("'f0'"), "\(d)")
        #expect(d.span?.text.contains("a + b") == true, "\(d.span?.text ?? "")")
        return true
      } catch {}
      return false
    }
    #expect(isRefused { _ = try Interpreter.run(program, arguments: [ones, ones, ones]) })
    #expect(isRefused { _ = try Pipeline.standard.run(program) })
  }

}
