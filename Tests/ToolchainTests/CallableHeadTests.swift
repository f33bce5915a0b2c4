import Testing

@testable import Toolchain

@Suite("Heads of programs and operators") struct CallableHeadTests {

  /// A head without parameters has nothing to break a line at but its arrow.
  @Test func `are whole without parameters`() {
    let result = "tuple[Field[[I, J, K], float64], Field[[I, J, K], float64]]"
    let head = CallableHead(name: "everything_at_once", parameters: [], result: result)
    #expect(
      head.text(after: "field_operator", width: 80)
        == "field_operator everything_at_once() ->\n    \(result)")
    #expect(
      head.text(after: "field_operator", width: 120)
        == "field_operator everything_at_once() -> \(result)")
    let program = CallableHead(name: "everything_at_once", parameters: [], result: nil)
    #expect(program.text(after: "program", width: 20) == "program everything_at_once()")
  }

}
