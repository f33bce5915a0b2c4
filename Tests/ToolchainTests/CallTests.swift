import Diagnostics
import FieldView
import Fields
import Interpreter
import StencilTypes
import TestSupport
import Testing
import Toolchain

@Suite("Calls") struct CallTests {

  let toolchain = Toolchain()

  /// Calls `callable` and returns the values of `out` afterwards.
  private func call(
    _ callable: Callable, _ positional: [ArgumentValue] = [],
    _ keywords: [(name: String, value: ArgumentValue)] = []
  ) throws -> [Double] {
    var runner = toolchain.runner
    let result = try toolchain.call(
      callable, CallArguments(positional: positional, keywords: keywords), tables: [:], &runner)
    return result.first { $0.name == "out" }?.value.values ?? []
  }

  private static let a = line(1, 2, 3)
  private static let out = line(0, 0, 0)
  private static let two = ArgumentValue.scalar(ScalarValue(2.0))
  private static let no = ArgumentValue.scalar(ScalarValue(false))

  @Test func `take arguments by position, by keyword and mixed`() throws {
    for name in ["scaled", "scale"] {
      let f = try callable(name)
      let named = [("a", Self.a), ("factor", Self.two), ("off", Self.no), ("out", Self.out)]
      for count in 0 ... 4 {
        let positional = named.prefix(count).map(\.1)
        for keywords in [Array(named.dropFirst(count)), named.dropFirst(count).reversed()] {
          #expect(try call(f, positional, keywords.map { (name: $0.0, value: $0.1) }) == [2, 4, 6])
        }
      }
    }
  }

  @Test func `give back every parameter, in canonical order`() throws {
    var runner = toolchain.runner
    let result = try toolchain.call(
      callable("scaled"),
      CallArguments(
        keywords: [("out", Self.out), ("off", Self.no), ("factor", Self.two), ("a", Self.a)]),
      tables: [:], &runner)
    #expect(result.map(\.name) == ["a", "factor", "off", "out"])
    #expect(result[0].value.values == [1, 2, 3])
  }

