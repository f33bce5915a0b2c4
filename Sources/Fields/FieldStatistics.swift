import StencilTypes

/// What the values of a field come to, whatever the order in which they are taken.
public struct FieldStatistics: Hashable, Sendable {

  /// The number of values.
  public let count: Int

  /// The least and the greatest value; `nil` if there is none.
  ///
  /// A NaN makes both NaN, and -0 is less than +0.
  public let minimum, maximum: ScalarValue?

  /// The exact sum, rounded once.
  ///
  /// It is NaN if a value is, or if both infinities occur.
  public let sum: Double

  /// The exact sum of integers or of bools, which count 0 and 1; `nil` for floats.
  public let integerSum: Int128?

  /// The exact sum divided by the number of values, rounded once; NaN if there are none.
  public let mean: Double

  public let nanCount, infinityCount: Int

}

extension Field {

  /// The statistics of the field's values.
  public var statistics: FieldStatistics { statistics(WorkProgress<Never>.unwatched) }

  /// Returns the statistics of the field's values.
  ///
  /// - Throws: What `progress` throws to stop.
  /// - Complexity: O(points).
  public func statistics<Stop>(_ progress: WorkProgress<Stop>) throws(Stop) -> FieldStatistics {
    guard let s = dtype.accept(StatisticsOfElements(field: self, progress: progress)) else {
      preconditionFailure("no field holds strings")
    }
    return try s.get()
  }

}

private struct StatisticsOfElements<Stop: Error>: ScalarElementVisitor {

  let field: Field
  let progress: WorkProgress<Stop>

  func visit<T: ScalarElement>(_ type: T.Type) -> Result<FieldStatistics, Stop> {
    Result { () throws(Stop) in
      T.kind.isFloat ? try statisticsOfFloats(type) : try statisticsOfIntegers()
    }
  }

  private func forEachElement<T: ScalarElement>(
    of type: T.Type, _ body: (T) -> Void
  ) throws(Stop) {
    try field.withElements(as: type) { (base) throws(Stop) in
      try field.forEachRow(progress) { (row) throws(Stop) in
        for i in 0 ..< row.count { body(base[row.position + i * row.stride]) }
      }
    }
  }

  private func statisticsOfFloats<T: ScalarElement>(
    _ type: T.Type
  ) throws(Stop) -> FieldStatistics {
    var exact = ExactSum()
    var (low, high) = (Double.infinity, -Double.infinity)
    var (nans, infinities) = (0, 0)
    var infinite = 0.0
    try forEachElement(of: type) { element in
      let x = element.converted(to: Double.self)
      if x.isNaN {
        nans += 1
        return
      }
      if isBelow(x, low) { low = x }
      if isBelow(high, x) { high = x }
      if x.isInfinite {
        infinities += 1
        infinite += x
      } else {
        exact.add(x)
      }
    }
    let count = field.domain.count
    let special = nans > 0 ? Double.nan : infinities > 0 ? infinite : nil
    let n = UInt64(max(1, count))
    func value(_ x: Double) -> ScalarValue? {
      count == 0 ? nil : T(converting: nans > 0 ? .nan : x).scalarValue
    }
    return FieldStatistics(
      count: count, minimum: value(low), maximum: value(high),
      sum: special ?? exact.quotient(), integerSum: nil,
      mean: count == 0 ? .nan : special ?? exact.quotient(by: n), nanCount: nans,
      infinityCount: infinities)
  }

  private func statisticsOfIntegers() throws(Stop) -> FieldStatistics {
    var figures: IntegerFigures?
    let bytes = UnsafeRawPointer(field.storage.bytes.baseAddress)
    defer { withExtendedLifetime(field) {} }
    try field.forEachRow(progress) { (row) throws(Stop) in
      guard let bytes, let new = field.dtype.accept(FiguresOfRow(row: row, bytes: bytes)) else {
        preconditionFailure("fields have elements, and none holds strings")
      }
      figures = figures.map { $0.joined(new) } ?? new
    }
    let count = field.domain.count
    let sum = figures?.sum ?? 0
    func value(_ x: Int128?) -> ScalarValue? {
      x.map {
        field.dtype == .bool ? ScalarValue($0 != 0) : ScalarValue(wrapping: $0, as: field.dtype)
      }
    }
    return FieldStatistics(
      count: count, minimum: value(figures?.minimum), maximum: value(figures?.maximum),
      sum: roundedQuotient(of: sum, by: 1), integerSum: sum,
      mean: count == 0 ? .nan : roundedQuotient(of: sum, by: UInt64(count)), nanCount: 0,
      infinityCount: 0)
  }

}

/// What some integers, or bools, which count 0 and 1, come to.
private struct IntegerFigures {

  let sum, minimum, maximum: Int128

  /// Returns what these and those of `other` come to.
  func joined(_ other: IntegerFigures) -> IntegerFigures {
    IntegerFigures(
      sum: sum + other.sum, minimum: min(minimum, other.minimum),
      maximum: max(maximum, other.maximum))
  }

}

/// Finds the figures of a row, which has elements.
///
/// It is not generic itself, so that the compiler makes a loop for each type of elements.
private struct FiguresOfRow: ScalarElementVisitor {

  let row: FieldRow
  let bytes: UnsafeRawPointer

  func visit<T: ScalarElement>(_ type: T.Type) -> IntegerFigures {
    let base = bytes.assumingMemoryBound(to: T.self) + row.position
    let isSigned = T.kind.isSigned
    var (low, high) = (base[0], base[0])
    // Halves of the elements are summed: a row's never overflow.
    var (lowHalves, highHalves) = (0, 0)
    for i in 0 ..< row.count {
      let x = base[i * row.stride]
      if x.isLess(than: low) { low = x }
      if high.isLess(than: x) { high = x }
      if isSigned {
        let wide = x.converted(to: Int64.self)
        lowHalves &+= Int(wide & 0xFFFF_FFFF)
        highHalves &+= Int(wide >> 32)
      } else {
        let wide = x.converted(to: UInt64.self)
        lowHalves &+= Int(wide & 0xFFFF_FFFF)
        highHalves &+= Int(wide >> 32)
      }
    }
    func exact(_ x: T) -> Int128 {
      isSigned ? Int128(x.converted(to: Int64.self)) : Int128(x.converted(to: UInt64.self))
    }
    return IntegerFigures(
      sum: Int128(highHalves) << 32 + Int128(lowHalves), minimum: exact(low), maximum: exact(high))
  }

}

/// `true` iff `x < y` where -0 is less than +0.
private func isBelow(_ x: Double, _ y: Double) -> Bool {
  x < y || (x == y && x.sign == .minus && y.sign == .plus)
}
