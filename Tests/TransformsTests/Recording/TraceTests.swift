import Diagnostics
import IteratorIR
import StencilTypes
import Testing

@testable import Transforms

@Suite("Traces")
struct TraceTests {

  /// Returns a program that stores `((n × 0 + (1 + 2)) × 1 + (1 + 2)) × …`.
  private func deepSum(_ depth: Int) -> Program {
    var e = Expr.ref("n")
    for i in 0 ..< depth {
      e = .call(.plus, .call(.multiplies, e, .int(i % 3)), .call(.plus, .int(1), .int(2)))
    }
    return Program(
      name: "p", parameters: [Parameter(name: Symbol("n"), type: .scalar(.int32))],
      body: [.set(target: .ref("n"), domain: .int(0), value: e)], offsets: [:])
  }

  @Test("rebuild states from checkpoints as from the start")
  func checkpoints() throws {
    try withLargeStack {
      let program = deepSum(400)
      let trace = try Pass.constantFolding.trace(program)
      try #require(trace.count > 400)
      var builder = StateBuilder(program)
      for (i, r) in trace.rewrites.enumerated() {
        builder.apply(r)
        if i % 97 == 0 { #expect(trace.state(i + 1) == builder.program()) }
      }
      #expect(try trace.state(trace.count) == Pass.constantFolding.run(program))
    }
  }

  @Test("hold for trees that are ten thousand calls deep")
  func deepTrees() throws {
    try withLargeStack {
      let program = deepSum(10_000)
      let trace = try Pass.constantFolding.trace(program)
      #expect(try trace.state(trace.count) == Pass.constantFolding.run(program))
      #expect(trace.slice(5 ..< 10).count == 5)
    }
  }

  @Test("release long paths one by one")
  func longPaths() {
    var path = Path(.value(StatementPath(0)))
    for i in 0 ..< 1_000_000 { path = path.child(i & 1) }
    #expect(path.depth == 1_000_000)
    #expect(path.parent?.slot == 0)
  }

  @Test("share what paths have in common")
  func sharedPaths() {
    var cursor = PathCursor()
    cursor.start(at: .value(StatementPath(0)))
    cursor.enter(1)
    cursor.enter(2)
    let first = cursor.path()
    cursor.leave()
    cursor.enter(3)
    let second = cursor.path()
    #expect(first.slots == [1, 2])
    #expect(second.slots == [1, 3])
    #expect(first != second)
    if let a = first.parent, let b = second.parent { #expect(a.isIdentical(to: b)) }
  }

  @Test("re-apply each rewrite alone")
  func reapplied() throws {
    let p = try program(
      "n: int32, c: bool",
      storing: "if (n < 3 ∨ True) ∧ ¬¬c then (1 + n) + 2 else (if ¬c then 3 × n × 1 else n - 0)")
    let trace = try Pass.constantFolding.trace(p)
    #expect(trace.count > 5)
    for r in trace.rewrites {
      let (before, after) = try #require(r.expressions)
      let rule = try #require(Rule.constantFolding.first { $0 == r.rule })
      var scope = Scope(p)
      #expect(rule.answer(to: before, in: &scope).result == after)
    }
  }

  @Test("say which rule does not settle")
  func unsettled() throws {
    let swap = Rule("swap", "a + b ⇒ b + a", heads: [.plus]) { e, _ in
      guard let a = e.arguments(of: .plus) else { return .miss(.otherForm) }
      return .match(.call(.plus, a[1], a[0]))
    }
    let pass = Pass("swapping", "Swaps operands.", applying: [swap])
    let error = #expect(throws: DiagnosticError.self) {
      try pass.run(program("n: int32", storing: "n + 1"))
    }
    #expect(error?.diagnostics.map(\.code) == [TransformCode.unsettled.rawValue])
    #expect(error?.diagnostics.first?.message.contains("'swap'") == true)
  }

  @Test("end when the run is cancelled")
  func cancelled() throws {
    let options = PassContext.Options(isCancelled: { true })
    #expect(throws: CancellationError.self) {
      try Pass.constantFolding.run(program("n: int32", storing: "n + 1"), options: options)
    }
  }

  @Test("name an unknown pass")
  func unknownPass() {
    let error = #expect(throws: DiagnosticError.self) {
      try Pipeline.standard.pass(named: "constant_foldng")
    }
    #expect(error?.diagnostics.first?.code == TransformCode.unknownPass.rawValue)
    #expect(error?.diagnostics.first?.hint == "did you mean 'constant_folding'?")
  }

}
