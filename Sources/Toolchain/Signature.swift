import Diagnostics
import Fields
import StencilTypes

/// What a call passes, positionally and by keyword: values, or only their types.
public struct CallArguments<Value: Sendable>: Sendable {

  public var positional: [Value]
  public var keywords: [(name: String, value: Value)]

  /// Creates the arguments in the order in which they are written.
  public init(positional: [Value] = [], keywords: [(name: String, value: Value)] = []) {
    self.positional = positional
    self.keywords = keywords
  }

  /// Returns what is passed for the parameter `name`, which has this number; `nil` if nothing is.
  func value(of name: String, at number: Int?) -> Value? {
    if let number, number < positional.count { return positional[number] }
    return keywords.first { $0.name == name }?.value
  }

  /// Returns the arguments with `transform` applied to each.
  public func map<T>(_ transform: (Value) -> T) -> CallArguments<T> {
    CallArguments<T>(
      positional: positional.map(transform),
      keywords: keywords.map { ($0.name, transform($0.value)) })
  }

}

/// The types of a call's arguments.
public typealias Signature = CallArguments<DataType>

extension CallArguments: Equatable where Value: Equatable {

  public static func == (l: Self, r: Self) -> Bool {
    l.positional == r.positional && l.keywords.map(\.name) == r.keywords.map(\.name)
      && l.keywords.map(\.value) == r.keywords.map(\.value)
  }

}

extension CallArguments: Hashable where Value: Hashable {

  public func hash(into hasher: inout Hasher) {
    hasher.combine(positional)
    for k in keywords {
      hasher.combine(k.name)
      hasher.combine(k.value)
    }
  }

}

extension CallArguments where Value == ArgumentValue {

  /// The types of the arguments: the split of compile info from values.
  public var signature: Signature { map(\.type) }

}

extension ArgumentValue {

  /// The type of the value.
  public var type: DataType {
    switch self {
    case .scalar(let v): .scalar(v.kind)
    case .field(let f): .field(f.type)
    case .tuple(let e): .tuple(e.map(\.type))
    }
  }

}

extension ArgumentValue {

  /// Returns the argument `domain` of an operator called by itself: where its result is written, a
  /// range for each of its dimensions.
  public static func domain(_ ranges: [Range<Int>]) -> ArgumentValue {
    let bound = { (n: Int) in ArgumentValue.scalar(ScalarValue(Int32(clamping: n))) }
    return .tuple(ranges.map { .tuple([bound($0.lowerBound), bound($0.upperBound)]) })
  }

}
