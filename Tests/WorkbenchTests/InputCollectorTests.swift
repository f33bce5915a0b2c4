import Testing

@testable import Workbench

/// Lines are put together as they come, each looked at once.
@Suite("Inputs line by line") struct InputCollectorTests {

  /// As long as `load` takes for the file, whatever the number of statements.
  @Test func `long definitions take time in proportion`() throws {
    func lines(_ count: Int) -> [String] {
      [
        "from cartesian import *", "@field_operator",
        "def f(u: Field[[I], float64]) -> Field[[I], float64]:", "    x0 = u",
      ] + (0 ..< count).map { "    x\($0 + 1) = x\($0) + u" } + ["    return x\(count)", ""]
    }
    func seconds(_ count: Int) -> Double {
      let lines = lines(count)
      let clock = ContinuousClock()
      return (0 ..< 3).map { _ in
        let start = clock.now
        var collector = InputCollector()
        var inputs: [String] = []
        for line in lines { inputs += collector.add(line) }
        inputs += collector.finish()
        #expect(inputs.count == 2)
        return (clock.now - start) / .seconds(1)
      }.min() ?? 0
    }
    // Ten times the lines; a quadratic collector takes a hundred times as long.
    #expect(seconds(20_000) < 70 * max(seconds(2_000), 1e-4))
  }

  /// What others write around examples, and what IPython prints, is no input.
  @Test(arguments: [
    (
      "In [1]: import math\n\nIn [12]: @field_operator\n    ...: def f(a: F) -> F:\n    ...:     return a\n"
        + "    ...: \n\nIn [13]: a = 1\nOut[13]: 1\n",
      ["import math", "@field_operator\ndef f(a: F) -> F:\n    return a", "a = 1"]
    ),
    (
      "Example:\n\nThe Laplacian of a field, say:\n\n    >>> a = 1\n    >>> def f(a: F) -> F:\n"
        + "    ...     return a\n    ...\n\nThat is all.\n",
      ["a = 1", "def f(a: F) -> F:\n    return a"]
    ),
    ("In general:\nIn [1]: a = 1\n", ["a = 1"]),
    // An example in a docstring belongs to the definition.
    (
      "def f(a: F) -> F:\n    \"\"\"Doubles.\n\n    >>> f(1)\n    2\n    \"\"\"\n    return a\n",
      [
        "def f(a: F) -> F:\n    \"\"\"Doubles.\n\n    >>> f(1)\n    2\n    \"\"\"\n    return a"
      ]
    ),
  ])
  func `examples are taken out of what surrounds them`(text: String, inputs: [String]) {
    #expect(InputCollector.inputs(in: text) == inputs)
  }

  /// What is open at the end of each text.
  @Test(arguments: [
    ("f(", true), ("f(\n)", false), ("x = '''a", true), ("x = '''a\n'b\n'''", false),
    ("x = 'a(", false), ("# (", false), ("x = '\\'('", false), ("x = \"\"\"a\\\"\"\"", true),
    ("x = [1,\n{2: 3}", true), ("x = ')'\n(", true), ("x = 'a\\\n(b'", false),
  ])
  func `texts are open`(text: String, isOpen: Bool) {
    var open = OpenText()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) { open.add(line) }
    #expect(open.isOpen == isOpen)
  }

}
