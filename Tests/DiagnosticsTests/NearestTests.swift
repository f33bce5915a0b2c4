import Diagnostics
import Testing

@Suite struct NearestTests {

  @Test(arguments: [
    ("lod", "load"), ("shwo", "show"), ("neighbour_sum", "neighbor_sum"), ("USE", "use"),
  ])
  func findsTheNearestName(word: String, expected: String) {
    let names = ["load", "show", "use", "neighbor_sum", "run"]
    #expect(nearest(to: word, among: names) == expected)
  }

  @Test func findsNothingFarAway() {
    #expect(nearest(to: "xyzzy", among: ["load", "show"]) == nil)
    #expect(nearest(to: "ab", among: ["yz"]) == nil)
    // Of six letters two may differ, not three.
    #expect(nearest(to: "abcdef", among: ["abcdyz"]) == "abcdyz")
    #expect(nearest(to: "abcdef", among: ["abcxyz"]) == nil)
    #expect(nearest(to: "x", among: ["i", "xy"]) == nil)
    #expect(nearest(to: "i", among: ["I"]) == "I")
  }

}
