import StencilTypes

/// What the first state of a program finds out for the others, in transient arrays.
struct SDFGFacts {

  /// The names of the arrays: of integers and truths, of floating-point numbers, of the failure that counts,
  /// and of the address of memory for what is computed on the way.
  let sizes: String, numbers: String, first: String, workspace: String

  /// The expressions that the arrays' elements are, in order.
  private(set) var integers: [String] = []
  private(set) var floats: [String] = []

  /// The places of expressions.
  private var places: [String: Int] = [:]

  /// The values that are an argument of the SDFG, by their numbers.
  let arguments: [Int: String]

  /// The symbols that are set when the arrays are known, with what they are set to.
  private(set) var symbols: [(name: String, value: String)] = []

  init(_ names: inout SDFGNames, prefix: String, arguments: [Int: String]) {
    sizes = names.unique(prefix + "sizes")
    numbers = names.unique(prefix + "numbers")
    first = names.unique(prefix + "first_failure")
    workspace = names.unique(prefix + "workspace")
    self.arguments = arguments
  }

  /// Returns the array and the index of the element that holds `expression`.
  mutating func place(_ expression: String, isFloat: Bool = false) -> (array: String, index: Int) {
    let (array, count) = isFloat ? (numbers, floats.count) : (sizes, integers.count)
    if let known = places[expression] { return (array, known) }
    places[expression] = count
    if isFloat { floats.append(expression) } else { integers.append(expression) }
    return (array, count)
  }

  /// Returns a symbol that is set to `expression`.
  mutating func symbol(_ name: String, _ expression: String, _ names: inout SDFGNames) -> String {
    let symbol = names.unique(name)
    let (array, index) = place(expression)
    symbols.append((symbol, "\(array)[\(index)]"))
    return symbol
  }

}
