import Diagnostics
import Fields
import Interpreter
import IteratorIR
import StencilTypes
import Testing

@Suite("Large programs")
struct LargeProgramTests {

  let count = 10_000

  /// The number that `count` additions of the two last ones lead to.
  var fibonacci: Int32 {
    var (a, b) = (Int32(0), Int32(1))
    for _ in 0 ..< count { (a, b) = (b, a &+ b) }
    return b
  }

  private func program(_ body: Expr) -> Program {
    let type = DataType.field([dimI], .int32)
    let domain = Expr.call(.cartesianDomain, .call(.namedRange, .axis(dimI), .int(0), .int(3)))
    return Program(
      name: "p",
      parameters: [
        Parameter(name: Symbol("x0"), type: type), Parameter(name: Symbol("x1"), type: type),
        Parameter(name: Symbol("o"), type: type),
      ],
      body: [.set(target: .ref("o"), domain: domain, value: body)], offsets: [:])
  }

  private func check(_ program: Program) throws {
    let results = try Interpreter.run(
      program,
      arguments: [
        integers(dimI, [0, 0, 0]), integers(dimI, [1, 1, 1]), integers(dimI, [0, 0, 0]),
      ])
    let o = try lastField(of: results)
    #expect(o.elements(as: Int32.self) == [fibonacci, fibonacci, fibonacci])
  }

  @Test func `many lets between fields`() throws {
    let add = Expr.call(
      .asFieldop,
      .lambda(["a", "b"], .call(.plus, .call(.deref, .ref("a")), .call(.deref, .ref("b")))))
    var body = Expr.ref("x\(count + 1)")
    for i in (2 ... count + 1).reversed() {
      body = .let("x\(i)", add.applied(to: [.ref("x\(i - 2)"), .ref("x\(i - 1)")]), in: body)
    }
    try check(program(body))
  }

  @Test func `many lets in one stencil`() throws {
    var body = Expr.ref("y\(count + 1)")
    for i in (2 ... count + 1).reversed() {
      body = .let("y\(i)", .call(.plus, .ref("y\(i - 2)"), .ref("y\(i - 1)")), in: body)
    }
    let stencil = Expr.lambda(
      ["a", "b"],
      .let("y0", .call(.deref, .ref("a")), in: .let("y1", .call(.deref, .ref("b")), in: body)))
    try check(program(.call(.asFieldop, stencil).applied(to: [.ref("x0"), .ref("x1")])))
  }

  @Test func `many nested stencils`() throws {
    var body = Expr.ref("x1")
    for _ in 0 ..< count {
      let twice = Expr.lambda(["a"], .call(.plus, .call(.deref, .ref("a")), .int(1)))
      body = Expr.call(.asFieldop, twice).applied(to: [body])
    }
    let results = try Interpreter.run(
      program(body),
      arguments: [
        integers(dimI, [0, 0, 0]), integers(dimI, [1, 2, 3]), integers(dimI, [0, 0, 0]),
      ])
    let o = try lastField(of: results)
    #expect(o.elements(as: Int32.self) == [10_001, 10_002, 10_003])
  }

}
