import Testing

@testable import Workbench

@Suite("Comparing outputs") struct OutputMatchingTests {

  struct Sample: Sendable {
    var expectations: [Workbench.Expectation] = []
    let expected: [String]
    let actual: [String]
    var matches = true
  }

  static let samples = [
    Sample(expected: [], actual: []),
    Sample(expected: ["a", "b"], actual: ["a", "b"]),
    Sample(expected: ["a"], actual: ["a", "b"], matches: false),
    Sample(expected: ["a", "b"], actual: ["a"], matches: false),
    Sample(expected: ["b", "a"], actual: ["a", "b"], matches: false),
    // A line of three dots is any number of lines.
    Sample(expected: ["..."], actual: []),
    Sample(expected: ["..."], actual: ["a", "b"]),
    Sample(expected: ["a", "...", "d"], actual: ["a", "b", "c", "d"]),
    Sample(expected: ["a", "...", "d"], actual: ["a", "d"]),
    Sample(expected: ["a", "...", "d"], actual: ["a", "b", "d", "c"], matches: false),
    Sample(expected: ["...", "b", "...", "b"], actual: ["a", "b", "b"]),
    Sample(expected: ["...", "b", "...", "b"], actual: ["a", "b"], matches: false),
    Sample(expected: ["...", "a"], actual: ["...", "a"]),
    // Two dots in brackets are any text.
    Sample(expected: ["out [..] mean 3"], actual: ["out min 1 mean 3"]),
    Sample(expected: ["[..]b[..]"], actual: ["abc"]),
    Sample(expected: ["a[..]"], actual: ["a"]),
    Sample(expected: ["a[..]c"], actual: ["abd"], matches: false),
    Sample(expected: ["ab[..]bc"], actual: ["abc"], matches: false),
    Sample(expected: ["a[..]b[..]c"], actual: ["a c b"], matches: false),
    Sample(expected: ["a [..]"], actual: ["a [..]"]),
    // Numbers within a tolerance.
    Sample(expected: ["x 1.0"], actual: ["x 1.0000001"], matches: false),
    Sample(expectations: [.float(1e-6)], expected: ["x 1.0"], actual: ["x 1.0000001"]),
    Sample(
      expectations: [.float(1e-6)], expected: ["x 1.0"], actual: ["x 1.1"], matches: false),
    Sample(
      expectations: [.float(1e-6)], expected: ["x 1.0"], actual: ["y 1.0000001"], matches: false),
    Sample(expectations: [.float(1e-6)], expected: ["I=0:3, 2"], actual: ["I=0:3, 2.0000001"]),
    // Pieces of lines in order, each of a line of its own.
    Sample(expectations: [.contains], expected: ["a", "a"], actual: ["a", "b", "a"]),
    Sample(expectations: [.contains], expected: ["a", "a"], actual: ["a", "b"], matches: false),
    // The lines in any order.
    Sample(expectations: [.unordered], expected: ["b", "a", "a"], actual: ["a", "b", "a"]),
    Sample(
      expectations: [.unordered], expected: ["b", "a", "b"], actual: ["a", "b", "a"],
      matches: false),
    Sample(expectations: [.unordered], expected: ["a"], actual: ["b", "a"], matches: false),
    // Some of the lines, in this order.
    Sample(expectations: [.contains], expected: ["b", "d"], actual: ["a", "xbx", "c", "d"]),
    Sample(
      expectations: [.contains], expected: ["d", "b"], actual: ["a", "b", "c", "d"],
      matches: false),
    Sample(expectations: [.contains], expected: ["b[..]d"], actual: ["a b c d e"]),
    Sample(expectations: [.ignore("noise")], expected: ["a"], actual: ["b"]),
  ]

  @Test(arguments: [
    ([], ["a"], ["a"]), (["a"], [], []),
    (["a [..]", "b"], ["x", "a 3", "c"], ["x", "a [..]", "c"]),
    (["a [..]", "b [..]"], ["b 1"], ["b [..]"]), (["[..]", "a"], ["a", "b"], ["[..]", "b"]),
    (["p", "a [..]", "q"], ["a 1", "a 2"], ["a [..]", "a 2"]),
  ])
  func `keeps patterns that still match`(
    expected: [String], actual: [String], corrected: [String]
  ) {
    let matching = OutputMatching(expectations: [])
    #expect(matching.corrected(expected: expected, actual: actual) == corrected)
  }

  @Test(arguments: samples)
  func `knows patterns`(sample: Sample) {
    let matching = OutputMatching(expectations: sample.expectations)
    #expect(
      matching.matches(expected: sample.expected, actual: sample.actual) == sample.matches)
  }

}
