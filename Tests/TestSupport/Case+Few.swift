extension Case {

  /// A choice of cases with scans, casts, tables with skip values, fields of lists, and logic.
  ///
  /// Requires: all of them are there.
  public static let few: [Case] = {
    let names = [
      "__diffuse", "__scan_tuple", "__casts", "__skip_values", "__sparse_chain",
      "__boolean_logic__F",
    ]
    guard let all = try? Case.all() else { preconditionFailure("the cases cannot be read") }
    return names.map { n in
      guard let c = all.first(where: { $0.testDescription.hasSuffix(n) }) else {
        preconditionFailure("there is no case \(n)")
      }
      return c
    }
  }()

  /// Every third of all cases, for compilers that take seconds for each.
  public static func everyThird() throws -> [Case] {
    try all().enumerated().filter { $0.offset.isMultiple(of: 3) }.map(\.element)
  }

}
