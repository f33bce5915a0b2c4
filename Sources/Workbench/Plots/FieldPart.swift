import Diagnostics
import Fields
import StencilTypes

/// A part of a field: a range, or one index, along each of its dimensions.
struct FieldPart {

  /// The name that commands know the field by.
  let name: String

  /// The part, with all dimensions of the field.
  let field: Field

  /// The dimensions along which one index was asked for.
  let fixed: Set<Dimension>

  /// Creates the whole of `field`.
  init(_ name: String, _ field: Field) {
    self.name = name
    self.field = field
    fixed = []
  }

  /// Creates the part of `field` that `options` name: `I=0:4 J=2`.
  init(
    _ name: String, _ field: Field, _ options: [(key: Spelled, value: Spelled)],
    in session: Session
  ) throws(DiagnosticError) {
    var ranges = field.domain.ranges
    var fixed: Set<Dimension> = []
    var seen: Set<Dimension> = []
    for (key, value) in options {
      let dimension = try session.dimension(key)
      guard let d = field.dims.firstIndex(of: dimension) else {
        throw DiagnosticError(.foreignDimension(key, field: name, dims: field.dims))
      }
      guard seen.insert(dimension).inserted else { throw DiagnosticError(.repeatedArgument(key)) }
      let range = try Self.range(value)
      guard ranges[d].lowerBound <= range.lowerBound, range.upperBound <= ranges[d].upperBound
      else { throw DiagnosticError(.outside(value, field: name, dimension, ranges[d])) }
      ranges[d] = range
      if Int(value.text) != nil { fixed.insert(dimension) }
    }
    self.name = name
    self.field = field.part(on: Domain(dims: field.dims, ranges: ranges))
    self.fixed = fixed
  }

  /// Creates the part of `whole` that has the first index along each dimension in `dims`.
  init(_ whole: FieldPart, atFirstOf dims: Set<Dimension>) {
    self.init(whole, at: Dictionary(uniqueKeysWithValues: dims.map { ($0, nil) }))
  }

  /// Creates the part of `whole` that has one index along some dimensions: the given one if there
  /// is such a point, else the first.
  init(_ whole: FieldPart, at indices: [Dimension: Int?]) {
    name = whole.name
    fixed = whole.fixed.union(indices.keys)
    let ranges = zip(whole.field.dims, whole.field.domain.ranges).map { d, r in
      guard let index = indices[d], !r.isEmpty else { return r }
      let start = index.flatMap { r.contains($0) ? $0 : nil } ?? r.lowerBound
      return start ..< start + 1
    }
    field = whole.field.part(on: Domain(dims: whole.field.dims, ranges: ranges))
  }

  /// The dimensions along which the part is more than one index that was asked for.
  var axes: [Dimension] { field.dims.filter { !fixed.contains($0) } }

  /// The name, with the indices that are fixed: `u K=3`.
  var title: String {
    let indices = zip(field.dims, field.domain.ranges).filter { fixed.contains($0.0) }
    return ([name] + indices.map { "\($0.name)=\($1.lowerBound)" }).joined(separator: " ")
  }

  /// Returns the range that `value` means: `lo:hi`, or one index.
  private static func range(_ value: Spelled) throws(DiagnosticError) -> Range<Int> {
    if let index = Int(value.text), index < Int.max { return index ..< index + 1 }
    return try DimensionRange(value).range
  }

}

extension Field {

  /// Returns the part of the field on `domain`, which lies in its own; both share their values.
  func part(on domain: Domain) -> Field {
    precondition(self.domain.contains(domain))
    let corner = zip(domain.ranges, self.domain.ranges).map {
      $0.isEmpty ? $1.lowerBound : $0.lowerBound
    }
    return Field(
      dtype: dtype, domain: domain, strides: strides, offset: position(of: corner),
      storage: storage)
  }

  /// Returns the element at `index`, a point of the field, as a number: bools are 0 and 1.
  func number(at index: [Int]) -> Double { value(at: index)?.number ?? .nan }

}

extension ScalarValue {

  /// The value as a number: bools are 0 and 1.
  var number: Double { cast(to: .float64)?.float64 ?? .nan }

}

extension Diagnostic {

  fileprivate static func outside(
    _ value: Spelled, field: String, _ dimension: Dimension, _ range: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue,
      "The field '\(field)' has \(dimension.name)=\(range.lowerBound):\(range.upperBound); "
        + "\(value.text) lies outside.",
      at: value.span,
      hint: range.isEmpty
        ? "it has no points" : "write an index, or lo:hi, from \(range.lowerBound) on")
  }

}
