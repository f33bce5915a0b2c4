import IteratorIR
import StencilTypes

/// The C++ names of dimensions and offsets: letters and digits with a prefix, whatever the user's names are.
struct CppTags {

  let isUnstructured: Bool

  private let dimensions: [Dimension]
  private let offsets: [String]

  init(_ program: Program, isUnstructured: Bool) {
    self.isUnstructured = isUnstructured
    var dims = promote(
      program.parameters.flatMap { $0.type.leaves.map(\.dims) }
        + program.offsets.values.flatMap { [[$0.source], $0.target] })
    dims += program.axes.filter { !dims.contains($0) }.sorted()
    dimensions = dims
    offsets = program.offsets.keys.sorted()
  }

  /// The object that names a dimension in shifts and domains.
  func dimension(_ d: Dimension) -> String { "\(type(d)){}" }

  /// The type that names a dimension.
  func type(_ d: Dimension) -> String {
    if isUnstructured, d.kind == .horizontal { return "gtfn::unstructured::dim::horizontal" }
    if isUnstructured, d.kind == .vertical { return "gtfn::unstructured::dim::vertical" }
    return safe("dim", d.name, dimensions.firstIndex(of: d))
  }

  /// The object that names a local dimension in reads of sparse fields.
  func local(_ d: Dimension) -> String { "\(type(d)){}" }

  func offset(_ name: String) -> String { "\(offsetType(name)){}" }

  func offsetType(_ name: String) -> String { safe("off", name, offsets.firstIndex(of: name)) }

  /// The parameter of a functor that knows the index along `d`.
  func index(_ d: Dimension) -> String { "index_\(dimensions.firstIndex(of: d) ?? 0)" }

  /// The declarations of all tags that are not of GridTools.
  var declarations: [String] {
    dimensions.filter { !(isUnstructured && $0.kind != .local) }
      .map { "struct \(type($0)) {};  // \(comment($0.name))" }
      + offsets.map { "struct \(offsetType($0)) {};  // \(comment($0))" }
  }

}

/// Returns a C++ name that begins with `prefix` and holds what is safe of `name`.
func safe(_ prefix: String, _ name: String, _ number: Int?) -> String {
  let kept = name.unicodeScalars.filter {
    $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
  }
  return "\(prefix)\(number ?? 0)_\(String(String.UnicodeScalarView(kept)))"
}

/// Returns `text` in one line that ends no comment.
func comment(_ text: String) -> String {
  String(text.map { $0.isNewline || $0 == "\\" || $0 == "?" ? " " : $0 })
    .replacing("*/", with: "* /")
}

extension DataType {

  var dims: [Dimension] {
    if case .field(let f) = self { f.dims } else { [] }
  }

}

extension Program {

  /// The dimensions that its domains name.
  var axes: [Dimension] {
    var found: [Dimension] = []
    var pending: [Expr] = []
    forEachExpression { pending.append($0) }
    var seen: Set<ObjectIdentifier> = []
    while let e = pending.popLast() {
      guard seen.insert(e.identity).inserted else { continue }
      if case .axis(let d) = e.kind, !found.contains(d) { found.append(d) }
      pending += e.children
    }
    return found.sorted()
  }

}
