import Diagnostics
import Fields
import Foundation
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
    #expect(try workshop.succeed("a I=0:1") == workshop.succeed("print a I=0:1"))
    let part = workshop.perform("a K=0:1").diagnostics.first
    #expect(part?.hint == "to see part of it: print a K=0:1")
    #expect(part?.message == "'a' is a field; a line begins with what to do.")
  }

  /// `u` begins `undo`, `use` and others; `r` is short for nothing else than `run`-like commands.
  @Test(arguments: ["u", "un", "ru"])
  func `come before the beginnings of commands`(name: String) throws {
    let workshop = try Workshop(after: [
      "from cartesian import I", "field \(name)[I] = index(I) I=4",
    ])
    #expect(try workshop.succeed("\(name) I=1:3").contains("1  2"))
    #expect(workshop.perform("\(name) I=1:3 J=2").failed)
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
    ("a[2]", "print a I=2"), ("m[0, 1]", "print m I=0 J=1"), ("np.sin(a)", "write sin(a)"),
    ("a.max()", "write max(a)"),
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

  /// By hand, and powers with whole exponents as products.
  @Test(
    arguments: [
      ("a ** 2", [0.0, 1, 4, 9]), ("2.0 * b ** -1", [1, 1, 1, 1, 1]),
      ("power(a, 2) - a", [0, 0, 2, 6]),
      ("where(a > 1.0, a, -1.0)", [-1, -1, 2, 3]), ("where(a == b, a, 0.0)", [0, 2, 0]),
      ("where((a > 0.0) & ~(a > 2.0), 1.0 + a, a)", [0, 2, 3, 3]),
      ("dt * a", [0, 0.25, 0.5, 0.75]),
      ("a * k", [0, 3, 6, 9]),
    ] as [(String, [Double])])
  func `take powers, masks and constants`(expression: String, expected: [Double]) throws {
    let workshop = try workshop()
    for input in ["dt = 0.25", "k = 3", "field d = \(expression)"] { try workshop.succeed(input) }
    #expect(workshop.session.fields["d"]?.values == expected.map { ScalarValue($0) })
    #expect(try workshop.succeed("dt") == "dt = 0.25")
  }

  @Test(arguments: [
    ("a > 1.0", [false, false, true, true]), ("a >= b", [false, true, true]),
    ("n != 2", [true, true, false, true]), ("0 < a <= 2", [false, true, true, false]),
    ("(a < 1.0) | (a > 2.0)", [true, false, false, true]),
    ("isnan(a / a)", [true, false, false, false]),
  ])
  func `compare to masks`(expression: String, expected: [Bool]) throws {
    #expect(try values(expression) == expected.map { ScalarValue($0) })
  }

  /// `>` behind a value compares it; nothing is written.
  @Test(arguments: [
    "a > 1", "a > a", "a>1", "2 > a", "(a - b) > 0.5", "abs(a) > 1", "-a > 1", "a > a.npy",
    "a > \"x\"",
    "field m = a > 1", "field m = a > a.npy", "print a > 1", "plot a > 1", "show itir > 3",
  ])
  func `write no file where they compare`(input: String) throws {
    let workshop = try workshop()
    try workshop.succeed("save a a.npy")
    let before = try Data(contentsOf: workshop.folder.appending(path: "a.npy"))
    _ = workshop.perform(input)
    let names = try FileManager.default.contentsOfDirectory(atPath: workshop.folder.path())
    #expect(names == ["a.npy"])
    #expect(try Data(contentsOf: workshop.folder.appending(path: "a.npy")) == before)
  }

  @Test func `say that integers lose their fraction`() throws {
    let workshop = try workshop()
    #expect(try workshop.succeed("n / 2").contains("/ drops the fraction of int32"))
    #expect(try !workshop.succeed("n // 2").contains("fraction"))
    #expect(try !workshop.succeed("a / 2").contains("fraction"))
  }

  @Test(arguments: [
    ("v = a * 2", "write field v = a * 2"), ("a = a + 1", "write field a = a + 1"),
    ("v=a", "write field v=a"), ("load a.npy", "field a[I, J] = load a.npy"),
    ("exit()", "commands have no parentheses: quit"), ("lap u=a", "to execute it: run lap u=a"),
    ("show lap", "show source of lap"), ("show a", "print a, or plot a"),
    ("plot lap", "`run lap` makes fields"), ("field w[I] = (1,2,3)", "values stand in brackets"),
    ("field w[I J] = zeros I=3 J=3", "put commas between them: I, J"),
    ("u - v", "make one: field u"),
    ("run lap u=a out=w", "out=zeros makes one for the result"),
  ])
  func `are asked for by lines that mean something else`(input: String, hint: String) throws {
    let workshop = try workshop()
    try workshop.succeed(
      "@field_operator\ndef lap(u: Field[[I], float64]) -> Field[[I], float64]:\n    return u\n")
    let before = SessionState(workshop.session)
    let problem = workshop.perform(input).diagnostics.first
    #expect(problem?.hint?.contains(hint) == true, "\(problem?.hint ?? "nothing")")
    #expect(SessionState(workshop.session) == before)
  }

  @Test func `are made of a part of others`() throws {
    let workshop = try workshop()
    try workshop.succeed("field p[I] = a * 2 I=1:3")
    try workshop.succeed("field q = m I=1:2")
    #expect(workshop.session.fields["p"]?.values == [2.0, 4.0].map { ScalarValue($0) })
    #expect(workshop.session.fields["p"]?.domain.ranges == [1 ..< 3])
    #expect(workshop.session.fields["q"]?.domain.ranges == [1 ..< 2, 0 ..< 2])
    for (input, message) in [
      ("field p[J] = a", "The expression gives a 'Field[[I], float64]'."),
      ("field p[I] = a I=1:5", "'1:5' is no part of what the expression covers."),
      ("field p[I] = a J=0:1", "'0:1' is no part of what the expression covers."),
    ] { #expect(workshop.perform(input).diagnostics.first?.message == message) }
  }

  @Test func `are taken away`() throws {
    let workshop = try workshop()
    #expect(try workshop.succeed("delete a b") == "deleted a, b")
    #expect(Array(workshop.session.fields.keys) == ["n", "m"])
    try workshop.succeed("undo")
    try workshop.succeed("del a")
    #expect(workshop.session.fields["a"] == nil && workshop.session.fields["b"] != nil)
    let before = SessionState(workshop.session)
    #expect(workshop.perform("delete n zz").diagnostics.first?.message == "There is no field 'zz'.")
    #expect(workshop.perform("del zz").hint?.contains("passed over") == true)
    #expect(workshop.perform("rm n").diagnostics.first?.hint?.hasPrefix("delete NAME") == true)
    #expect(SessionState(workshop.session) == before)
  }

  @Test func `by themselves say that they are cut`() throws {
    let workshop = try workshop()
    try workshop.succeed("field w[I, J] = ones I=9 J=3")
    #expect(try workshop.succeed("w").hasSuffix("the first points along I only"))
    #expect(try !workshop.succeed("m").contains("the first points"))
  }

  /// What no Python makes is told at once, and when it is asked for.
  @Test func `are not made by Python that is passed over`() throws {
    let workshop = try workshop()
    let output = workshop.perform("x = gtx.zeros({I: 10})")
    #expect(output.hint?.contains("'x' stands for nothing") == true, "\(output.hint ?? "nothing")")
    #expect(workshop.perform("from nowhere import thing").hint?.contains("'thing' stands") == true)
    #expect(workshop.perform("x").diagnostics.first?.message.contains("'x' has no value") == true)
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
    ("sin(n)", "'sin(n)' is not defined for values of type int32."),
    ("a * (b > 1)", "'b > 1' holds bool, 'a' float64."),
    ("where(a, b, b)", "'a' holds float64; a mask"),
    ("a > 0 and b > 0", "'and', 'or' and 'not' are for single truth values."),
    ("a(I + 1) - a", "'a(I + 1)' shifts a field, which only operators do."),
    ("n ** -1", "'n ** -1' is not defined for values of type int32."),
    ("a << 1", "'<<' cannot be used"), ("a > b.npy", "'b.npy' is not known"),
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
