import IteratorIR
import StencilTypes
import Testing

/// What nodes know of the trees below them.
@Suite struct NodeSummaryTests {

  @Test func eachBuiltinIsInItsOwnSetOnly() {
    for a in Builtin.allCases {
      for b in Builtin.allCases { #expect(BuiltinSet(a).contains(b) == (a == b)) }
    }
  }

  @Test func setsOfBuiltinsJoinAndMeet() {
    let set: BuiltinSet = [.plus, .xor]
    #expect(set.union([.shift]).contains(.shift))
    #expect(!set.isDisjoint(with: [.xor, .deref]))
    #expect(set.isDisjoint(with: [.minus, .deref]))
    #expect(set.isDisjoint(with: []))
  }

  @Test func treesKnowTheBuiltinsTheyMention() {
    let body = Expr.call(.plus, .call(.deref, .ref("a")), .int(1))
    let stencil = Expr.call(.asFieldop, .lambda(["a"], body)).applied(to: [.ref("x")])
    #expect(body.builtins == [.plus, .deref])
    #expect(stencil.builtins == [.plus, .deref, .asFieldop])
    #expect(Expr.ref("a").builtins == [])
  }

  @Test func treesKnowWhetherALetStandsInThem() {
    let binding = Expr.let("a", .int(1), in: .ref("a"))
    #expect(binding.containsLet)
    #expect(Expr.lambda(["b"], .call(.neg, binding)).containsLet)
    // A lambda that is passed on binds nothing yet; one with too few arguments is no let.
    #expect(!Expr.call(.lift, .lambda(["a"], .ref("a"))).containsLet)
    #expect(!Expr.lambda(["a", "b"], .ref("a")).applied(to: [.int(1)]).containsLet)
  }

}
