import StencilTypes

/// An index as a sum of products: equal iff it is the same polynomial of the values that are not
/// computed by sums and products.
struct IndexSum: Hashable {

  /// The factor of each product of values, which are sorted.
  private var terms: [[Int]: Int]

  /// Creates the sum that `o` is; `known` are values that are taken for numbers.
  init(
    _ o: LoopOperand, known: [LoopOperand: Int] = [:],
    _ instruction: (LoopOperand) -> LoopInstruction?
  ) {
    func sum(_ o: LoopOperand) -> IndexSum { IndexSum(o, known: known, instruction) }
    if let number = o.constantIndex ?? known[o] {
      self.init(terms: [[]: number])
      return
    }
    guard case .value(let n) = o else {
      self.init(terms: [:])
      return
    }
    switch instruction(o) {
    case .index(.add, let a, let b)?: self = sum(a).plus(sum(b), times: 1)
    case .index(.subtract, let a, let b)?: self = sum(a).plus(sum(b), times: -1)
    case .index(.multiply, let a, let b)?: self = sum(a).times(sum(b))
    case .index, .fact, .scalar, .cast, .select, .load, .skew, .neighborEnd, .neighborsInside, nil:
      self.init(terms: [[n]: 1])
    }
  }

  private init(terms: [[Int]: Int]) { self.terms = terms.filter { $0.value != 0 } }

  private func plus(_ other: IndexSum, times factor: Int) -> IndexSum {
    IndexSum(terms: terms.merging(other.terms.mapValues { $0 &* factor }) { $0 &+ $1 })
  }

  private func times(_ other: IndexSum) -> IndexSum {
    var result: [[Int]: Int] = [:]
    for (p, x) in terms {
      for (q, y) in other.terms { result[(p + q).sorted(), default: 0] &+= x &* y }
    }
    return IndexSum(terms: result)
  }

  /// The number that does not depend on values.
  var number: Int { terms[[]] ?? 0 }

  /// The rest of it.
  var rest: IndexSum {
    var r = self
    r.terms[[]] = nil
    return r
  }

  /// Whether it is a number.
  var isNumber: Bool { rest.terms.isEmpty }

  /// Returns the sum with `variable` greater by `distance`.
  func shifted(_ variable: Int, by distance: Int) -> IndexSum {
    var result = IndexSum(terms: [:])
    for (product, factor) in terms {
      var part = IndexSum(terms: [product.filter { $0 != variable }: factor])
      for _ in 0 ..< product.count(where: { $0 == variable }) {
        part = part.times(IndexSum(terms: [[variable]: 1, []: distance]))
      }
      result = result.plus(part, times: 1)
    }
    return result
  }

}
