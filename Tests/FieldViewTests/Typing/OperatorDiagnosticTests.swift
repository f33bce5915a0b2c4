import FieldView
import TestSupport
import Testing

/// An operator with one mistake, at mark 1.
struct MistakeSample: Sendable {

  let source: String
  let code: TypeCode
  let fragment: String?

  init(_ code: TypeCode, _ source: String, saying fragment: String? = nil) {
    self.code = code
    self.source = source
    self.fragment = fragment
  }

  /// Creates a sample that returns `expression` of `a` and `b`, both fields on I.
  static func returning(
    _ expression: String, _ code: TypeCode, saying fragment: String? = nil
  ) -> MistakeSample {
    MistakeSample(
      code,
      "@gtx.field_operator\ndef f(a: FI, b: FI, m: Field[[I], bool], n: int32, s: float, e: FE):\n"
        + "    return \(expression)\n", saying: fragment)
  }

}

@Suite("Mistakes in operators")
struct OperatorDiagnosticTests {

  static let expressions: [MistakeSample] = [
    .returning("a + 1️⃣aa", .undeclared),
    .returning("a + 1️⃣ab", .undeclared, saying: "did you mean"),
    .returning("1️⃣sin(a)", .undeclared, saying: "from gt4py.next import sin"),
    .returning("1️⃣f(a, b, m, n, s, e)", .recursion, saying: "calls itself"),
    .returning("1️⃣(a > b) and (b > a)", .logical, saying: "(a > b) & (b > a)"),
    .returning("where(1️⃣0.0 < a < 1.0, a, b)", .chain, saying: "(0.0 < a) & (a < 1.0)"),
    .returning("1️⃣a + astype(b, float32)", .promote, saying: "astype"),
    .returning("1️⃣astype(a, float32) * 0.5", .promote, saying: "float32(0.5)"),
    .returning("1️⃣n + 1.0", .promote),
    .returning("1️⃣a + 1", .promote, saying: "'1.0'"),
    .returning("1️⃣m + a", .operand, saying: "where"),
    .returning("a & 1️⃣b", .operand).at("1️⃣a & b"),
    .returning("a % 1️⃣b", .operand, saying: "an integer"),
    .returning("-1️⃣m", .operand),
    .returning("not 1️⃣a", .operand),
    .returning("1️⃣m == m", .operand),
    .returning("a if 1️⃣m else b", .condition, saying: "where"),
    .returning("where(1️⃣a, a, b)", .condition),
    .returning("where(1️⃣True, a, b)", .condition),
    .returning("concat_where(1️⃣m, a, b)", .condition, saying: "where(…)"),
    .returning("where(1️⃣I > 2, a, b)", .condition, saying: "concat_where"),
    .returning("where(m, a, 1️⃣astype(b, float32))", .branches),
    .returning("1️⃣a if n == 1 else s", .branches),
    .returning("(a, b)[1️⃣2]", .index, saying: "2 elements"),
    .returning("(a, b)[1️⃣n]", .index),
    .returning("1️⃣s[0]", .index),
    .returning("a[1️⃣0]", .index, saying: "f(I + 1)"),
    .returning("a[1️⃣I(n + 1)]", .index, saying: "at one index of 'I'"),
    .returning("a + 1️⃣I(2)", .notCallable, saying: "write '2'"),
    .returning("a(1️⃣Koff[1])", .shift, saying: "on [I]"),
    .returning("a(1️⃣K + 1)", .shift),
    .returning("a(1️⃣I * 2)", .shift),
    .returning("a(I + 1️⃣2147483648)", .shift, saying: "is no index"),
    .returning("a(I - 1️⃣2147483649)", .shift, saying: "is no index"),
    .returning("a(I + 1️⃣n)", .shift, saying: "as_offset"),
    .returning("a(Ioff[1️⃣n])", .shift, saying: "as_offset(Ioff"),
    .returning("a(1️⃣Ioff)", .shift, saying: "Ioff[1]"),
    .returning("a(1️⃣I)", .shift, saying: "I + 1"),
    .returning("a(1️⃣b)", .shift).at("a(1️⃣s)"),
    .returning("a(as_offset(Ioff, 1️⃣b))", .shift, saying: "integers"),
    .returning("1️⃣as_offset(Ioff, a)", .shift),
    .returning("1️⃣s(I + 1)", .notCallable),
    .returning("1️⃣Ioff(a)", .notCallable),
    .returning("1️⃣gtx.sqrt(a)", .notCallable, saying: "import sqrt"),
    .returning("1️⃣Ioff", .value),
    .returning("1️⃣I + 1", .value, saying: "f(I + 1)"),
    .returning("a + 1️⃣I", .value),
    .returning("a + 1️⃣twice", .value),
    .returning("1️⃣()", .value),
    .returning("a + 1️⃣\"x\"", .value, saying: "float32"),
    .returning("sqrt(1️⃣n)", .argument, saying: "astype(n, float64)"),
    .returning("1️⃣maximum(a, astype(b, float32))", .promote),
    .returning("1️⃣maximum(a)", .missing),
    .returning("1️⃣abs(a, b)", .tooMany),
    .returning("abs(1️⃣x=a)", .keyword),
    .returning("twice(1️⃣s)", .argument, saying: "Parameter 'x'"),
    .returning("scaled(a, 1️⃣broadcast(s, ()))", .argument, saying: "takes 'float64'"),
    .returning("1️⃣twice()", .missing, saying: "'x'"),
    .returning("twice(a, 1️⃣b)", .tooMany),
    .returning("twice(a, 1️⃣x=b)", .duplicate),
    .returning("twice(1️⃣xx=b)", .keyword, saying: "did you mean 'x'?"),
    .returning("twice(a, 1️⃣out=b)", .keyword, saying: "programs only"),
    .returning("neighbor_sum(1️⃣a, axis=V2EDim)", .argument),
    .returning("neighbor_sum(1️⃣e, axis=V2EDim)", .argument, saying: "read the neighbors"),
    .returning("1️⃣neighbor_sum(e(V2E))", .missing, saying: "axis"),
    .returning("broadcast(a, 1️⃣(K,))", .dims, saying: "(I, K)"),
    .returning("broadcast(a, 1️⃣(K, I))", .dims, saying: "canonical"),
    .returning("broadcast(a, 1️⃣(I, V2EDim))", .dims, saying: "FieldOffset"),
    .returning("astype(a, 1️⃣b)", .argument, saying: "scalar type"),
    .returning("float32(1️⃣s)", .literal, saying: "astype(s, float32)"),
    .returning("1️⃣99999999999999999999", .literal),
    .returning("Wind(u=a, 1️⃣w=b)", .keyword),
    .returning("a.1️⃣x", .member),
    .returning("C.1️⃣x", .member),
    .returning(
      "1️⃣lambda x: x", .unsupported, saying: "A field operator cannot contain a lambda."),
    .returning("1️⃣[a, b]", .unsupported, saying: "tuple"),
    .returning("1️⃣a is b", .unsupported, saying: "=="),
    .returning("1️⃣n << n", .unsupported),
  ]

