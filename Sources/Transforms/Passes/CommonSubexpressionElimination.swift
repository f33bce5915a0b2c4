import IteratorIR

extension Pass {

  /// Computes once what is computed twice.
  ///
  ///     f(x) + g(f(x))  ⇒  let _cs_0 = f(x); _cs_0 + g(_cs_0)
  ///
  /// The let stands where the innermost name in `f(x)` is bound, but neither outside of a stencil,
  /// nor outside of the branch of an `if_` in which all uses are. Reads, shifts and tuples are left
  /// as they are; outside of stencils only fields are looked at.
  public static let commonSubexpressionElimination = Pass(
    "common_subexpression_elimination", "Computes once what is computed twice.",
    rules: [.bindCommon, .useCommon]
  ) { program, context in
    var number = program.firstFreeNumber(of: "_cs_")
    return try context.mapExpressions(of: program) { e, context in
      var counting = CommonSubexpressions()
      counting.count(in: e)
      counting.keepRepeated(firstNumber: &number)
      if counting.isEmpty { return e }
      return try counting.extract(from: e, &context)
    }
  }

}

extension Rule {

  static let bindCommon = Rule("bind-common", "e ⇒ let _cs_0 = v; e, where e contains v twice")

  static let useCommon = Rule(
    "use-common", "v ⇒ _cs_0, where let _cs_0 = v", appliedBy: .consequence)

}

extension Program {

  /// Returns a number from which on no name in the program is `prefix` and a number.
  fileprivate func firstFreeNumber(of prefix: String) -> Int {
    var first = 0
    _ = contains { e in
      if case .lambda(let parameters, _) = e.kind {
        for p in parameters where p.name.hasPrefix(prefix) {
          if let n = Int(p.name.dropFirst(prefix.count)) { first = max(first, n + 1) }
        }
      }
      return false
    }
    return first
  }

}

extension Expr {

  /// `true` iff computing `self` twice is worth a name.
  func isWorthSharing(inStencil: Bool) -> Bool {
    guard case .call(let function, _) = kind else { return false }
    if function.arguments(of: .asFieldop) != nil { return true }
    if function.arguments(of: .reduce) != nil { return inStencil }
    guard let (builtin, _) = builtinCall else { return false }
    if builtin == .concatWhere || builtin == .if { return true }
    return inStencil && (builtin.scalarSignature != nil || builtin == .cast || builtin == .listGet)
  }

}
