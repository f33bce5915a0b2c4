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

  private let found: Search

  init(of name: String, in program: Program) {
    found = withLargeStack {
      var search = Search(program)
      search.visit(program, [Symbol(name)])
      return search
    }
  }

}

/// A walk through a program that follows a value through calls.
private struct Search: Sendable {

  typealias Aliases = Set<Symbol>

  private(set) var lines: Set<Int> = []
  private(set) var turningPoints: Set<Int128> = []
  private(set) var floatLimits: Set<Double> = []
  private(set) var isTestedForEquality = false

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
      if aliases.contains(name), let span = e.span { lines.insert(span.line) }
    case .lambda(let parameters, let body): visit(body, aliases.subtracting(parameters))
    case .call(let function, let arguments):
      for a in arguments { visit(a, aliases) }
      if let (builtin, operands) = e.builtinCall { noteComparison(builtin, operands, aliases) }
      enter(function, arguments.map { isValue($0, aliases) }, aliases)
    case .builtin, .literal, .typeName, .infinity, .offset, .axis: break
    }
  }

  /// Goes into the function that a call applies; `isValue` says which arguments are the value.
  private mutating func enter(_ function: Expr, _ isValue: [Bool], _ aliases: Aliases) {
    func known(_ parameters: [Symbol]) -> Aliases {
      Set(zip(parameters, isValue).filter(\.1).map(\.0))
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
      enter(stencil, isValue, aliases)
      for a in arguments.dropFirst() { visit(a, aliases) }
    case .builtin, .literal, .typeName, .infinity, .offset, .axis: break
    }
  }

  /// Whether `e` is the value itself, read or converted.
  private func isValue(_ e: Expr, _ aliases: Aliases) -> Bool {
    if case .reference(let name) = e.kind { return aliases.contains(name) }
    guard let (builtin, arguments) = e.builtinCall, [.deref, .cast].contains(builtin),
      let operand = arguments.first
    else { return false }
    return isValue(operand, aliases)
  }

  private mutating func noteComparison(_ b: Builtin, _ operands: [Expr], _ aliases: Aliases) {
    guard case .scalar(.comparison(let comparison)) = b, operands.count == 2 else { return }
    let isFlipped = isValue(operands[1], aliases)
    guard isFlipped || isValue(operands[0], aliases),
      let literal = operands[isFlipped ? 0 : 1].literalValue
    else { return }
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
