import Diagnostics
import Fields
import StencilTypes
import Testing

@testable import Workbench

@Suite("Fields of fields") struct FieldExpressionTests {

  private func workshop() throws -> Workshop {
    try Workshop(after: [
      "from cartesian import *", "field a[I] = index(I) I=4 dtype=float64",
      "field b[I] = 2.0 I=1:6", "field n[I] = index(I) I=4", "field m[I, J] = ones I=2 J=2",
    ])
  }

  private func values(_ expression: String) throws -> [ScalarValue]? {
    let workshop = try workshop()
    try workshop.succeed("field d = \(expression)")
    return workshop.session.fields["d"]?.values
  }

  @Test(
    arguments: [
      ("a", [0.0, 1, 2, 3]), ("a - b", [-1, 0, 1]), ("a-b", [-1, 0, 1]), ("abs(a - b)", [1, 0, 1]),
      ("2 * a + 1.5", [1.5, 3.5, 5.5, 7.5]), ("(a + b) / 2", [1.5, 2, 2.5]),
      ("-a", [-0.0, -1, -2, -3]),
      ("maximum(a, 1.0)", [1, 1, 2, 3]), ("a // 2", [0, 0, 1, 1]), ("a % 2 - 1", [-1, 0, -1, 0]),
      ("a - (b - 1)", [0, 1, 2]),
    ] as [(String, [Double])])
  func `are what they say`(expression: String, expected: [Double]) throws {
    #expect(try values(expression) == expected.map { ScalarValue($0) })
  }

  @Test func `lie where all fields are, and say so`() throws {
    let workshop = try workshop()
    let text = try workshop.succeed("field d = a - b")
    #expect(text.contains("I=1:4") && text.contains("the points of all of a, b"))
    #expect(try !workshop.succeed("field d = a - a").contains("the points of all"))
  }

  @Test func `compute with parts of fields`() throws {
    let workshop = try workshop()
    try workshop.succeed("field k[I, J] = index(J) I=3 J=3 dtype=float64")
    try workshop.succeed("field d = (m + k) * k")
    #expect(workshop.session.fields["d"]?.values.map(\.float64) == [0, 2, 0, 2])
  }

  @Test func `compute integers as the language does`() throws {
    #expect(try values("n / 2") == [0, 0, 1, 1].map { ScalarValue(Int32($0)) })
    let wrapped = try values("n * 2147483647 + 1")?.prefix(2)
    #expect(wrapped.map(Array.init) == [1, -2_147_483_648].map { ScalarValue(Int32($0)) })
    let problem = try workshop().perform("field d = 4 / n").diagnostics.first
    #expect(problem?.message == "An integer is divided by zero.")
  }

  @Test func `are what people mean who leave the command out`() throws {
    let workshop = try workshop()
    let look = workshop.perform("a - b")
    #expect(look.suggestions == ["field d = a - b"])
    try workshop.succeed("field d = a - b")
    #expect(workshop.perform("a - b").suggestions == ["field d2 = a - b"])
    let part = workshop.perform("a I=0:1").diagnostics.first
    #expect(part?.hint == "to see part of it: print a I=0:1")
    #expect(part?.message == "'a' is a field; a line begins with what to do.")
    try workshop.succeed("print a I=0:1")
  }

  /// Numbers by hand: a is 0, 1, 2, 3; b is 2 on 1:6; n is 0, 1, 2, 3 as int32.
  @Test(arguments: [
    ("max(a)", "max(a)  3"), ("min(a - b)", "min(a - b)  -1"), ("sum(n)", "sum(n)  6"),
    ("mean(n)", "mean(n)  1.5"), ("sum(b)", "sum(b)  10"),
    ("max(a) - min(a)", "max(a) - min(a)  3"), ("print(max(a))", "max(a)  3"),
    ("2 * max(n) + 1", "2 * max(n) + 1  7"), ("-max(a)", "-max(a)  -3"),
    ("print max(a)", "max(a)  3"), ("(max(a) + 1.0) / 2", "(max(a) + 1.0) / 2  2"),
  ])
  func `come to one number`(input: String, text: String) throws {
    #expect(try workshop().succeed(input) == text)
  }

  @Test(arguments: [
    ("a - b", "I=1  -1   0   1"), ("abs(a - b)", "I=1  1  0  1"), ("sqrt(b)", "1.41421"),
    ("a - mean(a)", "I=0  -1.5  -0.5  0.5  1.5"), ("2 * a", "I=0  0  2  4  6"),
    ("print abs(a-b) I=1:3", "I=1  1  0"), ("print(b)", "I=1  2  2  2  2  2"),
    ("(a + b) / 2", "I=1  1.5  2  2.5"), ("plot a-b", "* a-b"),
  ])
  func `are looked at by themselves`(input: String, part: String) throws {
    let workshop = try workshop()
    let before = SessionState(workshop.session)
    let text = try workshop.succeed(input)
    let lines = text.split(separator: "\n").map { $0.replacing(/[ ]+/, with: " ") }
    #expect(lines.contains { $0.contains(part.replacing(/[ ]+/, with: " ")) }, "\(text)")
    #expect(SessionState(workshop.session) == before)
  }

