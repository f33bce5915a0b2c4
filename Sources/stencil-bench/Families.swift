import RandomSamples

/// A family of programs that grow with a number.
enum Family: String, CaseIterable {

  /// One operator with N statements of one operation each.
  case ops

  /// One expression with N operations.
  case expr

  /// N operators, each calling the one before.
  case chain

  /// N Laplacians, one behind the other.
  case lap

  /// A program with N calls of a small operator.
  case stmts

  /// One operator with N statements that each use the two before.
  case lets

  /// N operators, each using the one before at two places.
  case twice
  case twiceResult = "twice-result"
  case twiceShifted = "twice-shifted"

}

extension Family {

  /// The operators of a family whose calls double with each of them.
  var doubling: DoublingOperators? { DoublingOperators(rawValue: rawValue) }

}

extension Family {

  /// Returns the module with the family's member of size `n`; its program is `prog`.
  func text(_ n: Int) -> String {
    let (definitions, entry) = definitions(n)
    let calls = self == .stmts ? n : 1
    return """
      import gt4py.next as gtx

      I = gtx.Dimension("I")
      J = gtx.Dimension("J")
      IJ = gtx.Field[gtx.Dims[I, J], gtx.float64]

      \(definitions)
      @gtx.program
      def prog(a: IJ, b: IJ, result: IJ, n: gtx.int32):

      """
        + String(
          repeating: "    \(entry)(a, b, out=result, domain={I: (0, n), J: (0, n)})\n", count: calls
        )
  }

  /// Returns the text of the operators, and the name of the one that the program calls.
  private func definitions(_ n: Int) -> (String, entry: String) {
    switch self {
    case .ops:
      (
        steps(1 ... n, from: ["a"]) { "v\($0 - 1) \($0 % 2 == 0 ? "*" : "+") b" },
        "op"
      )
    case .expr:
      (
        "\(header("op"))    return a\((0 ..< n).map { $0 % 2 == 0 ? " + a" : " + b" }.joined())\n",
        "op"
      )
    case .chain:
      (
        "\(header("f0"))    return a + b\n\n"
          + (1 ..< n).map { "\(header("f\($0)"))    return f\($0 - 1)(a, b) * b + a\n\n" }.joined(),
        "f\(n - 1)"
      )
    case .lap:
      (
        """
        @gtx.field_operator
        def laplacian(a: IJ) -> IJ:
            return a(I + 1) + a(I - 1) + a(J + 1) + a(J - 1) - 4.0 * a


        """ + steps(1 ... n, from: ["a"]) { "laplacian(v\($0 - 1))" }, "op"
      )
    case .stmts: ("\(header("op"))    return a + a(I + 1) * b\n\n", "op")
    case .twice, .twiceResult, .twiceShifted:
      (doubling?.text(n, header: header) ?? "", "f\(n - 1)")
    case .lets: (steps(2 ... n, from: ["a", "b"]) { "v\($0 - 1) + v\($0 - 2)" }, "op")
    }
  }

  /// Returns an operator that assigns a variable for each number, the last of which it returns.
  private func steps(
    _ numbers: ClosedRange<Int>, from first: [String], _ value: (Int) -> String
  ) -> String {
    header("op") + first.enumerated().map { "    v\($0) = \($1)\n" }.joined()
      + numbers.map { "    v\($0) = \(value($0))\n" }.joined()
      + "    return v\(numbers.upperBound)\n\n"
  }

  private func header(_ name: String) -> String {
    "@gtx.field_operator\ndef \(name)(a: IJ, b: IJ) -> IJ:\n"
  }

}
