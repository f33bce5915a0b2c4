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

  /// Creates the element that `value` is; `nil` if it is of another kind.
  @inlinable public init?(_ value: ScalarValue) {
    guard value.kind == Self.kind, let i = value.integer else { return nil }
    self.init(truncatingIfNeeded: i)
  }

  /// Creates 1 for true and 0 for false.
  @inlinable public init(converting value: Bool) { self = value ? 1 : 0 }

  /// Creates the integer with the low bits of `value`: it wraps.
  @inlinable public init(converting value: Int64) { self.init(truncatingIfNeeded: value) }

  /// Creates the integer with the low bits of `value`: it wraps.
  @inlinable public init(converting value: UInt64) { self.init(truncatingIfNeeded: value) }

  /// Creates the integer that `value` is truncated to; NaN gives 0, what is out of range the nearest.
  @inlinable public init(converting value: Double) { self.init(saturating: value) }

  /// Creates the integer that `value` is truncated to; NaN gives 0, what is out of range the nearest.
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

  /// Returns the element of type `T` that a cast gives.
  @inlinable public func converted<T: ScalarElement>(to type: T.Type) -> T {
    Self.isSigned
      ? T(converting: Int64(truncatingIfNeeded: self))
      : T(converting: UInt64(truncatingIfNeeded: self))
  }

  /// `true` iff the integer is below `other`.
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

  /// Creates the element that `value` is; `nil` if it is of another kind.
  @inlinable public init?(_ value: ScalarValue) {
    guard let b = value.bool else { return nil }
    self = b
  }

  /// Creates the same truth value.
  @inlinable public init(converting value: Bool) { self = value }
  /// Creates true iff `value` is not 0.
  @inlinable public init(converting value: Int64) { self = value != 0 }
  /// Creates true iff `value` is not 0.
  @inlinable public init(converting value: UInt64) { self = value != 0 }
  /// Creates true iff `value` is not zero, as a NaN is not.
  @inlinable public init(converting value: Double) { self = value != 0 }
  /// Creates true iff `value` is not zero, as a NaN is not.
  @inlinable public init(converting value: Float) { self = value != 0 }

  /// Returns the element of type `T` that a cast gives.
  @inlinable public func converted<T: ScalarElement>(to type: T.Type) -> T { T(converting: self) }

  /// `true` iff this is false and `other` is true.
  @inlinable public func isLess(than other: Bool) -> Bool { !self && other }

}

extension Double: ScalarElement {

  public static var kind: ScalarKind { .float64 }

  @inlinable public var scalarValue: ScalarValue { ScalarValue(self) }

  /// Creates the element that `value` is; `nil` if it is of another kind.
  @inlinable public init?(_ value: ScalarValue) {
    guard let d = value.float64 else { return nil }
    self = d
  }

  /// Creates 1 for true and 0 for false.
  @inlinable public init(converting value: Bool) { self = value ? 1 : 0 }
  /// Creates the nearest number.
  @inlinable public init(converting value: Int64) { self = Double(value) }
  /// Creates the nearest number.
  @inlinable public init(converting value: UInt64) { self = Double(value) }
  /// Creates the same number.
  @inlinable public init(converting value: Double) { self = value }
  /// Creates the same number.
  @inlinable public init(converting value: Float) { self = Double(value) }

  /// Returns the element of type `T` that a cast gives.
  @inlinable public func converted<T: ScalarElement>(to type: T.Type) -> T { T(converting: self) }

  /// `true` iff the number is below `other`, which nothing is of a NaN.
  @inlinable public func isLess(than other: Double) -> Bool { self < other }

}

extension Float: ScalarElement {

  public static var kind: ScalarKind { .float32 }

  @inlinable public var scalarValue: ScalarValue { ScalarValue(self) }

  /// Creates the element that `value` is; `nil` if it is of another kind.
  @inlinable public init?(_ value: ScalarValue) {
    guard let f = value.float32 else { return nil }
    self = f
  }

  /// Creates 1 for true and 0 for false.
  @inlinable public init(converting value: Bool) { self = value ? 1 : 0 }
  /// Creates the nearest number, rounded once.
  @inlinable public init(converting value: Int64) { self = Float(value) }
  /// Creates the nearest number, rounded once.
  @inlinable public init(converting value: UInt64) { self = Float(value) }
  /// Creates the nearest number; what is too large becomes infinite.
  @inlinable public init(converting value: Double) { self = Float(value) }
  /// Creates the same number.
  @inlinable public init(converting value: Float) { self = value }

  /// Returns the element of type `T` that a cast gives.
  @inlinable public func converted<T: ScalarElement>(to type: T.Type) -> T { T(converting: self) }

  /// `true` iff the number is below `other`, which nothing is of a NaN.
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
