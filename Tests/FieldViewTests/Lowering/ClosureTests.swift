import Diagnostics
import FieldView
import IteratorIR
import StencilTypes
import Testing

@Suite("Closures")
struct ClosureTests {

  static let source = """
    @gtx.field_operator
    def f(a: FI, s: float) -> FI:
        return a * s

    @gtx.scan_operator(axis=K, forward=True, init=0.0)
    def up(acc: float, x: float) -> float:
        return acc + x

    @gtx.field_operator
    def g(a: Field[[J], float], s: float) -> FI:
        return broadcast(s, (I,))

    @gtx.program
    def run(a: FI, s: float, out: FI):
        f(a, s, out=out)

    @gtx.program
    def across(a: Field[[J], float], s: float, out: FI):
        g(a, s, out=out)

    """

  static let field = DataType.field([Dimension("I")], .float64)

  /// Another type than that of the output, so that the two cannot be mistaken for each other.
  static let across = DataType.field([Dimension("J")], .float64)

  func program(_ name: String = "run") throws -> PastProgramDefinition {
    guard
      case .program(let d) = try module(operatorPreamble + Self.source).lookup(name)
    else { throw SampleError.noProgram }
    return try funcToPast(d)
  }

  @Test(
    "put arguments in order",
    arguments: [
      ([across, .scalar(.float64), field], []),
      ([across], [("out", field), ("s", .scalar(.float64))]),
      ([], [("s", .scalar(.float64)), ("out", field), ("a", across)]),
    ] as [([DataType], [(String, DataType)])])
  func ordered(positional: [DataType], keywords: [(String, DataType)]) throws {
    let closure = PastClosure(
      definition: try program("across"), positional: positional,
      keywords: keywords.map { TypedKeyword(name: $0.0, type: $0.1) })
    let processed = try pastProcessArgs(closure)
    #expect(processed.keywords.isEmpty)
    #expect(processed.positional == [Self.across, .scalar(.float64), Self.field])
  }

  /// No two of them have one type, so none can stand in the place of another.
  @Test("put arguments of different types in the order of their parameters")
  func orderedTypes() throws {
    let source = """
      @gtx.field_operator
      def f(a: Field[[J], float], s: float, n: int32) -> FI:
          return broadcast(s, (I,))

      @gtx.program
      def run(n: int32, a: Field[[J], float], s: float, on: bool, out: FI):
          f(a, s, n, out=out)

      """
    guard
      case .program(let d) = try module(operatorPreamble + source).lookup("run")
    else { throw SampleError.noProgram }
    let types: [(String, DataType)] = [
      ("n", .scalar(.int32)), ("a", Self.across), ("s", .scalar(.float64)), ("on", .scalar(.bool)),
      ("out", Self.field),
    ]
    for count in 0 ... types.count {
      let closure = PastClosure(
        definition: try funcToPast(d), positional: types[..<count].map(\.1),
        keywords: types[count...].reversed().map { TypedKeyword(name: $0.0, type: $0.1) })
      #expect(try pastProcessArgs(closure).positional == types.map(\.1), "\(count) by position")
    }
  }

  @Test("say whether a value was given by position or by keyword before")
  func duplicates() {
    let parameters = ["x", "y", "z"]
    func label(positional: Int, _ keywords: String...) -> String? {
      ArgumentMatching(
        parameters: parameters, positional: (0 ..< positional).map { ($0, nil) },
        keywords: keywords.map { ($0, 0, nil) }, callee: "operator 'f'", at: nil
      ).diagnostics.first?.label
    }
    #expect(label(positional: 2, "y", "z") == "was given by position too")
    #expect(label(positional: 1, "y", "y", "z") == "was given before")
  }

  @Test("write lists of neighbors whole")
  func sparse() throws {
    let source = """
      @gtx.field_operator
      def f(a: gtx.Field[[Edge], float]) -> gtx.Field[[Vertex, V2EDim], float]:
          return a(V2E)

      """
    guard
      case .fieldOperator(let d) = try module(operatorPreamble + source).lookup("f")
    else { throw SampleError.noProgram }
    let operatorDefinition = try funcToFoast(d)
    let edges = DataType.field([Dimension("Edge")], .float64)
    let closure = try foastToPastClosure(
      FoastClosure(
        definition: operatorDefinition, positional: [edges],
        keywords: [
          TypedKeyword(name: "out", type: operatorDefinition.returnType)
        ]))
    let program = try pastToItir(pastProcessArgs(closure))
    #expect(
      program.text(style: .gt4py).contains(
        "out @ u⟨ Vertexₕ: [get_domain_range(out, Vertexₕ)[0], get_domain_range(out, Vertexₕ)[1][ ⟩"
      ))
  }

  @Test(
    "name what is wrong with arguments",
    arguments: [
      ([field, .scalar(.float64), field, field], [], .tooMany),
      ([field], [("s", .scalar(.float64))], .missing),
      ([field, .scalar(.float64)], [("a", field), ("out", field)], .duplicate),
      ([field, .scalar(.float64)], [("uot", field)], .keyword),
      ([field, .scalar(.float32), field], [], .argument),
      ([field, .field([], .float64), field], [], .argument),
    ] as [([DataType], [(String, DataType)], TypeCode)])
  func wrong(positional: [DataType], keywords: [(String, DataType)], code: TypeCode) throws {
    let closure = PastClosure(
      definition: try program(), positional: positional,
      keywords: keywords.map { TypedKeyword(name: $0.0, type: $0.1) })
    let error = #expect(throws: DiagnosticError.self) { try pastProcessArgs(closure) }
    #expect(error?.diagnostics.map(\.code) == [code.rawValue])
  }

  @Test("make a program of an operator")
  func operatorAsProgram() throws {
    let closure = FoastClosure(
      definition: try typed(Self.source), positional: [Self.field, .scalar(.float64)],
      keywords: [TypedKeyword(name: "out", type: Self.field)])
    let program = try pastToItir(pastProcessArgs(foastToPastClosure(closure)))
    #expect(
      program.text(style: .gt4py) == """
        __field_operator_f(a, s, out) {
          f = λ(a, s) → (⇑(λ(__arg0, __arg1) → ·__arg0 × ·__arg1))(a, s);
          out @ c⟨ Iₕ: [get_domain_range(out, Iₕ)[0], get_domain_range(out, Iₕ)[1][ ⟩ ← f(a, s);
        }
        """)
  }

  @Test("give a scan the fields that it is called with")
  func scanAsProgram() throws {
    guard
      case .fieldOperator(let d) = try module(operatorPreamble + Self.source).lookup("up")
    else { throw SampleError.noOperator }
    let input = DataType.field([Dimension("I")], .float64)
    let output = DataType.field([Dimension("I"), Dimension("K", .vertical)], .float64)
    let closure = FoastClosure(
      definition: try funcToFoast(d), positional: [input],
      keywords: [TypedKeyword(name: "out", type: output)])
    let program = try foastToPastClosure(closure).definition
    #expect(program.parameters.map(\.type) == [input, output])
  }

}
