import Diagnostics
import Fields
import StencilTypes

/// What the values of a field come to, those that are no numbers counted by themselves.
struct FieldFigures {

  /// The number of values.
  var count = 0

  /// The least and the greatest finite value; `nil` if there is none.
  var range: ClosedRange<Double>?

  /// The number of NaNs and of infinities, and the index of the first of each.
  var nan = Oddity()
  var infinity = Oddity()

  /// Values of a kind that is no finite number.
  struct Oddity {
    var count = 0
    var first: [Int]?

    mutating func add(at index: [Int]) {
      if count == 0 { first = index }
      count += 1
    }
  }

  /// Takes the figures of `field`.
  init(
    of field: Field, _ progress: WorkProgress<DiagnosticError>
  ) throws(DiagnosticError) {
    guard let figures = field.dtype.accept(FiguresOfElements(field: field, progress: progress))
    else { preconditionFailure("no field holds strings") }
    self = try figures.get()
  }

  fileprivate init() {}

  /// `nan 3, first at I=0, J=2; inf 1, first at …`; `nil` if all values are finite.
  func oddities(dims: [Dimension]) -> String? {
    let parts = [("nan", nan), ("inf", infinity)].compactMap { name, oddity -> String? in
      guard let first = oddity.first else { return nil }
      let place = zip(dims, first).map { "\($0.name)=\($1)" }.joined(separator: ", ")
      return "\(name) \(oddity.count)" + (place.isEmpty ? "" : ", first at \(place)")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

}

private struct FiguresOfElements: ScalarElementVisitor {

  let field: Field
  let progress: WorkProgress<DiagnosticError>

  func visit<T: ScalarElement>(_ type: T.Type) -> Result<FieldFigures, DiagnosticError> {
    Result { () throws(DiagnosticError) in
      var figures = FieldFigures()
      var (low, high) = (Double.infinity, -Double.infinity)
      let total = field.domain.count
      var told = 0
      try field.withElements(as: type) { (base) throws(DiagnosticError) in
        try field.forEachRow { (row) throws(DiagnosticError) in
          for i in 0 ..< row.count {
            let x = base[row.position + i * row.stride].converted(to: Double.self)
            if x.isFinite {
              low = min(low, x)
              high = max(high, x)
            } else if x.isNaN {
              figures.nan.add(at: place(i, in: row))
            } else {
              figures.infinity.add(at: place(i, in: row))
            }
          }
          figures.count += row.count
          if figures.count - told >= 1 << 16 {
            told = figures.count
            try progress.check(told, of: total)
          }
        }
      }
      if low <= high { figures.range = low ... high }
      return figures
    }
  }

  private func place(_ i: Int, in row: FieldRow) -> [Int] {
    row.index.isEmpty ? [] : row.index.dropLast() + [row.index[row.index.count - 1] + i]
  }

}
