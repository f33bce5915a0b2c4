import StencilTypes

/// Which GT4Py's text is written: they spell some nodes differently.
public enum GT4PyRelease: Hashable, Sendable {

  /// 1.1.
  case old

  /// 1.2.3.
  case current

}

extension Builtin {

  /// The name in GT4Py 1.2.3.
  public var currentName: String { self == .map ? "map_list" : name }

}

extension FieldOffset {

  /// Whether GT4Py 1.2.3 writes the offset as the dimensions that it leads from and to, where
  /// `distance` follows; else it writes its name.
  public func isWrittenWithAxes(before distance: Expr?) -> Bool {
    guard isCartesian else { return false }
    if self == FieldOffset(implicitFrom: target[0], to: source) { return true }
    // A declared offset is written by its name, unless the distance is a field's value.
    if case .offset(.index)? = distance?.kind { return false }
    return true
  }

}

extension Expr {

  /// How GT4Py writes the literal from which a reduction starts: a sum from an integer whatever the
  /// type, a maximum or minimum from the last finite number; `nil` if `self` is no such literal in
  /// `call`.
  public func reductionStart(in call: Expr) -> String? {
    guard let arguments = call.arguments(of: .reduce), arguments.count == 2,
      arguments[1].isIdentical(to: self), let value = literalValue,
      case .builtin(let operation) = arguments[0].kind
    else { return nil }
    switch operation {
    case .plus: return value.isZero ? "0" : nil
    case .maximum, .minimum:
      if let f = value.float64, f.isInfinite {
        return ScalarValue(
          f.sign == .minus ? -Double.greatestFiniteMagnitude : .greatestFiniteMagnitude
        )
        .description
      }
      if let f = value.float32, f.isInfinite {
        return ScalarValue(
          f.sign == .minus ? -Float.greatestFiniteMagnitude : .greatestFiniteMagnitude
        )
        .description
      }
      return nil
    default: return nil
    }
  }

}

extension ScalarValue {

  /// `true` iff the value is an integer 0 or a floating-point `0.0`, not `-0.0`.
  fileprivate var isZero: Bool {
    integer == 0 || float64?.bitPattern == 0 || float32?.bitPattern == 0
  }

}

extension ScalarKind {

  /// Returns `text`, a literal of this type, with the type behind it unless the text implies it.
  func annotated(_ text: String) -> String {
    let implied: ScalarKind
    if text == "True" || text == "False" {
      implied = .bool
    } else if let integer = Int128(text) {
      implied = ScalarValue(exactly: integer, as: .int32) == nil ? .int64 : .int32
    } else {
      implied = .float64
    }
    return implied == self ? text : "\(text):\(nameInGT4Py)"
  }

  /// The name in types and behind literals: `f64`, `i1`.
  fileprivate var nameInGT4Py: String { self == .bool ? "i1" : literalSuffix }

}

extension DataType {

  /// The type of a temporary as GT4Py 1.2.3 writes it: `f64`, `{f64, i32}`.
  var nameInGT4Py: String {
    switch self {
    case .scalar(let kind): kind.nameInGT4Py
    case .field(let type): type.description
    case .tuple(let elements): "{\(elements.map(\.nameInGT4Py).joined(separator: ", "))}"
    case .named: structural.nameInGT4Py
    }
  }

}
