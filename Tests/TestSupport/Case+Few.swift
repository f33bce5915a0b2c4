extension Case {

  /// A choice of cases with scans, casts, tables with skip values, fields of lists, and logic.
  public static let few: [Case] = {
    let names = [
      "__diffuse", "__scan_tuple", "__casts", "__skip_values", "__sparse_chain",
      "__boolean_logic__F",
    ]
    let all = (try? Case.all()) ?? []
    return names.compactMap { n in all.first { $0.testDescription.hasSuffix(n) } }
  }()

}
