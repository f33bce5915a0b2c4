import Diagnostics
import IteratorIR
import StencilTypes

/// Where a scalar parameter of a program is used, also under the names that functions know it by.
struct ParameterUses: Sendable {

  /// The source lines of the uses, each once, in order.
  var lines: [Int] { found.lines.sorted() }

  /// The integers at which a comparison with the parameter changes its result, in order: for `n > 3`
  /// those are 3 and 4.
  var turningPoints: [Int128] { found.turningPoints.sorted() }

  /// The numbers with which the parameter, a float, is compared, in order.
  var floatLimits: [Double] { found.floatLimits.sorted() }

  /// `true` iff the parameter is tested for equality: then any other value is a case of its own.
  var isTestedForEquality: Bool { found.isTestedForEquality }

  /// `true` iff the parameter is compared with something that is no literal: another parameter.
  var isCombined: Bool { found.isCombined }

  /// `true` iff something that is computed from the parameter decides: in a comparison, as a distance.
  var isComputed: Bool { found.isComputed }

  /// `true` iff a region ends at the parameter, or at something computed from it.
  var endsRegion: Bool { found.endsRegion }

  /// `true` iff the program has its name, or another that it is known by, anywhere.
  var isUsed: Bool { found.isUsed }

  private let found: Search

  init(of name: String, in program: Program) {
    found = withLargeStack {
      var search = Search(program)
      search.visit(program, Search.Aliases(value: [Symbol(name)]))
      return search
    }
  }

}

/// A walk through a program that follows a value through calls.
private struct Search: Sendable {

  /// The names that mean the value, and those of what is computed from it.
  struct Aliases: Hashable {

    var value: Set<Symbol>
    var computed: Set<Symbol> = []

    func subtracting(_ names: [Symbol]) -> Aliases {
      Aliases(value: value.subtracting(names), computed: computed.subtracting(names))
    }

    func union(_ other: Aliases) -> Aliases {
      Aliases(
        value: value.union(other.value), computed: computed.union(other.computed))
    }

  }

  private(set) var lines: Set<Int> = []
  private(set) var turningPoints: Set<Int128> = []
  private(set) var floatLimits: Set<Double> = []
  private(set) var isTestedForEquality = false
  private(set) var isCombined = false
  private(set) var isComputed = false
  private(set) var endsRegion = false
  private(set) var isUsed = false

  private let functions: [Symbol: FunctionDefinition]

  /// The functions that were walked through, with the parameters that are the value.
  private var done: Set<Visit> = []

  private struct Visit: Hashable {
    let function: Symbol
    let aliases: Aliases
  }

  init(_ program: Program) {
    functions = Dictionary(
      program.functions.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
  }

  mutating func visit(_ program: Program, _ aliases: Aliases) {
    program.forEachStatementExpression { visit($0, aliases) }
  }

  private mutating func visit(_ e: Expr, _ aliases: Aliases) {
    switch e.kind {
    case .reference(let name):
      guard aliases.value.contains(name) else { return }
      isUsed = true
      if let span = e.span { lines.insert(span.line) }
    case .lambda(let parameters, let body): visit(body, aliases.subtracting(parameters))
    case .call(let function, let arguments):
      for a in arguments { visit(a, aliases) }
      if let (builtin, operands) = e.builtinCall { noteUse(in: builtin, operands, aliases) }
      enter(function, arguments, aliases)
    case .builtin, .literal, .typeName, .infinity, .offset, .axis: break
    }
  }

  /// Goes into the function that a call applies to `arguments`, in which `outer` has a meaning.
  private mutating func enter(_ function: Expr, _ arguments: [Expr], _ outer: Aliases) {
    enter(
      function, values: arguments.map { isValue($0, outer) },
      computed: arguments.map { depends($0, outer) }, outer)
  }

  /// Goes into a function; `values` says which arguments are the value, `computed` which depend on
  /// it.
  private mutating func enter(
    _ function: Expr, values: [Bool], computed: [Bool], _ aliases: Aliases
  ) {
    func known(_ parameters: [Symbol]) -> Aliases {
      var inner = Aliases(value: [])
      for (p, (isValue, depends)) in zip(parameters, zip(values, computed)) {
        if isValue { inner.value.insert(p) } else if depends { inner.computed.insert(p) }
      }
      return inner
    }
    switch function.kind {
    case .lambda(let parameters, let body):
      visit(body, aliases.subtracting(parameters).union(known(parameters)))
    case .reference(let name):
      guard let f = functions[name] else { return visit(function, aliases) }
      let inner = known(f.parameters)
      if done.insert(Visit(function: name, aliases: inner)).inserted { visit(f.body, inner) }
    case .call(_, let arguments):
      // A stencil's iterators stand on what the field operator is applied to.
      guard let builtin = function.builtinCall?.builtin, [.asFieldop, .lift].contains(builtin),
        let stencil = arguments.first
      else { return visit(function, aliases) }
      enter(stencil, values: values, computed: computed, aliases)
      for a in arguments.dropFirst() { visit(a, aliases) }
    case .builtin, .literal, .typeName, .infinity, .offset, .axis: break
    }
  }

  /// Whether `e` is the value itself, read or converted.
  private func isValue(_ e: Expr, _ aliases: Aliases) -> Bool {
    if case .reference(let name) = e.kind { return aliases.value.contains(name) }
    guard let (builtin, arguments) = e.builtinCall, [.deref, .cast].contains(builtin),
      let operand = arguments.first
    else { return false }
    return isValue(operand, aliases)
  }

  /// Whether `e` mentions the value, or what is computed from it.
  private func depends(_ e: Expr, _ aliases: Aliases) -> Bool {
    e.freeNames.contains { aliases.value.contains($0) || aliases.computed.contains($0) }
  }

  /// Takes note of what the value decides as an operand of `b`.
  private mutating func noteUse(in b: Builtin, _ operands: [Expr], _ aliases: Aliases) {
    switch b {
    case .shift:
      if operands.contains(where: { depends($0, aliases) }) { isComputed = true }
    case .listGet, .tupleGet:
      if operands.first.map({ depends($0, aliases) }) ?? false { isComputed = true }
    case .scalar(.comparison(let comparison)):
      if operands.count == 2 { noteComparison(comparison, operands, aliases) }
    case .structural, .scalar: break
    }
  }

  private mutating func noteComparison(
    _ comparison: Comparison, _ operands: [Expr], _ aliases: Aliases
  ) {
    guard operands.contains(where: { depends($0, aliases) }) else { return }
    if operands.contains(where: { if case .axis = $0.kind { true } else { false } }) {
      endsRegion = true
      return
    }
    let isFlipped = isValue(operands[1], aliases)
    guard isFlipped || isValue(operands[0], aliases) else {
      isComputed = true
      return
    }
    guard let literal = operands[isFlipped ? 0 : 1].literalValue else {
      isCombined = true
      return
    }
    if let limit = literal.float64 ?? literal.float32.map({ Double($0) }), !limit.isNaN {
      floatLimits.insert(limit)
    }
    guard let limit = literal.integer else { return }
    switch comparison {
    case .equal, .notEqual:
      isTestedForEquality = true
      turningPoints.insert(limit)
    case .less, .greaterEqual:
      turningPoints.formUnion(isFlipped ? [limit, limit + 1] : [limit - 1, limit])
    case .greater, .lessEqual:
      turningPoints.formUnion(isFlipped ? [limit - 1, limit] : [limit, limit + 1])
    }
  }

}