  static let statements: [MistakeSample] = [
    MistakeSample(
      .noReturn, "@gtx.field_operator\ndef 1️⃣f(a: FI):\n    b = a\n", saying: "'return'"),
    MistakeSample(
      .noReturn, "@gtx.field_operator\ndef 1️⃣f(a: FI, c: bool):\n    if c:\n        return a\n",
      saying: "every path"),
    MistakeSample(
      .returned, "@gtx.field_operator\ndef f(a: FI) -> 1️⃣FIK:\n    return a\n", saying: "broadcast"),
    MistakeSample(
      .returned,
      "@gtx.field_operator\ndef f(a: FI, c: bool):\n    if c:\n        return a\n    return 1️⃣astype(a, float32)\n",
      saying: "one type"),
    MistakeSample(.returned, "@gtx.field_operator\ndef f(a: FI):\n    1️⃣return\n"),
    MistakeSample(
      .condition,
      "@gtx.field_operator\ndef f(a: FI):\n    if 1️⃣a > 0.0:\n        r = a\n    else:\n        r = -a\n    return r\n",
      saying: "where"),
    MistakeSample(
      .branches,
      "@gtx.field_operator\ndef f(a: FI, c: bool):\n    1️⃣if c:\n        r = a\n    else:\n        r = astype(a, float32)\n    return r\n",
      saying: "astype"),
    MistakeSample(
      .unassigned,
      "@gtx.field_operator\ndef f(a: FI, c: bool):\n    if c:\n        r = a\n    return 1️⃣r\n",
      saying: "every path"),
    MistakeSample(
      .unassigned, "@gtx.field_operator\ndef f(a: FI):\n    b = 1️⃣c\n    c = a\n    return b\n",
      saying: "before it is assigned"),
    MistakeSample(
      .returned,
      "@gtx.field_operator\ndef f(a: FI, c: bool) -> FI:\n    if c:\n        return a\n    return 1️⃣astype(a, float32)\n",
      saying: "one type"),
    MistakeSample(
      .unassigned,
      "@gtx.field_operator\ndef f(a: FI, c: bool):\n    if c:\n        y = I > 1\n    else:\n        y = I > 2\n    return concat_where(1️⃣y, a, -a)\n"
    ),
    MistakeSample(
      .unpack, "@gtx.field_operator\ndef f(a: FI):\n    1️⃣b, c = a, a, a\n    return b\n",
      saying: "3 values"),
    MistakeSample(.unpack, "@gtx.field_operator\ndef f(a: FI):\n    b, c = 1️⃣a\n    return b\n"),
    MistakeSample(
      .target, "@gtx.field_operator\ndef f(a: FI):\n    1️⃣a[0] = a\n    return a\n"),
    MistakeSample(
      .annotation, "@gtx.field_operator\ndef f(a: FI):\n    b: FIK = 1️⃣a\n    return b\n"),
    MistakeSample(
      .unsupported,
      "@gtx.field_operator\ndef f(a: FI):\n    1️⃣for i in range(3):\n        a = a\n    return a\n",
      saying: "for"),
    MistakeSample(
      .unsupported,
      "@gtx.scan_operator(axis=K, forward=True, init=0.0)\ndef f(acc: float, x: float) -> float:\n    1️⃣import math\n    return acc + x\n",
      saying: "A scan operator cannot contain an import."),
    MistakeSample(
      .unsupported, "@gtx.field_operator\ndef f(a: FI):\n    1️⃣a += 1.0\n    return a\n",
      saying: "x = x + e"),
    MistakeSample(.unsupported, "@gtx.field_operator\ndef f(a: FI):\n    1️⃣a + a\n    return a\n"),
    MistakeSample(.parameter, "@gtx.field_operator\ndef f(1️⃣a):\n    return a\n"),
    MistakeSample(
      .parameter, "@gtx.field_operator\ndef f(a: FI, 1️⃣a: FI):\n    return a\n"),
    MistakeSample(.parameter, "@gtx.field_operator\ndef f(*1️⃣a: FI):\n    return a\n"),
    MistakeSample(
      .openTuple, "@gtx.field_operator\ndef 1️⃣f(a: tuple[FI, ...]) -> FI:\n    return a[0]\n"),
    MistakeSample(
      .scan,
      "@gtx.scan_operator(axis=K, forward=True, init=0)\ndef f(1️⃣acc: float, x: float) -> float:\n    return acc + x\n",
      saying: "int32"),
    MistakeSample(
      .scan,
      "@gtx.scan_operator(axis=K, forward=True, init=0.0)\ndef f(acc: float, 1️⃣x: FI):\n    return acc\n"
    ),
    MistakeSample(
      .returned,
      "@gtx.scan_operator(axis=K, forward=True, init=0.0)\ndef f(acc: float, x: float) -> 1️⃣float:\n    return acc, x\n"
    ),
    MistakeSample(
      .shift,
      """
      E2KDim = gtx.Dimension("E2K", kind=gtx.DimensionKind.LOCAL)
      E2K = gtx.FieldOffset("E2K", source=Edge, target=(K, E2KDim))

      @gtx.field_operator
      def f(e: Field[[Edge, K], float]):
          return abs(e(1️⃣E2K[0]))

      """, saying: "on 'K' already"),
    MistakeSample(
      .promote,
      """
      E2VDim = gtx.Dimension("E2V", kind=gtx.DimensionKind.LOCAL)
      E2V = gtx.FieldOffset("E2V", source=Vertex, target=(Edge, E2VDim))

      @gtx.field_operator
      def f(e: FE, v: Field[[Vertex], float]):
          return 1️⃣e(V2E) + v(E2V)

      """, saying: "two kinds"),
  ]

