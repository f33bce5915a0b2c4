import Testing
import Transforms

private let parameters = "x: int32, y: int32"

@Suite("merge_let")
struct MergeLetTests {

  @Test(
    "merges independent bindings",
    arguments: [
      ("let a = x; let b = y; a + b", "let a = x, b = y; a + b"),
      ("let a = x; let b = y; let c = a; a + b + c", "let a = x, b = y; let c = a; a + b + c"),
      ("let a = x; let b = a; let c = x; b + c", "let a = x; let b = a, c = x; b + c"),
      ("{let a = x; let b = y; a + b, x}", "{(let a = x, b = y; a + b), x}"),
    ])
  func merges(before: String, after: String) throws {
    try expect(.mergeLet, parameters, turns: before, into: after)
  }

  @Test(
    "leaves dependent bindings alone",
    arguments: [
      "let a = x; let b = a; b", "let a = x; let a = y; a", "let a = y; let y = x; a + y", "x + y",
    ])
  func leavesAlone(_ value: String) throws {
    try expect(.mergeLet, parameters, leavesAlone: value)
  }

}
