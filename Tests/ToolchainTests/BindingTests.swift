import Diagnostics
import StencilTypes
import TestSupport
import Testing
import Toolchain

@Suite("Bound arguments") struct BindingTests {

  let toolchain = Toolchain()

  /// Returns the program as text on one line.
  private func itir(_ callable: Callable) throws -> String {
    var runner = toolchain.runner
    let text = try toolchain.program(for: callable, &runner).program.text()
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .replacing("( ", with: "(").replacing(" )", with: ")")
  }

  private func signature(_ callable: Callable) throws -> String {
    var runner = toolchain.runner
    return try toolchain.head(of: callable, &runner).description
  }

  private static let off = BoundArgument(name: "off", value: .scalar(ScalarValue(true)))
  private static let factor = BoundArgument(name: "factor", value: .scalar(ScalarValue(2.0)))

  // MARK: Binding

  @Test func `make a new callable and leave the old one`() throws {
    let original = try callable("scaled")
    let bound = try original.bound(Self.off)
    #expect(bound.name == "scaled{off=True}")
    #expect(original.name == "scaled")
    #expect(
      try signature(bound)
        == "scaled{off=True}(a: Field[[I], float64], factor: float64, out: Field[[I], float64])")
    #expect(try signature(original).contains("off: bool"))
  }

  @Test func `compose`() throws {
    let original = try callable("scaled")
    let oneByOne = try original.bound(Self.off).bound(Self.factor)
    let together = try original.bound(Self.off, Self.factor)
    #expect(oneByOne.name == "scaled{off=True, factor=2.0}")
    #expect(oneByOne.bindings == together.bindings)
    #expect(try itir(oneByOne) == itir(together))
    #expect(oneByOne.withoutBoundArguments(["off"]).name == "scaled{factor=2.0}")
    #expect(oneByOne.withoutBoundArguments().name == "scaled")
  }

  @Test func `bind tuples of scalars`() throws {
    let pair = BoundValue.tuple([.scalar(ScalarValue(2.0)), .scalar(ScalarValue(3.0))])
    let bound = try callable("weighted").bound(BoundArgument(name: "weights", value: pair))
    #expect(bound.name == "weighted{weights=(2.0, 3.0)}")
    #expect(try itir(bound).contains("let weights = {2.0:f64, 3.0:f64}"))
  }

  // MARK: In ITIR

  /// Design, section 4: `o @ D(n) ← e  ⇒  o @ (λ(n) → D(n))(4) ← e` where only the domain mentions
  /// the name.
  @Test func `arrive by a let around each domain that mentions them`() throws {
    let four = BoundArgument(name: "n", value: .scalar(ScalarValue(Int32(4))))
    let text = try itir(callable("first").bound(four))
    #expect(text.contains("first(a: Field[[Iₕ], float64], out: Field[[Iₕ], float64]) {"))
    #expect(text.contains("out @ (let n = 4:i32; c⟨ Iₕ: [0:i32, n[ ⟩) ←"))
    #expect(text.hasSuffix("← scale(a, 2.0:f64, False); }"))
  }

  @Test func `arrive by a let around each expression that mentions them`() throws {
    let text = try itir(callable("scaled").bound(Self.off))
    #expect(text.contains("let off = True; scale(a, factor, off);"))
    #expect(!text.contains("off: bool"))
  }

  /// An operator called by itself: the value is in the function, whose calls no longer pass it.
  @Test func `arrive inside the function of an operator`() throws {
    let text = try itir(callable("scale").bound(Self.off))
    #expect(text.contains("scale = λ(a, factor) → let off = True;"))
    #expect(text.contains("← scale(a, factor);"))
  }

  @Test func `mean what passing them means`() throws {
    let a = line(1, 2, 3)
    let out = line(0, 0, 0)
    for name in ["scaled", "scale"] {
      for off in [true, false] {
        let free = try callable(name)
        let bound = try free.bound(
          Self.factor, BoundArgument(name: "off", value: .scalar(ScalarValue(off))))
        var runner = toolchain.runner
        let passed = try toolchain.call(
          free,
          CallArguments(
            positional: [a, .scalar(ScalarValue(2.0)), .scalar(ScalarValue(off)), out]),
          tables: [:], &runner)
        let result = try toolchain.call(
          bound, CallArguments(positional: [a, out]), tables: [:], &runner)
        #expect(result.map(\.name) == ["a", "out"])
        #expect(result.last?.value.values == passed.last?.value.values)
        #expect(result.last?.value.values == (off ? [1, 2, 3] : [2, 4, 6]))
      }
    }
  }

  // MARK: Mistakes

  /// A binding that is refused: mark 1 is in the command, mark 2 at the declaration.
  struct Mistake: Sendable {
    let code: BindingCode
    let command: String
    let value: BoundValue
    let parameter: String?
    let fragment: String
  }

  static let mistakes = [
    Mistake(
      code: .unknown, command: "bind 1️⃣of=True", value: off.value, parameter: nil,
      fragment: "did you mean 'off'?"),
    Mistake(
      code: .unknown, command: "bind 1️⃣use_lam=True", value: off.value, parameter: nil,
      fragment: "parameters that can be bound are factor, off"),
    Mistake(
      code: .nonScalar, command: "bind 1️⃣a=True", value: off.value, parameter: "a",
      fragment: "'a' is a 'Field[[I], float64]'; only scalars can be bound."),
    Mistake(
      code: .type, command: "bind 1️⃣off=2.0", value: factor.value, parameter: "off",
      fragment: "bind a value of type 'bool'"),
    Mistake(
      code: .type, command: "bind 1️⃣off=(True,)", value: .tuple([off.value]), parameter: "off",
      fragment: "'(True)' has type 'tuple[bool]'"),
  ]

  @Test(arguments: mistakes)
  func `are refused with the declaration shown`(mistake: Mistake) throws {
    let command = MarkedText(mistake.command)
    let name = command.text.dropFirst("bind ".count).prefix { $0 != "=" }
    let declared = "def scaled(a: FI, factor: float64, off: bool"
    let marked = MarkedText(
      samples.replacing(
        declared, with: declared.replacing("\(mistake.parameter ?? "?"): ", with: "2️⃣\(name): ")))
    let start = try #require(command.offset(1))
    let place = SourceSpan(command.file, start ..< start + name.utf8.count)
    let error = try #require(throws: DiagnosticError.self) {
      _ = try callable("scaled", in: marked.file).bound(
        BoundArgument(name: String(name), value: mistake.value)
      ) { _ in place }
    }
    expect(
      error.diagnostics, [ExpectedDiagnostic(mistake.code, saying: mistake.fragment)], in: command)
    let notes = error.diagnostics.flatMap { $0.notes.map(\.span?.bytes.lowerBound) }
    #expect(notes == (mistake.parameter == nil ? [] : [marked.offset(2)]))
  }

  /// Bounds are indices, which are `int32`: 5000000000 would become 705032704.
  @Test func `are indices in the bounds of domains`() throws {
    let command = MarkedText("bind 1️⃣n=5000000000")
    let marked = MarkedText(samples.replacing("n: int64, factor", with: "2️⃣n: int64, factor"))
    let error = try #require(throws: DiagnosticError.self) {
      let far = BoundValue.scalar(ScalarValue(wrapping: 5_000_000_000, as: .int64))
      _ = try callable("upTo", in: marked.file).bound(BoundArgument(name: "n", value: far)) { _ in
        SourceSpan(command.file, 5 ..< 6)
      }
    }
    expect(
      error.diagnostics,
      [ExpectedDiagnostic(BindingCode.index, saying: "from -2147483648 to 2147483647")], in: command
    )
    let notes = error.diagnostics.flatMap { $0.notes.map(\.span?.bytes.lowerBound) }
    #expect(notes == [marked.offset(2)])
  }

  @Test func `cannot be bound again`() throws {
    let command = MarkedText("bind 1️⃣off=False")
    let place = SourceSpan(command.file, 5 ..< 8)
    let bound = try callable("scaled").bound(Self.off)
    expectDiagnostic(
      BindingCode.again, in: command, saying: "leave it out, or unbind off first"
    ) {
      _ = try bound.bound(BoundArgument(name: "off", value: .scalar(ScalarValue(false)))) { _ in
        place
      }
    }
  }

  @Test func `report all mistakes at once`() throws {
    let error = try #require(throws: DiagnosticError.self) {
      _ = try callable("scaled").bound(
        BoundArgument(name: "a", value: Self.off.value),
        BoundArgument(name: "b", value: Self.off.value))
    }
    #expect(error.diagnostics.map(\.code) == ["E-BIND-NONSCALAR", "E-BIND-UNKNOWN"])
  }

  @Test func `have a sample of every message`() {
    #expect(Set(Self.mistakes.map(\.code)).union([.again, .index]) == Set(BindingCode.allCases))
  }

}