  @Test func `split into types and values`() throws {
    let arguments = CallArguments(
      positional: [Self.a, .tuple([Self.two, Self.no])], keywords: [("out", Self.out)])
    let field = DataType.field([dimI], .float64)
    #expect(
      arguments.signature
        == Signature(
          positional: [field, .tuple([.scalar(.float64), .scalar(.bool)])],
          keywords: [("out", field)]))
  }

  @Test func `compile once for one signature, whatever the values and sizes`() throws {
    var runner = toolchain.runner
    for values in [(line(1, 2), line(0, 0)), (line(5, 6, 7), line(0, 0, 0))] {
      runner = toolchain.runner
      _ = try toolchain.call(
        callable: sharedProgram, values.0, values.1, &runner)
    }
    #expect(runner.records.allSatisfy { $0.isCached })
  }

  private let sharedProgram: Callable

  init() throws { sharedProgram = try callable("scaled") }

  @Test func `drive the steps that ahead-of-time compilation drives`() throws {
    var ahead = toolchain.runner
    let signature = CallArguments(
      positional: [Self.a, Self.two, Self.no], keywords: [("out", Self.out)]
    ).signature
    let executable = try toolchain.compile(CompileInfo(sharedProgram, signature), &ahead)
    #expect(executable.name == "scaled")
    #expect(executable.parameters.map(\.name.name) == ["a", "factor", "off", "out"])
    var called = toolchain.runner
    _ = try toolchain.call(callable: sharedProgram, Self.a, Self.out, &called)
    #expect(called.records.map(\.step) == ahead.records.map(\.step))
    #expect(called.records.allSatisfy { $0.isCached })
  }

  // The values are GT4Py's.

  @Test func `of an operator write on a part of the output`() throws {
    let old = line(-1, -1, -1, -1)
    #expect(
      try call(
        callable("scale"), [line(0, 1, 2, 3), .scalar(ScalarValue(1.0)), Self.no],
        [("out", old), ("domain", .domain([1 ..< 3]))]) == [-1, 1, 2, -1])
  }

  @Test(
    arguments: [
      (ArgumentValue.domain([1 ..< 3]), [[-1, 1, 2, -1], [-1, 2, 3, -1]]),
      (.tuple([.domain([1 ..< 3]), .domain([0 ..< 2])]), [[-1, 1, 2, -1], [1, 2, -1, -1]]),
    ] as [(ArgumentValue, [[Double]])])
  func `of an operator write on one domain or on several`(
    domain: ArgumentValue, expected: [[Double]]
  ) throws {
    let old = line(-1, -1, -1, -1)
    var runner = toolchain.runner
    let results = try toolchain.call(
      callable("both"),
      CallArguments(
        positional: [line(0, 1, 2, 3)],
        keywords: [("out", .tuple([old, old])), ("domain", domain)]), tables: [:], &runner)
    guard case .tuple(let outputs)? = results.first(where: { $0.name == "out" })?.value else {
      Issue.record("no output")
      return
    }
    #expect(outputs.map(\.values) == expected)
  }

  @Test func `of an operator leave an output alone that the domain exceeds`() throws {
    let error = try #require(throws: DiagnosticError.self) {
      try call(
        callable("scale"), [line(0, 1, 2, 3, 4), Self.two, Self.no],
        [("out", line(-1, -1)), ("domain", .domain([1 ..< 3]))])
    }
    #expect(error.diagnostics.map(\.code) == ["E-RUN-TARGET"])
  }

  @Test(arguments: [
    ArgumentValue.domain([1 ..< 3, 0 ..< 2]), .tuple([.domain([1 ..< 3])]), two,
    .tuple([.tuple([two, two])]),
  ])
  func `of an operator refuse what is no domain of its result`(domain: ArgumentValue) throws {
    let marked = MarkedText(samples.replacing("def scale(", with: "def 1️⃣scale("))
    expectDiagnostic(TypeCode.domain, in: marked, saying: "two integers for each dimension") {
      _ = try call(
        callable("scale", in: marked.file), [Self.a, Self.two, Self.no],
        [("out", Self.out), ("domain", domain)])
    }
  }

  @Test func `of a bound operator take a domain`() throws {
    let bound = try callable("scale").bound(
      BoundArgument(name: "factor", value: .scalar(ScalarValue(2.0))))
    #expect(
      try call(
        bound, [Self.a, Self.no], [("domain", .domain([1 ..< 2])), ("out", Self.out)])
        == [0, 4, 0])
  }

  @Test(arguments: [("run_other", [2, 4, 6]), ("run_both", [3, 5, 7])] as [(String, [Double])])
  func `reach operators that are imported under other names`(
    name: String, expected: [Double]
  ) throws {
    let main = """
      from gt4py.next import *
      from operators import op as other, I

      @field_operator
      def op(a: Field[[I], float64]) -> Field[[I], float64]:
          return other(a) + 1.0

      @program
      def run_other(a: Field[[I], float64], out: Field[[I], float64]):
          other(a, out=out)

      @program
      def run_both(a: Field[[I], float64], out: Field[[I], float64]):
          other(a, out=out)
          op(a, out=out)

      """
    let operators = """
      from gt4py.next import *

      I = Dimension("I")

      @field_operator
      def op(a: Field[[I], float64]) -> Field[[I], float64]:
          return a * 2.0

      """
    let loader = ModuleLoader(
      searchPath: [""], files: .memory(["main.py": main, "operators.py": operators]))
    guard case .program(let p) = try loader.loadFile("main.py").lookup(name) else {
      throw MissingSample(name: name)
    }
    #expect(try call(Callable(.program(p)), [Self.a, Self.out]) == expected)
  }

  @Test func `of a scan take fields for its scalars`() throws {
    let k = Dimension("K", .vertical)
    let column = { (values: [Double]) in
      ArgumentValue.field(Field(values, on: Domain(dims: [k], ranges: [0 ..< values.count])))
    }
    #expect(
      try call(callable("add_up"), [column([1, 2, 4])], [("out", column([0, 0, 0]))])
        == [1, 3, 7])
  }

  // MARK: Illegal mixes

  struct Mistake: Sendable {
    let callable: String
    let positional: Int
    let keywords: [String]
    let code: TypeCode
    let message: String
    let hint: String
  }

  static let mistakes = [
    Mistake(
      callable: "scaled", positional: 5, keywords: [], code: .tooMany,
      message: "The program 'scaled' takes 4 arguments, not 5.",
      hint: "it takes a, factor, off, out"),
    Mistake(
      callable: "scaled", positional: 3, keywords: ["out", "facto"], code: .keyword,
      message: "The program 'scaled' has no parameter 'facto'.", hint: "did you mean 'factor'?"),
    Mistake(
      callable: "scaled", positional: 3, keywords: ["out", "a"], code: .duplicate,
      message: "The program 'scaled' gets two values for 'a'.",
      hint: "pass it once, by position or by keyword"),
    Mistake(
      callable: "scaled", positional: 3, keywords: ["out", "out"], code: .duplicate,
      message: "The program 'scaled' gets two values for 'out'.",
      hint: "pass it once, by position or by keyword"),
    Mistake(
      callable: "scaled", positional: 2, keywords: ["out"], code: .missing,
      message: "The program 'scaled' needs a value for 'off'.", hint: "add off=…"),
    Mistake(
      callable: "scale", positional: 3, keywords: [], code: .missing,
      message: "The field operator 'scale' needs a value for 'out'.", hint: "add out=…"),
    Mistake(
      callable: "scale", positional: 5, keywords: [], code: .tooMany,
      message: "The field operator 'scale' takes 4 arguments, not 5.",
      hint: "it takes a, factor, off, out"),
    Mistake(
      callable: "add_up", positional: 1, keywords: ["out", "state"], code: .keyword,
      message: "The scan operator 'add_up' has no parameter 'state'.", hint: "it takes x, out"),
  ]

  @Test(arguments: mistakes)
  func `have a message for each illegal mix`(mistake: Mistake) throws {
    let values = [Self.a, Self.two, Self.no, Self.out, Self.out]
    let error = try #require(throws: DiagnosticError.self) {
      try call(
        callable(mistake.callable), Array(values.prefix(mistake.positional)),
        mistake.keywords.map { ($0, Self.out) })
    }
    #expect(error.diagnostics.map(\.code) == [mistake.code.rawValue])
    #expect(error.diagnostics[0].message == mistake.message)
    #expect(error.diagnostics[0].hint == mistake.hint)
  }

  @Test(arguments: ["scaled", "scale"])
  func `have a message for a wrong type that shows the declaration`(name: String) throws {
    let marked = MarkedText(
      samples.replacing("def \(name)(a: FI, factor", with: "def \(name)(a: FI, 1️⃣factor"))
    expectDiagnostic(TypeCode.argument, in: marked, saying: "takes 'float64', not 'bool'") {
      _ = try call(
        callable(name, in: marked.file), [Self.a, Self.no, Self.no], [("out", Self.out)])
    }
  }

  @Test func `have a message for a bound argument that is passed`() throws {
    let marked = MarkedText(
      samples.replacing("def scaled(a: FI, factor", with: "def scaled(a: FI, 1️⃣factor"))
    let bound = try callable("scaled", in: marked.file).bound(
      BoundArgument(name: "factor", value: .scalar(ScalarValue(2.0))))
    let error = try #require(throws: DiagnosticError.self) {
      try call(bound, [Self.a], [("off", Self.no), ("factor", Self.two), ("out", Self.out)])
    }
    #expect(error.diagnostics.map(\.code) == [BindingCode.again.rawValue])
    #expect(error.diagnostics[0].message == "'factor' is bound already: factor=2.0.")
    let place = try #require(marked.offset(1))
    #expect(error.diagnostics[0].notes.map(\.span?.bytes.lowerBound) == [place])
  }

  /// 5000000000 would become the index 705032704.
  @Test func `have a message for a bound of a domain that is no index`() throws {
    let marked = MarkedText(samples.replacing("n: int64, factor", with: "1️⃣n: int64, factor"))
    let far = ArgumentValue.scalar(ScalarValue(wrapping: 5_000_000_000, as: .int64))
    let error = try #require(throws: DiagnosticError.self) {
      try call(callable("upTo", in: marked.file), [Self.a, far, Self.two, Self.out])
    }
    #expect(error.diagnostics.map(\.code) == [RunCode.index.rawValue])
    #expect(
      error.diagnostics[0].message == "'n' is in the bound of a domain; 5000000000 is no index.")
    let place = try #require(marked.offset(1))
    #expect(error.diagnostics[0].notes.map(\.span?.bytes.lowerBound) == [place])
  }

  @Test func `pass the free arguments of bound callables by position`() throws {
    for name in ["scaled", "scale"] {
      let bound = try callable(name).bound(
        BoundArgument(name: "factor", value: .scalar(ScalarValue(2.0))))
      #expect(try call(bound, [Self.a, Self.no, Self.out]) == [2, 4, 6])
      #expect(try call(bound, [Self.a], [("out", Self.out), ("off", Self.no)]) == [2, 4, 6])
      let error = try #require(throws: DiagnosticError.self) {
        try call(bound, [Self.a, Self.two, Self.no, Self.out])
      }
      #expect(error.diagnostics.map(\.code) == [TypeCode.tooMany.rawValue])
      #expect(
        error.diagnostics[0].message.hasSuffix("'\(name){factor=2.0}' takes 3 arguments, not 4."))
      #expect(error.diagnostics[0].hint == "it takes a, off, out")
    }
  }

}

extension Toolchain {

  /// Calls a program like `scaled`.
  fileprivate func call(
    callable: Callable, _ a: ArgumentValue, _ out: ArgumentValue, _ runner: inout StepRunner
  ) throws {
    _ = try call(
      callable,
      CallArguments(
        positional: [a, .scalar(ScalarValue(2.0)), .scalar(ScalarValue(false))],
        keywords: [("out", out)]), tables: [:], &runner)
  }

}
