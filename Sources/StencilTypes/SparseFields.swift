extension Dictionary where Key == String {

  /// Returns the name of the table whose neighbors the elements of a sparse field stand for, where
  /// values tell of neighbor tables; `nil` if no table leads along its local dimension from there.
  ///
  /// Several tables may share a local dimension. The field's is one that leads from a dimension of
  /// the point that is looked at, and from one of the field's own if there is such a table; among
  /// equals it is the first by name.
  ///
  /// - Parameters:
  ///   - dims: The dimensions of the field.
  ///   - isThere: Whether the point has an index along a dimension.
  ///   - ends: The dimension that a table leads from, and its local one; `nil` for what is no table.
  public func tableName(
    ofSparse dims: [Dimension], at isThere: (Dimension) -> Bool,
    _ ends: (Value) -> (target: Dimension, local: Dimension)?
  ) -> String? {
    var first: String?
    for (name, value) in sorted(by: { $0.key < $1.key }) {
      guard let (target, local) = ends(value), dims.contains(local), isThere(target) else {
        continue
      }
      if dims.contains(target) { return name }
      first = first ?? name
    }
    return first
  }

}
