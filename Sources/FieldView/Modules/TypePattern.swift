import StencilTypes

/// What an annotation means: a type, which may leave open how many elements a tuple has.
public indirect enum TypePattern: Hashable, Sendable {

  case type(DataType)

  /// `tuple[T, ...]`: one element or more, all of them as `T` says.
  case open(TypePattern)

  /// A tuple type, part of which is open.
  case tuple([TypePattern])

}

extension TypePattern {

  /// The type; `nil` if it is open.
  public var type: DataType? {
    guard case .type(let type) = self else { return nil }
    return type
  }

  /// Returns the type that a parameter has in a call with an argument of `type`; `nil` if the
  /// argument has other tuples than the pattern.
  func filled(for type: DataType) -> DataType? {
    switch self {
    case .type(let declared): return declared
    case .open(let element):
      guard case .tuple(let types) = type, !types.isEmpty else { return nil }
      let filled = types.compactMap { element.filled(for: $0) }
      return filled.count == types.count ? .tuple(filled) : nil
    case .tuple(let elements):
      guard case .tuple(let types) = type, types.count == elements.count else { return nil }
      let filled = zip(elements, types).compactMap { $0.filled(for: $1) }
      return filled.count == types.count ? .tuple(filled) : nil
    }
  }

  /// `true` iff `type` is one that the pattern means.
  func matches(_ type: DataType) -> Bool { filled(for: type) == type }

}

extension TypePattern: CustomStringConvertible {

  public var description: String {
    switch self {
    case .type(let type): type.description
    case .open(let element): "tuple[\(element), ...]"
    case .tuple(let elements): "tuple[\(elements.map(\.description).joined(separator: ", "))]"
    }
  }

}
