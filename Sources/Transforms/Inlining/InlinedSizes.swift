import IteratorIR

/// How many nodes expressions have once every call is replaced by the body of its function.
///
/// Functions that call others twice, which do the same, double with each of them.
struct InlinedSizes {

  private let functions: [Symbol: FunctionDefinition]

  /// The number of nodes as they are written, those of all functions included.
  private let written: Int

  private var sizes: [Symbol: Int] = [:]

  /// The sizes of what names around the place stand for, where that is not one node.
  private var local: [Symbol: Int] = [:]

  init(_ program: Program) {
    functions = Dictionary(
      program.functions.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    written = program.functions.reduce(0) { $0.addingClamped($1.body.nodeCount) }
  }

  /// `true` iff replacing every call in `e` would make much of little.
  mutating func isTooLarge(_ e: Expr) -> Bool {
    let own = written.addingClamped(e.nodeCount)
    let (limit, overflow) = own.multipliedReportingOverflow(by: 8)
    return !overflow && size(of: e) > limit.addingClamped(1000)
  }

  /// `true` iff replacing every call in the function would make much of little.
  mutating func isTooLarge(_ function: FunctionDefinition) -> Bool {
    isTooLarge(Expr(.lambda(function.parameters, function.body)))
  }

  private mutating func size(of e: Expr) -> Int {
    switch e.kind {
    case .reference(let name): return local[name] ?? size(of: name)
    case .builtin, .literal, .typeName, .infinity, .offset, .axis: return 1
    case .lambda(let parameters, let body):
      return size(of: body, parameters.map { ($0, 1) }).addingClamped(1)
    case .call(let function, let arguments):
      guard let (parameters, values, body) = e.asLet else {
        return arguments.reduce(size(of: function)) { $0.addingClamped(size(of: $1)) }
      }
      var total = 2
      var bound: [(Symbol, Int)] = []
      for (p, v) in zip(parameters, values) {
        let n = size(of: v)
        if case .lambda = v.kind {
          bound.append((p, n))
        } else {
          bound.append((p, 1))
          total = total.addingClamped(n)
        }
      }
      return total.addingClamped(size(of: body, bound))
    }
  }

  /// Returns the size of `e` where the names of `bound` have these sizes.
  private mutating func size(of e: Expr, _ bound: [(name: Symbol, size: Int)]) -> Int {
    let hidden = bound.map { local.updateValue($0.size, forKey: $0.name) }
    let result = size(of: e)
    for (b, h) in zip(bound, hidden).reversed() { local[b.name] = h }
    return result
  }

  private mutating func size(of name: Symbol) -> Int {
    guard let f = functions[name] else { return 1 }
    if let known = sizes[name] { return known }
    // Until it is known: no function calls itself.
    sizes[name] = 1
    let outer = local
    local = [:]
    let result = size(of: Expr(.lambda(f.parameters, f.body)))
    local = outer
    sizes[name] = result
    return result
  }

}

extension Int {

  /// Returns the sum, or the largest number there is.
  fileprivate func addingClamped(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

}
