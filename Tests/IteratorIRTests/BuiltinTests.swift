import IteratorIR
import StencilTypes
import Testing

/// The builtins and their names.
@Suite("Builtins") struct BuiltinTests {

  /// GT4Py's names of the functions on scalars.
  private static let scalarNames = """
    plus minus multiplies divides floordiv mod minimum maximum fmod power eq not_eq less less_equal \
    greater greater_equal and_ or_ xor_ not_ abs neg sin cos tan arcsin arccos arctan sinh cosh \
    tanh arcsinh arccosh arctanh sqrt exp log gamma cbrt floor ceil trunc isfinite isinf isnan
    """.split(separator: " ").map(String.init)

  @Test func `have the names of GT4Py, each once`() {
    let scalars = ScalarOperation.allCases.map(\.name)
    #expect(scalars.sorted() == Self.scalarNames.sorted())
    #expect(Set(Builtin.allCases.map(\.name)).count == Builtin.allCases.count)
    for b in Builtin.allCases { #expect(Builtin(name: b.name) == b) }
    #expect(Builtin(name: "no such function") == nil)
  }

  /// Operators and comparisons have no name in field view; GT4Py's other functions do.
  @Test func `are called by name in field view where there is no operator`() {
    let operators = """
      plus minus multiplies divides floordiv mod eq not_eq less less_equal greater greater_equal \
      and_ or_ xor_ not_
      """.split(separator: " ").map(String.init)
    let called = ScalarOperation.allCases.compactMap(\.fieldViewName)
    #expect(called.sorted() == Set(Self.scalarNames).subtracting(operators).sorted())
  }

  @Test func `are told apart by two bytes, and in sets`() {
    #expect(MemoryLayout<Builtin>.size == 2)
    for (i, a) in Builtin.allCases.enumerated() {
      for (j, b) in Builtin.allCases.enumerated() {
        #expect((a == b) == (i == j))
        #expect(BuiltinSet(a).contains(b) == (i == j))
      }
    }
  }

  @Test(arguments: ScalarOperation.allCases)
  func `take what their signature says`(operation: ScalarOperation) {
    #expect(operation.operandCount == operation.signature.parameterNames.count)
    for kind in ScalarKind.allCases where kind != .string {
      guard let one = ScalarValue(1.0).cast(to: kind) else { continue }
      let operands = [ScalarValue](repeating: one, count: operation.operandCount)
      switch operation.evaluate(operands) {
      case .success(let v):
        #expect(operation.signature.accepts(kind))
        #expect(v.kind == operation.resultKind(on: kind))
      case .failure(let f):
        #expect(f == .undefined && !operation.signature.accepts(kind), "\(operation) on \(kind)")
      }
    }
  }

}