  @Test(arguments: [
    ("a[2]", "print a I=0"), ("m[0, 1]", "print m I=0 J=0"), ("a.max()", "write max(a)"),
    ("np.max(a - b)", "write max(a - b)"), ("max(aa)", "did you mean 'a'?"),
    ("max(a - n)", "convert one of them: field n2 = n dtype=float64"),
  ])
  func `tell who looks as in Python what to type`(input: String, hint: String) throws {
    let problem = try workshop().perform(input).diagnostics.first
    #expect(problem?.hint?.contains(hint) == true, "\(problem?.hint ?? "nothing")")
  }

  /// A command keeps its meaning, and Python that names no field is passed over as before.
  @Test func `leave other lines alone`() throws {
    let workshop = try workshop()
    try workshop.succeed("field list[I] = ones I=2")
    #expect(try workshop.succeed("list fields").contains("a  Field[[I], float64]"))
    try workshop.succeed("x = max(1, 2)")
    #expect(workshop.perform("show - a").failed)
  }

  /// A field from the expression; a picture of one has a file besides, a number has neither.
  @Test(
    arguments: [
      ("a / b", ["field d = a / b"]), ("max(a)", []), ("abs(a - b)", ["field d = abs(a - b)"]),
      ("plot a/b", ["plot a/b > ab.png"]),
      ("plot abs(a-b)", ["plot abs(a-b) > absab.png"]),
    ] as [(String, [String])])
  func `suggest what can be typed`(input: String, expected: [String]) throws {
    let workshop = try workshop()
    let suggestions = workshop.perform(input).suggestions
    #expect(suggestions == expected)
    for line in suggestions { try workshop.succeed(line) }
  }

  @Test func `of numbers that do not exist say so`() throws {
    let workshop = try workshop()
    try workshop.succeed("field e[I] = zeros I=0")
    #expect(workshop.perform("max(e)").diagnostics.first?.message.contains("no points") == true)
    #expect(try workshop.succeed("sum(e)") == "sum(e)  0")
  }

  @Test func `are converted`() throws {
    let workshop = try workshop()
    #expect(try workshop.succeed("field f = a dtype=float32").contains("Field[[I], float32]"))
    #expect(workshop.session.fields["f"]?.values == [0, 1, 2, 3].map { ScalarValue(Float($0)) })
    try workshop.succeed("field g = a * 1.75 dtype=int32")
    #expect(workshop.session.fields["g"]?.values == [0, 1, 3, 5].map { ScalarValue(Int32($0)) })
    try workshop.succeed("save a \"a.npy\"")
    let loaded = try workshop.succeed("field h[I] = load \"a.npy\" dtype=float32 I=2")
    #expect(loaded.contains("a.npy holds 'float64', converted to 'float32'"))
    #expect(workshop.session.fields["h"]?.values == workshop.session.fields["f"]?.values)
  }

  /// What a hint proposes for a field of another type makes one that fits.
  @Test func `end the search for a field of another type`() throws {
    let workshop = try workshop()
    try workshop.succeed(
      "@field_operator\ndef f(x: Field[[I], float32]) -> Field[[I], float32]:\n    return x\n")
    let hint = try #require(workshop.perform("run f x=a out=zeros").diagnostics.first?.hint)
    #expect(hint == "convert it: field a2 = a dtype=float32")
    try workshop.succeed(String(hint.dropFirst("convert it: ".count)))
    try workshop.succeed("run f x=a2 out=zeros")
  }

  @Test func `that are loaded have the range that is given`() throws {
    let workshop = try workshop()
    try workshop.succeed("save a \"a.npy\"")
    try workshop.succeed("field h[I] = load \"a.npy\" I=-1:3")
    let wrong = workshop.perform("field h[I] = load \"a.npy\" I=-1:4").diagnostics.first
    #expect(wrong?.message == "'a.npy' has 4 points along 'I'.")
    #expect(wrong?.hint == "write I=-1 for where they begin; they end at 3")
  }

  @Test(arguments: [
    ("a - m", "their dimensions differ"), ("a - n", "'n' holds int32, 'a' float64."),
    ("a - zz", "There is no field 'zz'."), ("frob(a)", "'frob' cannot be used"),
    ("a -", "This is no expression of fields."), ("n + 0.5", "'0.5' is no value of type 'int32'."),
    ("zeross", "There is no field 'zeross'."), ("1.0 + 2.0", "No field is named here"),
    ("a ** 2", "'**' cannot be used"),
  ])
  func `say what is wrong`(expression: String, message: String) throws {
    let workshop = try workshop()
    let before = SessionState(workshop.session)
    let problem = workshop.perform("field d = \(expression)").diagnostics.first
    #expect(problem?.message.contains(message) == true, "\(problem?.message ?? "nothing")")
    #expect(problem?.hint != nil && problem?.span?.text.isEmpty == false)
    #expect(SessionState(workshop.session) == before)
  }

}
