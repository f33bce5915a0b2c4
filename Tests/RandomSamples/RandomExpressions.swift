import IteratorIR
import StencilTypes

/// A reproducible source of random numbers.
public struct SeededNumbers: RandomNumberGenerator, Sendable {

  private var state: UInt64

  public init(_ seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

}

/// Makes well-typed expressions of scalars of all types, with the values where arithmetic is odd.
public struct RandomExpressions: Sendable {

  /// The types that scalars of programs have.
  public static let kinds = ScalarKind.allCases.filter { $0 != .string }

  /// Two parameters of each type, that expressions use: `int8_0`, `int8_1`.
  public static let parameters = kinds.flatMap { kind in
    (0 ..< 2).map { Parameter(name: Symbol("\(kind)_\($0)"), type: .scalar(kind)) }
  }

  private var random: SeededNumbers

  /// The names that lets around the place bind.
  private var names: [(Symbol, ScalarKind)] = []

  public init(seed: UInt64) { random = SeededNumbers(seed) }

  private mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: choices.indices, using: &random)]
  }

  /// Returns a type at random.
  public mutating func kind() -> ScalarKind { pick(RandomExpressions.kinds) }

  /// Returns a value, one time in two one of those at the ends of the type's range.
  public mutating func value(_ kind: ScalarKind) -> ScalarValue {
    let bits = random.next()
    if let range = kind.integerRange {
      let special: [Int128] = [0, 1, 2, 3, -1, range.lowerBound, range.upperBound]
      return ScalarValue(wrapping: bits & 1 == 0 ? pick(special) : Int128(bits), as: kind)
    }
    switch kind {
    case .bool: return ScalarValue(bits & 1 == 0)
    case .float32:
      let special: [Float] = [
        0, -0.0, 1, -1, 0.5, .nan, .infinity, -.infinity, .leastNonzeroMagnitude,
        .leastNormalMagnitude, .greatestFiniteMagnitude,
      ]
      return ScalarValue(bits & 1 == 0 ? pick(special) : Float.random(in: -8 ... 8, using: &random))
    default:
      let special: [Double] = [
        0, -0.0, 1, -1, 0.5, .nan, .infinity, -.infinity, .leastNonzeroMagnitude,
        .leastNormalMagnitude, .greatestFiniteMagnitude,
      ]
      return ScalarValue(
        bits & 1 == 0 ? pick(special) : Double.random(in: -8 ... 8, using: &random))
    }
  }

  /// Returns an expression of type `kind`, at most `depth` calls deep.
  public mutating func expression(_ kind: ScalarKind, depth: Int) -> Expr {
    if depth == 0 || Int.random(in: 0 ..< 8, using: &random) == 0 { return leaf(kind) }
    let d = depth - 1
    switch Int.random(in: 0 ..< 8, using: &random) {
    case 0:
      return .call(
        .if, expression(.bool, depth: d), expression(kind, depth: d), expression(kind, depth: d))
    case 1:
      let source = self.kind()
      return .call(.cast, expression(source, depth: d), Expr(.typeName(kind)))
    case 2:
      let (name, type) = (Symbol("v\(names.count)"), self.kind())
      let value = expression(type, depth: d)
      names.append((name, type))
      let body = expression(kind, depth: d)
      names.removeLast()
      return .let(name.name, value, in: body)
    default:
      return operation(kind, depth: d)
    }
  }

  private mutating func leaf(_ kind: ScalarKind) -> Expr {
    let bound = names.filter { $0.1 == kind }.map(\.0)
    switch Int.random(in: 0 ..< 5, using: &random) {
    case 0: return .ref("\(kind)_\(pick([0, 1]))")
    case 1 where !bound.isEmpty: return .ref(pick(bound).name)
    default: return .literal(value(kind))
    }
  }

  private mutating func operation(_ kind: ScalarKind, depth: Int) -> Expr {
    if kind == .bool {
      switch Int.random(in: 0 ..< 4, using: &random) {
      case 0: return .call(.not, expression(.bool, depth: depth))
      case 1:
        let builtin = Builtin.scalar(.predicate(pick(FloatPredicate.allCases)))
        return .call(builtin, expression(pick([.float32, .float64]), depth: depth))
      case 2:
        let operand = self.kind()
        let builtin = pick([Builtin.eq, .notEq, .less, .lessEqual, .greater, .greaterEqual])
        return .call(
          builtin, expression(operand, depth: depth), expression(operand, depth: depth))
      default:
        return .call(
          pick([.and, .or, .xor]), expression(.bool, depth: depth), expression(.bool, depth: depth))
      }
    }
    let a = expression(kind, depth: depth)
    switch Int.random(in: 0 ..< 6, using: &random) {
    case 0:
      let unary = Builtin.allCases.filter {
        $0.scalarSignature == .arithmetic1 || kind.isFloat && $0.scalarSignature == .float1
      }
      return .call(pick(unary), a)
    case 1:
      let exponents = RandomExpressions.kinds.filter { $0.isInteger || kind.isFloat && $0 == kind }
      return .call(.power, a, expression(pick(exponents), depth: min(depth, 1)))
    default:
      let binary = Builtin.allCases.filter { $0.scalarSignature == .arithmetic2 }
      return .call(pick(binary), a, expression(kind, depth: depth))
    }
  }

}
