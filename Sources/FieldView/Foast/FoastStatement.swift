import Diagnostics
import StencilTypes

/// A typed statement of a field operator.
///
/// Every local name is assigned once on each path.
public indirect enum FoastStatement: Sendable {

  case assign(TypedSymbol, FoastExpression)
  case `return`(FoastExpression)
  case `if`(FoastIf)

}

/// A name with its type, where it is bound.
public struct TypedSymbol: Sendable {

  public let name: String
  public let type: DataType
  public let span: SourceSpan

  /// Creates the symbol that is defined at `span`.
  public init(name: String, type: DataType, span: SourceSpan) {
    self.name = name
    self.type = type
    self.span = span
  }

}

/// `if condition: then else: otherwise`.
public struct FoastIf: Sendable {

  /// On which paths the statement returns.
  public enum Returns: Sendable {
    case never, sometimes, always
  }

  public let condition: FoastExpression
  public let then: [FoastStatement]
  public let otherwise: [FoastStatement]
  public let returns: Returns

  /// The names that statements behind this one can read, in alphabetical order.
  public var joined: [String] { join.names }

  /// The header.
  public let span: SourceSpan

  let join: FoastJoin

  init(
    condition: FoastExpression, then: [FoastStatement], otherwise: [FoastStatement],
    returns: Returns, join: FoastJoin, span: SourceSpan
  ) {
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
    self.returns = returns
    self.join = join
    self.span = span
  }

}

/// The names that leave an `if` statement.
///
/// It grows while the statements behind the `if` are typed, since a
/// name that only one branch assigns, the other returning, leaves it iff it is read behind.
final class FoastJoin: @unchecked Sendable {

  private(set) var types: [String: DataType] = [:]

  func add(_ name: String, _ type: DataType) { types[name] = type }

  var names: [String] { types.keys.sorted(by: isBefore) }

}

extension FoastIf.Returns {

  /// How a sequence of statements returns of which `statements` do not follow a sure return.
  static func of(_ statements: [FoastStatement]) -> FoastIf.Returns {
    var result = FoastIf.Returns.never
    for s in statements {
      switch s {
      case .assign: continue
      case .return: return .always
      case .if(let i):
        if i.returns == .always { return .always }
        if i.returns == .sometimes { result = .sometimes }
      }
    }
    return result
  }

}

/// `true` iff `a` comes before `b` in the order of their code points.
func isBefore(_ a: String, _ b: String) -> Bool {
  a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars)
}
