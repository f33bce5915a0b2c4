extension Program {

  /// `true` iff both consist of the same nodes: `other` is `self`, unchanged.
  public func isIdentical(to other: Program) -> Bool {
    body.areIdentical(to: other.body) && name == other.name && parameters == other.parameters
      && offsets == other.offsets
      && temporaries.areIdentical(to: other.temporaries) {
        $0.name == $1.name && $0.dtype == $1.dtype && $0.domain.isIdentical(to: $1.domain)
      }
      && functions.areIdentical(to: other.functions) {
        $0.name == $1.name && $0.parameters == $1.parameters && $0.body.isIdentical(to: $1.body)
      }
  }

}

extension Array {

  fileprivate func areIdentical(to other: [Element], by isSame: (Element, Element) -> Bool) -> Bool
  {
    count == other.count && zip(self, other).allSatisfy(isSame)
  }

}

extension [Statement] {

  fileprivate func areIdentical(to other: [Statement]) -> Bool {
    areIdentical(to: other) { a, b in
      switch (a, b) {
      case (.set(let t, let d, let v), .set(let u, let e, let w)):
        t.isIdentical(to: u) && d.isIdentical(to: e) && v.isIdentical(to: w)
      case (.if(let c, let t, let o), .if(let d, let u, let p)):
        c.isIdentical(to: d) && t.areIdentical(to: u) && o.areIdentical(to: p)
      case (.set, _), (.if, _): false
      }
    }
  }

}
