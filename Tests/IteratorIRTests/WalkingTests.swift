import Diagnostics
import IteratorIR
import Testing

/// The parts of a program and their places.
@Suite("Walking") struct WalkingTests {

  /// A program with an expression `i` of each sort at each kind of place, in this order.
  private let program: Program

  init() throws {
    program = try Program(
      parsing: SourceFile(
        name: "walk.itir",
        text: """
          p(o: Field[[Iₕ], int32], n: int32) {
            f = λ(x) → x + 100;
            tmp = temporary(domain=c⟨ Iₕ: [101, n[ ⟩, dtype=int32);
            o @ c⟨ Iₕ: [0, 102[ ⟩ ← f(tmp);
            if (n == 103) {
              o @ c⟨ Iₕ: [0, 104[ ⟩ ← (⇑f)(tmp);
              if (n == 105) {
                o @ c⟨ Iₕ: [0, 106[ ⟩ ← f(tmp);
              } else {
                o @ c⟨ Iₕ: [0, 107[ ⟩ ← f(tmp);
              }
            } else {
              o @ c⟨ Iₕ: [0, 108[ ⟩ ← f(tmp);
              o @ c⟨ Iₕ: [0, 109[ ⟩ ← f(tmp);
            }
          }
          """))
  }

  /// The numbers from 100 on, which mark the places.
  private func marks(_ e: Expr) -> [Int] {
    var marks: [Int] = []
    e.forEachNode { n in
      if let i = n.literalValue?.integer, i >= 100 { marks.append(Int(i)) }
    }
    return marks
  }

  @Test func `meets every expression once, in order`() {
    var found: [Int] = []
    program.forEachExpression { found += marks($0) }
    #expect(found == Array(100 ... 109))
    found = []
    program.forEachStatementExpression { found += marks($0) }
    #expect(found == Array(101 ... 109))
    #expect(program.statements.count == 8)
    #expect(program.assignments.flatMap { marks($0.domain) } == [102, 104, 106, 107, 108, 109])
  }

  @Test(arguments: 100 ... 109) func `finds what stands anywhere`(mark: Int) {
    #expect(program.contains { $0.literalValue?.integer == Int128(mark) })
    #expect(!program.contains { $0.literalValue?.integer == Int128(mark + 10) })
  }

  @Test func `gives each expression the place at which it is found and replaced`() {
    var roots: [Path.Root] = []
    let same = program.mapExpressions { e, root in
      roots.append(root)
      #expect(program[root].isIdentical(to: e))
      return e
    }
    #expect(same.isIdentical(to: program))
    #expect(Set(roots).count == roots.count && roots.count == 22)
    for root in roots {
      var edited = program
      edited[root] = .int(7)
      #expect(edited[root] == .int(7))
      #expect(edited == program.mapExpressions { e, r in r == root ? .int(7) : e })
    }
  }

  @Test func `replaces what is deep in an expression`() {
    let first = Path(.function(0)).child(2)
    #expect(program[first] == .int(100))
    var edited = program
    edited[first] = .int(0)
    #expect(edited.functions[0].body == .call(.plus, .ref("x"), .int(0)))
    #expect(edited.body == program.body)
  }

  @Test func `replaces statements by none or several, at the place they had`() {
    var places: [StatementPath] = []
    let doubled = program.flatMapAssignments { s, path in
      places.append(path)
      #expect(program[path].assignment?.domain == s.domain)
      return [program[path], program[path]]
    }
    #expect(
      places.map(\.indices) == [
        [0], [1, 0, 0], [1, 0, 1, 0, 0], [1, 0, 1, 1, 0], [1, 1, 0], [1, 1, 1],
      ])
    #expect(
      doubled.assignments.flatMap { marks($0.domain) }
        == [102, 104, 106, 107, 108, 109].flatMap { [$0, $0] })
    var edited = program
    edited.replace(statementAt: StatementPath(1).inside(branch: 1, 0), with: [])
    #expect(edited.assignments.flatMap { marks($0.domain) } == [102, 104, 106, 107, 109])
  }

  @Test func `changes nothing but what it is told to`() {
    #expect(program.with().isIdentical(to: program))
    let renamed = program.with(name: "q", temporaries: [])
    #expect(renamed.name == "q" && renamed.temporaries.isEmpty)
    #expect(renamed.with(name: "p", temporaries: program.temporaries) == program)
  }

}
