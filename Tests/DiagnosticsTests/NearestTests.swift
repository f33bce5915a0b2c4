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
    // Bytes say nothing where letters have several: two letters of eight differ.
    #expect(nearest(to: "theta_vi", among: ["\u{03B8}heta_v\u{03B8}"]) == "\u{03B8}heta_v\u{03B8}")
    #expect(nearest(to: "abcdef", among: ["abcdef\u{1F600}\u{1F600}"]) != nil)
  }

}
