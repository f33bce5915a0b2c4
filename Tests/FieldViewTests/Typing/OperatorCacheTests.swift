import FieldView
import RandomSamples
import Testing

@Suite("The cache of operators") struct OperatorCacheTests {

  /// Operators that call each other in a chain, `f0` at its end.
  private func chain(_ count: Int) throws -> [FieldOperatorDefinition] {
    let head = """
      from gt4py.next import *
      I = Dimension("I")
      FI = Field[[I], float64]

      """
    let operators = (0 ..< count).map { i in
      """
      @field_operator
      def f\(i)(a: FI) -> FI:
          return \(i == 0 ? "a" : "f\(i - 1)(a)") + 1.0

      """
    }
    let loader = ModuleLoader(
      searchPath: [], files: .memory(["a.py": head + operators.joined(separator: "\n")]))
    let module = try loader.loadFile("a.py")
    return try (0 ..< count).map { i in
      guard case .fieldOperator(let o) = try module.lookup("f\(i)") else { throw Missing() }
      return o
    }
  }

  private struct Missing: Error {}

  @Test func `holds so many`() throws {
    let cache = OperatorCache(capacity: 4)
    for o in try chain(20) {
      _ = try funcToFoast(o, known: cache)
      #expect(cache.count <= 4)
    }
    #expect(cache.count == 4)
  }

  /// Two forms of one operator in one program would be two functions.
  @Test func `finds an operator as long as one that calls it lives`() throws {
    let cache = OperatorCache(capacity: 2)
    let definitions = try chain(20)
    let last = try funcToFoast(definitions[19], known: cache)
    let first = try funcToFoast(definitions[0], known: cache)
    var found = last
    for i in (0 ..< 19).reversed() { found = try #require(found.captures.operators["f\(i)"]) }
    #expect(found === first)
  }

  @Test func `forgets what was not used for the longest time`() {
    var table = RecentlyUsed<Int, String>(capacity: 3)
    for n in 0 ..< 3 { table.insert("\(n)", for: n) }
    #expect(table.value(for: 0) == "0")
    table.insert("3", for: 3)
    #expect(table.value(for: 1) == nil)
    #expect(table.value(for: 0) == "0" && table.value(for: 2) == "2" && table.value(for: 3) == "3")
    table.insert("three", for: 3)
    #expect(table.count == 3)
    #expect(table.value(for: 3) == "three")
  }

  /// Random uses, against a list in the order of use.
  @Test(arguments: [1, 2, 5]) func `holds what a list would hold, and nothing else`(capacity: Int) {
    final class Value {}
    struct Held { weak var value: Value? }
    var random = SeededNumbers(UInt64(capacity))
    var table = RecentlyUsed<Int, Value>(capacity: capacity)
    var list: [(key: Int, value: ObjectIdentifier)] = []
    var all: [Held] = []
    for _ in 0 ..< 500 {
      let key = Int.random(in: 0 ..< 8, using: &random)
      let known = list.firstIndex { $0.key == key }.map { list.remove(at: $0) }
      if Bool.random(using: &random) {
        #expect(table.value(for: key).map(ObjectIdentifier.init) == known?.value)
        if let known { list.append(known) }
      } else {
        let value = Value()
        all.append(Held(value: value))
        table.insert(value, for: key)
        list.append((key, ObjectIdentifier(value)))
        if list.count > capacity { list.removeFirst() }
      }
      #expect(table.count == list.count)
    }
    #expect(all.count { $0.value != nil } == list.count)
  }

}
