import Diagnostics
import Fields
import IteratorIR
import StencilTypes

/// The value of a bound argument: a scalar, or a tuple of scalars.
public indirect enum BoundValue: Hashable, Sendable {

  case scalar(ScalarValue)
  case tuple([BoundValue])

  /// Creates the bound value that is `value`; `nil` if there is a field in it.
  public init?(_ value: ArgumentValue) {
    switch value {
    case .scalar(let v): self = .scalar(v)
    case .field: return nil
    case .tuple(let elements):
      let parts = elements.compactMap(BoundValue.init)
      guard parts.count == elements.count else { return nil }
      self = .tuple(parts)
    }
  }

  /// The type of the value.
  public var type: DataType {
    switch self {
    case .scalar(let v): .scalar(v.kind)
    case .tuple(let e): .tuple(e.map(\.type))
    }
  }

  /// Returns the value as an ITIR expression that remembers whose value it is.
  fileprivate func expression(from origin: Origin) -> Expr {
    switch self {
    case .scalar(let v): Expr(.literal(v), from: origin)
    case .tuple(let e): .tuple(e.map { $0.expression(from: origin) })
    }
  }

}

extension BoundValue: CustomStringConvertible {

  public var description: String {
    switch self {
    case .scalar(let v): v.description
    case .tuple(let e): "(\(e.map(\.description).joined(separator: ", ")))"
    }
  }

}

/// A parameter with the value that it has from now on.
///
/// Equality ignores `span`.
public struct BoundArgument: Sendable {

  public let name: String
  public let value: BoundValue

  /// Where the value was written, if it was.
  public let span: SourceSpan?

  /// Creates the binding that is written at `span`.
  public init(name: String, value: BoundValue, at span: SourceSpan? = nil) {
    self.name = name
    self.value = value
    self.span = span
  }

  /// The value as an ITIR expression that remembers the binding.
  var expression: Expr { value.expression(from: .binding(name: name, value: span)) }

}

extension BoundArgument: Hashable {

  public static func == (l: BoundArgument, r: BoundArgument) -> Bool {
    l.name == r.name && l.value == r.value
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(value)
  }

}

extension BoundArgument: CustomStringConvertible {

  /// `use_lam=True`.
  public var description: String { "\(name)=\(value)" }

}
