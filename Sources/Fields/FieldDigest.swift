import StencilTypes

extension Field {

  /// The SHA-256 of the field's type, domain and values, in hexadecimal.
  ///
  /// It does not depend on the layout in memory, and takes every NaN for the same. What is hashed:
  /// the line `stencil-field 1`, a line with the type of the elements, for each dimension a line
  /// `BYTES NAME KIND LOWER UPPER`, where `BYTES` is the length of the name, an empty line, and
  /// the elements in canonical order, little-endian.
  public var digest: String { digest(WorkProgress<Never>.unwatched) }

  /// Returns the SHA-256 of the field's type, domain and values, in hexadecimal.
  ///
  /// - Throws: What `progress` throws to stop.
  /// - Complexity: O(points).
  public func digest<Stop>(_ progress: WorkProgress<Stop>) throws(Stop) -> String {
    var text = "stencil-field 1\n\(dtype)\n"
    for (d, r) in zip(dims, domain.ranges) {
      text += "\(d.name.utf8.count) \(d.name) \(d.kind) \(r.lowerBound) \(r.upperBound)\n"
    }
    text += "\n"
    var sha = SHA256()
    sha.add(Array(text.utf8))
    try forEachBlock(progress) { (block) throws(Stop) in
      switch dtype {
      case .float32: makeCanonical(block.bindMemory(to: Float.self))
      case .float64: makeCanonical(block.bindMemory(to: Double.self))
      case .bool, .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .string: break
      }
      sha.add(UnsafeRawBufferPointer(block))
    }
    return sha.hexadecimal
  }

}

/// Replaces every NaN by the positive quiet one.
private func makeCanonical<T: BinaryFloatingPoint>(_ elements: UnsafeMutableBufferPointer<T>) {
  for i in elements.indices where elements[i].isNaN { elements[i] = .nan }
}
