import Diagnostics
import HashTreeCollections
import StencilTypes

extension Program {

  /// Checks that the program has a meaning.
  ///
  /// Names are bound and bound once, calls have as many arguments as they need, what is written are
  /// fields of the program, and all types fit.
  ///
  /// - Throws: The first thing that has no meaning, with its place.
  public func verify() throws(DiagnosticError) {
    try withLargeStack { () throws(DiagnosticError) in
      var verifier = Verifier(program: self)
      verifier.check()
      if !verifier.bag.diagnostics.isEmpty { throw DiagnosticError(verifier.bag.diagnostics) }
      _ = try inferTypes()
    }
  }

}

/// Checks what needs no types, in functions that are never called too.
private struct Verifier {

  typealias Names = TreeSet<Symbol>

  let program: Program
  var bag = DiagnosticBag()

  private let free = FreeNames()

  /// The functions that were checked, by identity.
  private var checked: Set<ObjectIdentifier> = []

  /// What statements can write to, and what has a domain.
  private let writable: Set<Symbol>

  init(program: Program) {
    self.program = program
    writable = Set(program.parameters.map(\.name) + program.temporaries.map(\.name))
  }

  mutating func check() {
    checkDistinct(
      program.parameters.map(\.name) + program.functions.map(\.name)
        + program.temporaries.map(\.name), at: nil)
    var names = Names(program.parameters.map(\.name))
    for f in program.functions {
      checkDistinct(f.parameters, at: f.body.span)
      check(f.body, names, local: Names(f.parameters))
      names.insert(f.name)
    }
    for t in program.temporaries {
      check(t.domain, names)
      names.insert(t.name)
    }
    for s in program.statements {
      for e in s.ownExpressions { check(e, names) }
      if let target = s.assignment?.target { checkTarget(target) }
    }
  }

  /// Checks an expression where the program binds `names`, and functions around it the `local` ones.
  private mutating func check(_ e: Expr, _ names: Names, local: Names = []) {
    switch e.kind {
    case .reference(let name):
      if !local.contains(name), !names.contains(name) {
        let bound = names.union(local).map(\.name)
        bag.report(unbound(name, e, program.hint(forUnbound: name.name, bound)))
      }
    case .builtin, .literal, .typeName, .infinity, .offset, .axis: break
    case .lambda(let parameters, let body):
      // A function that stands at many places, as inlining puts it there, is looked at once unless
      // the place gives its names a meaning.
      if !checked.insert(e.identity).inserted, free.names(of: e).isEmpty { return }
      checkDistinct(parameters, at: e.span)
      check(body, names, local: local.union(parameters))
    case .call(let function, let arguments):
      checkCount(function, arguments.count, e)
      if case .builtin(.getDomainRange) = function.kind { checkField(arguments.first, local) }
      check(function, names, local: local)
      for (i, a) in arguments.enumerated() {
        if i == 1, case .builtin(.cast) = function.kind, case .reference(let name) = a.kind {
          bag.report(noType(name, a))
        } else {
          check(a, names, local: local)
        }
      }
    }
  }

  /// Checks that `e` is a field of the program, or one in a tuple: what is computed has no domain of
  /// its own.
  private mutating func checkField(_ e: Expr?, _ local: Names) {
    guard let e else { return }
    if let arguments = e.arguments(of: .tupleGet), arguments.count == 2 {
      checkField(arguments[1], local)
    } else if case .reference(let name) = e.kind, !local.contains(name) {
      return
    } else {
      bag.report(noDomain(e, writable.map(\.name)))
    }
  }

  private mutating func checkCount(_ function: Expr, _ given: Int, _ e: Expr) {
    if case .lambda(let parameters, _) = function.kind, parameters.count != given {
      bag.report(wrongCount(parameters, given, e))
    } else if case .builtin(let b) = function.kind, !b.argumentCount.contains(given) {
      bag.report(wrongCount(b, b.argumentCount.lowerBound, given, e))
    }
  }

  private mutating func checkDistinct(_ names: [Symbol], at span: SourceSpan?) {
    var seen: Set<Symbol> = []
    for n in names where !seen.insert(n).inserted { bag.report(bound(n, twiceAt: span)) }
  }

  private mutating func checkTarget(_ e: Expr) {
    if let elements = e.arguments(of: .makeTuple) {
      for t in elements { checkTarget(t) }
    } else if let arguments = e.arguments(of: .tupleGet), arguments.count == 2 {
      checkTarget(arguments[1])
    } else if case .reference(let name) = e.kind, writable.contains(name) {
      return
    } else if case .reference = e.kind, bag.diagnostics.last?.span == e.span {
      // What is not bound was reported.
      return
    } else {
      bag.report(notWritable(e, writable.map(\.name)))
    }
  }

}

extension Program {

  /// Returns what to write instead of `name`, where only `names` are bound.
  fileprivate func hint(forUnbound name: String, _ names: [String]) -> String {
    let dims =
      parameters.flatMap { IRType($0.type).leaves.flatMap(\.dims) }
      + offsets.sorted { $0.key < $1.key }.flatMap { [$0.value.source] + $0.value.target }
    if let d = dims.first(where: { $0.name == name }) {
      return "the dimension is written \(name)\(d.kind.axisSuffix)"
    }
    if offsets[name] != nil { return "the offset is written \(name)ₒ" }
    if functions.contains(where: { $0.name.name == name }) {
      return "functions can call those that stand above them, not themselves"
    }
    if let hint = IteratorIR.hint(forForeign: name) { return hint }
    let words = names.sorted() + Builtin.allCases.map(\.name)
    return nearest(to: name, among: words).map { "did you mean '\($0)'?" }
      ?? (names.isEmpty ? "no name is bound here" : "names here are \(listed(names))")
  }

}

/// Returns the first few `names` in order.
private func listed(_ names: [String]) -> String {
  names.sorted().prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
}

func unbound(_ name: Symbol, _ e: Expr, _ hint: String? = nil) -> Diagnostic {
  Diagnostic(
    code: IRCode.unbound, "Nothing is bound to the name '\(name.name)'.", at: e.span, hint: hint)
}

private func noType(_ name: Symbol, _ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.unbound, "There is no type '\(name.name)'.", at: e.span,
    hint: typeHint(name.name))
}

private func bound(_ name: Symbol, twiceAt span: SourceSpan?) -> Diagnostic {
  Diagnostic(
    code: IRCode.duplicate, "The name '\(name.name)' is bound twice at the same place.", at: span)
}

private func notWritable(_ e: Expr, _ names: [String]) -> Diagnostic {
  Diagnostic(
    code: IRCode.target, "Only parameters and temporaries of the program can be written to.",
    at: e.span, hint: "these are \(listed(names))")
}

private func noDomain(_ e: Expr, _ names: [String]) -> Diagnostic {
  Diagnostic(
    code: IRCode.type, "Only parameters and temporaries of the program have a domain.",
    at: e.span, hint: "these are \(listed(names))")
}
