/// A Swift type whose values are scalars: elements of fields.
///
/// Conversions go through the widest type of each sort, which holds every value exactly.
public protocol ScalarElement: Equatable, Sendable, BitwiseCopyable {

  static var kind: ScalarKind { get }

  /// The value with all bits zero.
  static var zero: Self { get }

  /// The value with its kind.
  var scalarValue: ScalarValue { get }

  /// Creates the value that `value` holds; `nil` if it is of another kind.
  init?(_ value: ScalarValue)

  init(converting value: Bool)
  init(converting value: Int64)
  init(converting value: UInt64)
  init(converting value: Double)
  init(converting value: Float)

  /// Returns the value as `T`, in the meaning of `cast_`.
  func converted<T: ScalarElement>(to type: T.Type) -> T

  /// `true` iff `self` comes before `other`.
  func isLess(than other: Self) -> Bool

}

/// An integer type whose values are scalars.
public protocol IntegerElement: ScalarElement, FixedWidthInteger {}

extension IntegerElement {

  @inlinable public var scalarValue: ScalarValue {
    ScalarValue(wrapping: self, as: Self.kind)
  }

  @inlinable public init?(_ value: ScalarValue) {
    guard value.kind == Self.kind, let i = value.integer else { return nil }
    self.init(truncatingIfNeeded: i)
  }

  @inlinable public init(converting value: Bool) { self = value ? 1 : 0 }

  @inlinable public init(converting value: Int64) { self.init(truncatingIfNeeded: value) }

  @inlinable public init(converting value: UInt64) { self.init(truncatingIfNeeded: value) }

  @inlinable public init(converting value: Double) { self.init(saturating: value) }

  @inlinable public init(converting value: Float) { self.init(saturating: value) }

  /// Creates the value that `value` truncates to: 0 for NaN, the nearest if it is out of range.
  @inlinable init<F: BinaryFloatingPoint>(saturating value: F) {
    // -2^n is a floating-point number, 2^n - 1 may be none: so the upper bound is compared by ≥.
    let upper = F(Self.max / 2 + 1) * 2
    if value.isNaN {
      self = 0
    } else if value >= upper {
      self = .max
    } else if value <= F(Self.min) {
      self = .min
    } else {
      self.init(value)
    }
  }

  @inlinable public func converted<T: ScalarElement>(to type: T.Type) -> T {
    Self.isSigned
      ? T(converting: Int64(truncatingIfNeeded: self))
      : T(converting: UInt64(truncatingIfNeeded: self))
  }

  @inlinable public func isLess(than other: Self) -> Bool { self < other }

}

extension Int8: IntegerElement { public static var kind: ScalarKind { .int8 } }
extension Int16: IntegerElement { public static var kind: ScalarKind { .int16 } }
extension Int32: IntegerElement { public static var kind: ScalarKind { .int32 } }
extension Int64: IntegerElement { public static var kind: ScalarKind { .int64 } }
extension UInt8: IntegerElement { public static var kind: ScalarKind { .uint8 } }
extension UInt16: IntegerElement { public static var kind: ScalarKind { .uint16 } }
extension UInt32: IntegerElement { public static var kind: ScalarKind { .uint32 } }
extension UInt64: IntegerElement { public static var kind: ScalarKind { .uint64 } }

extension Bool: ScalarElement {

  public static var kind: ScalarKind { .bool }

  @inlinable public static var zero: Bool { false }

  @inlinable public var scalarValue: ScalarValue { ScalarValue(self) }

  @inlinable public init?(_ value: ScalarValue) {
    guard let b = value.bool else { return nil }
    self = b
  }

  @inlinable public init(converting value: Bool) { self = value }
  @inlinable public init(converting value: Int64) { self = value != 0 }
  @inlinable public init(converting value: UInt64) { self = value != 0 }
  @inlinable public init(converting value: Double) { self = value != 0 }
  @inlinable public init(converting value: Float) { self = value != 0 }

  @inlinable public func converted<T: ScalarElement>(to type: T.Type) -> T { T(converting: self) }

  @inlinable public func isLess(than other: Bool) -> Bool { !self && other }

}

extension Double: ScalarElement {

  public static var kind: ScalarKind { .float64 }

  @inlinable public var scalarValue: ScalarValue { ScalarValue(self) }

  @inlinable public init?(_ value: ScalarValue) {
    guard let d = value.float64 else { return nil }
    self = d
  }

  @inlinable public init(converting value: Bool) { self = value ? 1 : 0 }
  @inlinable public init(converting value: Int64) { self = Double(value) }
  @inlinable public init(converting value: UInt64) { self = Double(value) }
  @inlinable public init(converting value: Double) { self = value }
  @inlinable public init(converting value: Float) { self = Double(value) }

  @inlinable public func converted<T: ScalarElement>(to type: T.Type) -> T { T(converting: self) }

  @inlinable public func isLess(than other: Double) -> Bool { self < other }

}

extension Float: ScalarElement {

  public static var kind: ScalarKind { .float32 }

  @inlinable public var scalarValue: ScalarValue { ScalarValue(self) }

  @inlinable public init?(_ value: ScalarValue) {
    guard let f = value.float32 else { return nil }
    self = f
  }

  @inlinable public init(converting value: Bool) { self = value ? 1 : 0 }
  @inlinable public init(converting value: Int64) { self = Float(value) }
  @inlinable public init(converting value: UInt64) { self = Float(value) }
  @inlinable public init(converting value: Double) { self = Float(value) }
  @inlinable public init(converting value: Float) { self = value }

  @inlinable public func converted<T: ScalarElement>(to type: T.Type) -> T { T(converting: self) }

  @inlinable public func isLess(than other: Float) -> Bool { self < other }

}

/// Something to do with the Swift type of a scalar kind.
public protocol ScalarElementVisitor {

  associatedtype Output

  func visit<T: ScalarElement>(_ type: T.Type) -> Output

}

extension ScalarKind {

  /// Returns what `visitor` does with the Swift type of the kind's values; `nil` for `string`.
  ///
  /// Each type is named here, so the compiler makes a copy of the visit for each.
  @inlinable public func accept<V: ScalarElementVisitor>(_ visitor: V) -> V.Output? {
    switch self {
    case .bool: visitor.visit(Bool.self)
    case .int8: visitor.visit(Int8.self)
    case .uint8: visitor.visit(UInt8.self)
    case .int16: visitor.visit(Int16.self)
    case .uint16: visitor.visit(UInt16.self)
    case .int32: visitor.visit(Int32.self)
    case .uint32: visitor.visit(UInt32.self)
    case .int64: visitor.visit(Int64.self)
    case .uint64: visitor.visit(UInt64.self)
    case .float32: visitor.visit(Float.self)
    case .float64: visitor.visit(Double.self)
    case .string: nil
    }
  }

}
