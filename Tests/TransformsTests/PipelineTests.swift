import Diagnostics
import Fields
import Interpreter
import IteratorIR
import StencilTypes
import TestSupport
import Testing
import Transforms

@Suite("The standard pipeline")
struct PipelineTests {

  @Test("keeps every bit of every result, pass by pass", arguments: try Case.all())
  func keepsResults(example: Case) throws {
    let program = try example.program
    let (arguments, tables) = (try example.values, try example.neighborTables)
    func results(_ p: Program) throws -> [String] {
      try Interpreter.run(p, arguments: arguments, tables: tables).flatMap(\.leaves).map {
        if case .field(let f) = $0 { f.digest } else { "" }
      }
    }
    let expected = try results(program)
    let recorded = try Pipeline.standard.record(program, Pipeline.Options(verifies: true))
    let run = recorded.run
    for (i, pass) in run.passes.enumerated() where pass.isChanged {
      try #require(
        try results(pass.program) == expected,
        "\(pass.pass)\n\(pass.program.text(style: .typed))")
      let trace = recorded.trace(of: i)
      #expect(trace.state(trace.count) == pass.program)
    }
    #expect(recorded.trace.state(recorded.trace.count) == run.result)
  }

  @Test("applies functions without parameters, and folds what they give")
  func nullary() throws {
    let program = try loweredProgram(
      """
      from gt4py.next import *
      from cartesian import I
      F = Field[[I], float64]

      @field_operator
      def two() -> float64:
          return 2.0

      @field_operator
      def f(a: F) -> F:
          return a + two() * 3.0

      @program
      def run(a: F, o: F):
          f(a, out=o, domain={I: (0, 4)})
      """)
    let result = try Pipeline.standard.run(program, Pipeline.Options(verifies: true)).result
    #expect(
      try storedValue(result)
        == "as_fieldop(λ(__arg0) → ·__arg0 + 6.0:f64, c⟨ Iₕ: [0:i32, 4:i32[ ⟩)(a)")
  }

  @Test(
    "takes nested outputs through every pass",
    arguments: [
      """
          x = a * b
          return (x(I + 1) + x, x - x(I - 1)), (x, (b,))
      """,
      """
          x = a * b
          y = x + b
          if c:
              y = x(I + 1)
          return (x(I + 1) + x, concat_where(K < 2, x, y)), (y(I - 1), (x,))
      """,
    ])
  func nestedOutputs(body: String) throws {
    let program = try loweredProgram(
      """
      from gt4py.next import *
      from cartesian import I, K
      F = Field[[I, K], float64]

      @field_operator
      def f(a: F, b: F, c: bool) -> tuple[tuple[F, F], tuple[F, tuple[F]]]:
      \(body)

      @program
      def run(a: F, b: F, c: bool, o: F, p: F, q: F, r: F):
          f(a, b, c, out=((o, p), (q, (r,))))
      """)
    func field(_ name: String) throws -> ArgumentValue {
      guard case .field(let type) = program.parameters[0].type else { return .tuple([]) }
      let isOutput = ["o", "p", "q", "r"].contains(name)
      let range = isOutput ? 0 ..< 5 : -2 ..< 8
      return .field(
        try Field.random(
          seed: 1, name: name, on: Domain(dims: type.dims, ranges: [range, range]), dtype: .float64)
      )
    }
    for c in [false, true] {
      let arguments = try program.parameters.map {
        $0.name.name == "c" ? .scalar(ScalarValue(c)) : try field($0.name.name)
      }
      func results(_ p: Program) throws -> [String] {
        try Interpreter.run(p, arguments: arguments).flatMap(\.leaves).map {
          if case .field(let f) = $0 { f.digest } else { "" }
        }
      }
      let run = try Pipeline.standard.run(program, Pipeline.Options(verifies: true))
      let expected = try results(program)
      #expect(body.contains("concat_where") || !run.result.temporaries.isEmpty)
      for pass in run.passes where pass.isChanged {
        #expect(try results(pass.program) == expected, "\(pass.pass)")
      }
    }
  }

  @Test("says which passes do not settle")
  func unsettled() throws {
    let rule = Rule("swap", "a + b ⇒ b + a")
    let swap = Pass("swap", "Swaps the operands of sums.") { program, context in
      context.mapExpressions(of: program) { e, context in
        guard let a = e.arguments(of: .plus) else { return e }
        return context.replace(e, with: .call(.plus, a[1], a[0]), by: rule)
      }
    }
    let pipeline = Pipeline([.fixpoint(limit: 3, [swap, .constantFolding])])
    let error = #expect(throws: DiagnosticError.self) {
      try pipeline.run(program("n: int32", storing: "n + n"))
    }
    #expect(error?.diagnostics.map(\.code) == [TransformCode.unsettled.rawValue])
    #expect(error?.diagnostics.first?.message.contains("swap") == true)
  }

  @Test(
    "does nothing by rules that are switched off", arguments: Pipeline.standard.passes.map(\.name))
  func switchedOff(name: String) throws {
    let pass = try Pipeline.standard.pass(named: name)
    let off = Set(pass.rules.map(\.name))
    let optional = Set(pass.rules.filter(\.isOptional).map(\.name))
    // Where they fire if they are on.
    let examples = try Self.fired.get().filter { !$0.rules.isDisjoint(with: optional) }.map(\.test)
    let sample = try Self.samples()[name]
    try #require(
      !examples.isEmpty || sample != nil || optional.isEmpty, "\(name) does nothing anywhere")
    if let sample {
      for disabled in [[], off] {
        let settings = PassSettings(disabledRules: disabled, connectivities: ["V2E": Self.table])
        let fired = try pass.trace(sample, settings).rewrites.map(\.rule.name)
        #expect(fired.contains(where: optional.contains) == disabled.isEmpty)
      }
    }
    for example in examples.prefix(4) {
      let options = Pipeline.Options(
        settings: PassSettings(disabledRules: off), verifies: true)
      let recorded = try Pipeline.standard.record(try example.program, options)
      #expect(
        !recorded.trace.rewrites.contains { $0.rule.isOptional && off.contains($0.rule.name) })
    }
  }

  private static let table = ConnectivityType(
    target: Dimension("Vertex"), local: Dimension("V2E", .local), source: Dimension("Edge"),
    neighborCount: 2, hasSkipValues: false)

  /// Programs for the passes that find nothing to do in the cases.
  private static func samples() throws -> [String: Program] {
    let a = "a: Field[[Iₕ], float64], d: Field[[Iₕ], int32]"
    return try [
      "normalize_shifts": program(a, storing: "(⇑(λ(i) → ·⟪Ioffₒ, 1ₒ⟫(⟪Ioffₒ, 2ₒ⟫(i))))(a)"),
      "inline_lifts": program(a, storing: "(⇑(λ(i) → ·(↑(λ(j) → ·j + 1.0))(i)))(a)"),
      "inline_dynamic_shifts": program(
        a, storing: "(⇑(λ(x, o) → ·⟪Ioffₒ, ·o⟫(x)))((⇑(λ(y) → sin(·y)))(a), d)"),
      "collapse_list_get": program(
        a, storing: "(⇑(λ(i) → list_get(1, make_const_list(·i))))(a)"),
      "unroll_reduce": program(
        """
        p(e: Field[[Edgeₕ], float64], o: Field[[Vertexₕ], float64], n: int32) {
          offset V2Eₒ: Edgeₕ → Vertexₕ, V2Eₗ;
          o @ u⟨ Vertexₕ: [0, n[ ⟩ ← (⇑(λ(x) → reduce(plus, 0.0)(neighbors(V2Eₒ, x))))(e);
        }
        """),
    ]
  }

  /// The cases with the rules that fire in them.
  private static let fired = Result {
    try Case.all().map { test in
      let rewrites = try Pipeline.standard.record(try test.program).trace.rewrites
      return (test: test, rules: Set(rewrites.map(\.rule.name)))
    }
  }

  @Test("says which pass made a program without meaning")
  func invalid() throws {
    let rule = Rule("unbind", "a + b ⇒ nothing")
    let unbind = Pass("unbind", "Puts an unknown name in place of sums.") { program, context in
      context.mapExpressions(of: program) { e, context in
        e.arguments(of: .plus) == nil ? e : context.replace(e, with: .ref("nothing"), by: rule)
      }
    }
    let p = try program("n: int32", storing: "n + n")
    let error = #expect(throws: DiagnosticError.self) {
      try Pipeline([.pass(unbind)]).run(p, Pipeline.Options(verifies: true))
    }
    #expect(error?.diagnostics.first?.code == TransformCode.invalidResult.rawValue)
    #expect(error?.diagnostics.first?.message.contains("'unbind'") == true)
  }

  @Test("blames the first pass that made a program without a meaning", arguments: [true, false])
  func firstInvalid(throwsLater: Bool) throws {
    let rule = Rule("rename", "a name ⇒ another")
    func rename(_ name: String, _ old: String, _ new: String) -> Pass {
      Pass(name, "Puts \(new) in place of \(old).") { program, context in
        try context.mapStatementExpressions(of: program) { e, context in
          if throwsLater, new == "later" { _ = try program.inferTypes() }
          return e == .ref(old) ? context.replace(e, with: .ref(new), by: rule) : e
        }
      }
    }
    let passes = [
      rename("same", "n", "n"), rename("first", "n", "none"), rename("second", "none", "later"),
    ]
    let p = try program("n: float64", storing: "n")
    let error = #expect(throws: DiagnosticError.self) {
      try Pipeline(passes.map { .pass($0) }).run(p, Pipeline.Options(verifies: true))
    }
    #expect(error?.diagnostics.first?.code == TransformCode.invalidResult.rawValue)
    #expect(error?.diagnostics.first?.message.contains("'first'") == true)
  }

  @Test("has a test of each of its messages")
  func complete() {
    let tested: Set<TransformCode> = [.unsettled, .invalidResult, .unknownPass]
    #expect(tested == Set(TransformCode.allCases))
  }

}