  @Test("point to the mistake", arguments: expressions + statements)
  func points(sample: MistakeSample) throws {
    let marked = MarkedText(operatorPreamble + sample.source)
    expect(
      try mistakes(marked), [ExpectedDiagnostic(sample.code, saying: sample.fragment)], in: marked)
  }

  @Test("have a sample of every code")
  func complete() {
    let sampled =
      (Self.expressions + Self.statements).map(\.code)
      + ProgramDiagnosticTests.statements.map(\.code) + ProgramDiagnosticTests.programs.map(\.code)
    #expect(Set(sampled) == Set(TypeCode.allCases).subtracting([.unread]))
  }

  @Test("are warnings where a local is never read")
  func unread() throws {
    let source = """
      @gtx.field_operator
      def f(a: FI, c: bool) -> FI:
          x = a + 1.0
          y = x
          _meant = a
          p, q = a, x
          z: FI = a
          if c:
              w = x
          else:
              w = a
          v = w
          v = a
          return p
      """
    guard case .fieldOperator(let d) = try module(operatorPreamble + source).lookup("f") else {
      throw SampleError.noProgram
    }
    let warnings = try funcToFoast(d).warnings
    #expect(warnings.map(\.severity).allSatisfy { $0 == .warning })
    #expect(warnings.compactMap { $0.span?.text } == ["y", "z", "v"])
  }

  @Test("are all reported, each once")
  func independent() throws {
    let marked = MarkedText(
      operatorPreamble + """
        @gtx.field_operator
        def f(a: FI, b: Field[[I], float32]) -> FI:
            x = 1️⃣a + b
            y = x * 2.0
            z = sqrt(2️⃣q)
            w = y + z
            if 3️⃣a > 0.0:
                w = w
            return w

        """)
    expect(
      try mistakes(marked),
      [
        ExpectedDiagnostic(TypeCode.promote), ExpectedDiagnostic(TypeCode.undeclared, at: 2),
        ExpectedDiagnostic(TypeCode.condition, at: 3),
      ], in: marked)
  }

}

extension MistakeSample {

  /// The sample with another expression.
  fileprivate func at(_ expression: String) -> MistakeSample {
    .returning(expression, code, saying: fragment)
  }

}
