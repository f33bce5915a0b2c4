import Diagnostics
import Fields
import Foundation
import Interpreter
import IteratorIR
import RandomSamples
import StencilTypes
import TestSupport
import Testing

@testable import Transforms

@Suite("Folding random expressions")
struct RandomFoldingTests {

  /// The number of expressions of each seed.
  private static let count =
    ProcessInfo.processInfo.environment["RANDOM_EXPRESSIONS"].flatMap { Int($0) } ?? 100

  /// Returns the program that stores `expressions` in one field each.
  private func program(_ expressions: [(Expr, ScalarKind)]) -> Program {
    let i = Dimension("I")
    let domain = Expr.call(.cartesianDomain, .call(.namedRange, .axis(i), .int(0), .int(1)))
    return Program(
      name: "random",
      parameters: RandomExpressions.parameters
        + expressions.enumerated().map {
          Parameter(name: Symbol("out\($0)"), type: .field([i], $1.1))
        },
      body: expressions.enumerated().map {
        .set(target: .ref("out\($0)"), domain: domain, value: $1.0)
      }, offsets: [:])
  }

  /// Returns what the expressions of `program` give, as text with NaNs as one, or the codes of the
  /// errors that end it.
  private func results(_ program: Program, _ scalars: [ScalarValue]) -> Outcome {
    let fields = program.parameters.dropFirst(scalars.count).map { p -> ArgumentValue in
      guard case .field(let type) = p.type else { preconditionFailure("outputs are fields") }
      return .field(Field(zeros: type.dtype, on: Domain(dims: type.dims, ranges: [0 ..< 1])))
    }
    let arguments = scalars.map { ArgumentValue.scalar($0) } + fields
    do throws(DiagnosticError) {
      let results = try Interpreter.run(program, arguments: arguments)
      return .values(
        results.dropFirst(scalars.count).map { r in
          if case .field(let f) = r { f.values.map(\.typedDescription).joined() } else { "" }
        })
    } catch {
      return .failure(error.diagnostics.map(\.code))
    }
  }

  /// What came of a run.
  private enum Outcome: Equatable {
    case values([String])
    case failure([String])
  }

  /// `true` iff folding `e` changes what it gives.
  private func differs(_ e: Expr, _ kind: ScalarKind, _ scalars: [ScalarValue]) -> Bool {
    let before = program([(e, kind)])
    guard let after = try? Pass.constantFolding.run(before) else { return true }
    return results(before, scalars) != results(after, scalars)
  }

  @Test("changes no bit, and no error", arguments: 0 ..< 20)
  func folding(seed: Int) throws {
    var random = RandomExpressions(seed: UInt64(seed))
    let scalars = RandomExpressions.parameters.map { p -> ScalarValue in
      guard case .scalar(let kind) = p.type else { preconditionFailure("parameters are scalars") }
      return random.value(kind)
    }
    let expressions = (0 ..< RandomFoldingTests.count).map { _ in
      let kind = random.kind()
      return (random.expression(kind, depth: 5), kind)
    }
    let before = program(expressions)
    let trace = try Pass.constantFolding.trace(before)
    let after = trace.state(trace.count)
    #expect(try after == Pass.constantFolding.run(before))
    #expect(try Pass.constantFolding.trace(after).count == 0)
    for r in trace.rewrites {
      let (old, new) = try #require(r.expressions)
      let rule = try #require(Rule.constantFolding.first { $0 == r.rule })
      var scope = Scope(before)
      #expect(rule.answer(to: old, in: &scope).result == new, "\(rule.name) alone")
    }
    #expect(trace.count > 0)
    // One failing expression fails the program, so then each is run by itself.
    if case .values(let values) = results(before, scalars) {
      #expect(values.count == expressions.count && !values.contains(""))
      if results(after, scalars) == .values(values) { return }
    }
    let outcomes = expressions.map { results(program([$0]), scalars) }
    let valueCount = outcomes.count { if case .values = $0 { true } else { false } }
    #expect(valueCount > expressions.count / 2, "most expressions have values")
    let names = Dictionary(
      uniqueKeysWithValues: RandomExpressions.parameters.map { ($0.name, IRType($0.type)) })
    for (e, kind) in expressions where differs(e, kind, scalars) {
      let smallest = e.shrunk(where: names) { differs($0, kind, scalars) }
      Issue.record("\(smallest.text(style: .typed)) : \(kind) with \(scalars)")
      return
    }
  }

}
