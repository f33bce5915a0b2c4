import StencilTypes

/// A word of field view with what it means, for people who ask.
public struct LanguageWord: Sendable {

  public let name: String

  /// How it is written.
  public let usage: String

  /// What it means, without a capital at the beginning or a full stop at the end.
  public let meaning: String

  /// The declarations, functions and types that field view knows without a definition.
  public static let all: [LanguageWord] =
    declarations + FieldViewBuiltin.allCases.map(\.word)
    + ScalarKind.allCases.filter { $0 != .string }.map(\.word)

  private static let declarations = [
    LanguageWord(
      .dimension, "I = Dimension(\"I\")  or  K = Dimension(\"K\", kind=DimensionKind.VERTICAL)",
      "declares an axis that fields are defined on"),
    LanguageWord(
      .fieldOffset, "V2E = FieldOffset(\"V2E\", source=Edge, target=(Vertex, V2EDim))",
      "declares a way from points to their neighbors: u(V2E) is a field on Vertex of the values "
        + "that u, a field on Edge, has there"),
    LanguageWord(
      .field, "Field[[I, J], float64]", "the type of a field by its dimensions and its dtype"),
    LanguageWord(
      .fieldOperator,
      "@field_operator before def f(u: Field[[I], float64]) -> Field[[I], float64]:",
      "makes a function of fields and scalars a stencil, which operators and programs call"),
    LanguageWord(
      .scanOperator, "@scan_operator(axis=K, forward=True, init=0.0) before a def",
      "computes level after level: the first argument is what the level before returned, and init "
        + "at the first"),
    LanguageWord(
      .program, "@program before a def whose body calls operators: f(u, out=v)",
      "says which operators run one after the other, and where their results go"),
  ]

  private init(_ library: LibraryName, _ usage: String, _ meaning: String) {
    self.init(name: library.rawValue, usage: usage, meaning: meaning)
  }

  fileprivate init(name: String, usage: String, meaning: String) {
    self.name = name
    self.usage = usage
    self.meaning = meaning
  }

}

extension FieldViewBuiltin {

  fileprivate var word: LanguageWord {
    let (usage, meaning): (String, String) =
      switch self {
      case .neighborSum: ("(u(V2E), axis=V2EDim)", "the sum over the neighbors of a point")
      case .maxOver: ("(u(V2E), axis=V2EDim)", "the largest value among the neighbors of a point")
      case .minOver: ("(u(V2E), axis=V2EDim)", "the least value among the neighbors of a point")
      case .where:
        ("(mask, a, b)", "a at the points where mask is true, b at the others; tuples by element")
      case .concatWhere:
        (
          "(K < 5, a, b)",
          "a in the part of the domain that a condition on a dimension names, b in "
            + "the rest; each is needed in its own part only"
        )
      case .asOffset:
        (
          "(Koff, n), in u(as_offset(Koff, n))",
          "a shift by as many points as the field of integers n says at each point"
        )
      case .broadcast: ("(a, (I, K))", "the same values on more dimensions")
      case .astype: ("(a, float32)", "the values converted to another type; tuples by element")
      case .scalar(let operation):
        (
          "(\(operation.signature.parameterNames.joined(separator: ", ")))",
          "computed point by point, of \(operation.signature.operands)"
        )
      }
    return LanguageWord(name: name, usage: name + usage, meaning: meaning)
  }

}

extension ScalarOperation.Signature {

  /// What the operands are, in words.
  fileprivate var operands: String {
    switch self {
    case .arithmetic1: "integers or floats"
    case .float1, .predicate: "floats"
    case .arithmetic2: "integers or floats, both of one type"
    case .power: "integers or floats; the exponent may have a type of its own"
    case .comparison: "values of one type"
    case .logic1, .logic2: "bools"
    }
  }

}

extension ScalarKind {

  fileprivate var word: LanguageWord {
    let bits = byteCount * 8
    let (usage, meaning): (String, String) =
      switch self {
      case .bool: ("true and false", "what conditions are")
      case .float32, .float64: ("\(rawValue)(0.5)", "numbers of \(bits) bits with a fraction")
      case .int8, .int16, .int32, .int64: ("\(rawValue)(1)", "integers of \(bits) bits; they wrap")
      case .uint8, .uint16, .uint32, .uint64:
        ("\(rawValue)(1)", "integers of \(bits) bits from 0 on; they wrap")
      case .string: ("", "")
      }
    return LanguageWord(name: rawValue, usage: usage, meaning: meaning)
  }

}
