import IteratorIR
import StencilTypes

/// A reproducible source of random numbers.
struct Seeded: RandomNumberGenerator {

  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

}

/// Makes trees of every form, well typed or not.
struct RandomTrees {

  var random: Seeded

  init(seed: UInt64) { random = Seeded(seed) }

  private mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: choices.indices, using: &random)]
  }

  private mutating func many<T>(
    _ range: ClosedRange<Int>, _ make: (inout RandomTrees) -> T
  ) -> [T] {
    (0 ..< Int.random(in: range, using: &random)).map { _ in make(&self) }
  }

  mutating func name() -> String {
    pick([
      "a", "b", "rᐞ0", "__arg0", "élan", "plus", "if", "then", "nan", "inf", "float64", "c", "u",
      "offset", "temporary", "λ", "x`y", "two words", "", "True", "let", "3d", "Field", "lines\n#",
    ])
  }

  mutating func symbol() -> Symbol { Symbol(name()) }

  mutating func dimension() -> Dimension {
    Dimension(pick(["I", "V2E", "c", "if", "K ₕ"]), pick(DimensionKind.allCases))
  }

  mutating func literal() -> ScalarValue {
    let bits = random.next()
    switch Int.random(in: 0 ..< 4, using: &random) {
    case 0: return ScalarValue(bits % 2 == 0)
    case 1:
      return ScalarValue(pick([0.0, -0.0, 1.5, -2.5e-300, 1e16, .infinity, -.infinity, .nan]))
    case 2: return ScalarValue(Float(pick([0.1, -0.0, 3e38, -1e-30, .infinity, .nan] as [Float])))
    default:
      return ScalarValue(wrapping: bits, as: pick(ScalarKind.allCases.filter(\.isInteger)))
    }
  }

  mutating func leaf() -> Expr {
    switch Int.random(in: 0 ..< 8, using: &random) {
    case 0: .ref(name())
    case 1: .builtin(pick(Builtin.allCases))
    case 2: .literal(literal())
    case 3: Expr(.typeName(pick(ScalarKind.allCases)))
    case 4: Expr(.infinity(negative: pick([true, false])))
    case 5: .tag(name())
    case 6: .offset(pick([0, 1, -1, 1_000_000]))
    default: .axis(dimension())
    }
  }

  mutating func expr(_ depth: Int) -> Expr {
    if depth == 0 { return leaf() }
    let d = depth - 1
    switch Int.random(in: 0 ..< 9, using: &random) {
    case 0: return leaf()
    case 1: return Expr(.lambda(many(0 ... 3) { $0.symbol() }, expr(d)))
    case 2: return expr(d).applied(to: many(0 ... 3) { $0.expr(d) })
    case 3, 4:
      let names = many(1 ... 2) { $0.symbol() }
      return Expr(.lambda(names, expr(d))).applied(to: names.map { _ in expr(d) })
    case 5: return .call(.if, expr(d), expr(d), expr(d))
    case 6: return expr(d).element(Int.random(in: 0 ... 2, using: &random))
    case 7: return .call(.namedRange, .axis(dimension()), expr(d), expr(d))
    default: return .call(pick(Builtin.allCases), arguments: many(0 ... 3) { $0.expr(d) })
    }
  }

  mutating func dataType(_ depth: Int = 2) -> DataType {
    switch Int.random(in: 0 ..< (depth == 0 ? 2 : 3), using: &random) {
    case 0: .scalar(pick(ScalarKind.allCases))
    case 1: .field(many(0 ... 3) { $0.dimension() }, pick(ScalarKind.allCases))
    default: .tuple(many(0 ... 3) { $0.dataType(depth - 1) })
    }
  }

  mutating func statement(_ depth: Int) -> Statement {
    if depth == 0 || Bool.random(using: &random) {
      return .set(target: expr(2), domain: expr(3), value: expr(5))
    }
    return .if(
      condition: expr(2), then: many(0 ... 2) { $0.statement(depth - 1) },
      otherwise: many(0 ... 2) { $0.statement(depth - 1) })
  }

  mutating func program() -> Program {
    let offsets = many(0 ... 3) { r in
      let offset = FieldOffset(
        r.name(), source: r.dimension(), target: r.many(1 ... 2) { $0.dimension() })
      return (r.pick([offset.name, r.name()]), offset)
    }
    return Program(
      name: name(),
      functions: many(0 ... 2) { r in
        FunctionDefinition(
          name: r.symbol(), parameters: r.many(0 ... 3) { $0.symbol() }, body: r.expr(5))
      },
      parameters: many(0 ... 4) { r in Parameter(name: r.symbol(), type: r.dataType()) },
      temporaries: many(0 ... 2) { r in
        Temporary(name: r.symbol(), domain: r.expr(2), dtype: r.dataType())
      },
      body: many(0 ... 3) { $0.statement(2) },
      offsets: Dictionary(offsets, uniquingKeysWith: { a, _ in a }))
  }

}
