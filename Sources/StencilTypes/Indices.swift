/// The whole numbers that points have: those of `int32`, with which programs compute bounds.
///
/// Whatever a person or a file gives as an index, a bound or a distance is held to them where it is
/// read. So sums of some of them never leave `Int`; only products of extents need a check.
public let indices = Int(Int32.min) ... Int(Int32.max)

/// The smallest whole number that a point of a field has.
///
/// Lists of coordinates keep the smaller ones for neighbors that do not exist, and for all that lies
/// beyond the first point.
public let leastPoint = Int(Int32.min) + 3

/// What to write, where something else is no index.
public let indicesHint =
  "indices are whole numbers from \(indices.lowerBound) to \(indices.upperBound)"

extension Range<Int> {

  /// The number of integers; the largest one if there are more.
  public var saturatingCount: Int {
    let (count, overflow) = upperBound.subtractingReportingOverflow(lowerBound)
    return overflow ? .max : count
  }

}
