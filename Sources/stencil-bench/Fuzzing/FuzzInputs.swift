/// Makes inputs: random bytes, random words, and programs with random changes.
struct FuzzInputs {

  /// The programs that are changed.
  let programs: [[UInt8]]

  private let seed: UInt64

  /// The words of all programs, one after the other.
  private let words: [[[UInt8]]]

  init(programs: [[UInt8]], seed: UInt64) {
    self.programs = programs
    self.seed = seed
    words = programs.map(split)
  }

  /// Returns input number `index`.
  func input(_ index: Int) -> [UInt8] {
    var random = RandomSource(seed: seed, index: index)
    switch random.below(20) {
    case 0: return bytes(&random)
    case 1: return noise(&random)
    default: return changed(&random)
    }
  }

  private func bytes(_ random: inout RandomSource) -> [UInt8] {
    (0 ..< random.below(200)).map { _ in UInt8(random.below(256)) }
  }

  private func noise(_ random: inout RandomSource) -> [UInt8] {
    (0 ..< random.below(60)).flatMap { _ in word(&random) + (random.below(3) == 0 ? [32] : []) }
  }

  /// Returns a program with one to four changes, most of which it parses with.
  private func changed(_ random: inout RandomSource) -> [UInt8] {
    let original = random.element(of: words)
    var program = original
    for _ in 0 ... random.below(3) {
      if random.below(5) > 0 {
        exchange(&program, with: original, &random)
      } else {
        change(&program, &random)
      }
    }
    var result = Array(program.joined())
    if random.below(20) == 0, !result.isEmpty {
      result[random.below(result.count)] = UInt8(random.below(256))
    }
    return result
  }

  /// Puts one word in the place of another of the same kind, or an expression in that of a name.
  private func exchange(
    _ program: inout [[UInt8]], with original: [[UInt8]], _ random: inout RandomSource
  ) {
    for _ in 0 ..< 20 where !program.isEmpty {
      let at = random.below(program.count)
      guard let kind = program[at].first, isWord(kind), !keywords.contains(program[at])
      else { continue }
      if random.below(3) == 0 {
        return program[at] = Array(random.element(of: expressions).utf8)
      }
      let other = random.element(of: random.below(4) == 0 ? random.element(of: words) : original)
      guard let otherKind = other.first, isWord(otherKind), isDigit(kind) == isDigit(otherKind),
        !keywords.contains(other)
      else { continue }
      return program[at] = other
    }
  }

  private func change(_ program: inout [[UInt8]], _ random: inout RandomSource) {
    guard !program.isEmpty else { return program = [word(&random)] }
    let at = random.below(program.count)
    let end = min(program.count, at + 1 + random.below(random.below(4) == 0 ? 60 : 6))
    switch random.below(8) {
    case 0: program.swapAt(at, random.below(program.count))
    case 1: program.removeSubrange(at ..< end)
    case 2: program.insert(contentsOf: program[at ..< end], at: random.below(program.count))
    case 3: program.insert(word(&random), at: at)
    case 4:
      let other = random.element(of: words)
      guard !other.isEmpty else { return }
      let from = random.below(other.count)
      program.insert(
        contentsOf: other[from ..< min(other.count, from + 1 + random.below(40))], at: at)
    default: program[at] = word(&random)
    }
  }

  /// Returns a word of a program, or one that may be trouble.
  private func word(_ random: inout RandomSource) -> [UInt8] {
    let program = random.element(of: words)
    if random.below(3) > 0, !program.isEmpty { return random.element(of: program) }
    return Array(random.element(of: troublesome).utf8)
  }

}

/// Returns `text` in words: names and numbers, blanks, and single other bytes.
private func split(_ text: [UInt8]) -> [[UInt8]] {
  var words: [[UInt8]] = []
  var kind = 0
  for byte in text {
    let next = byte == 32 ? 1 : isWord(byte) ? 2 : 0
    if next == kind, next != 0 { words[words.count - 1].append(byte) } else { words.append([byte]) }
    kind = next
  }
  return words
}

private func isWord(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a") ... UInt8(ascii: "z"), UInt8(ascii: "A") ... UInt8(ascii: "Z"),
    UInt8(ascii: "0") ... UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
    true
  default: false
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (48 ... 57).contains(byte) }

private let keywords: Set<[UInt8]> = [
  "def", "class", "return", "import", "from", "as", "if", "elif", "else", "not", "and", "or", "in",
  "is", "pass", "for", "while", "lambda",
].reduce(into: []) { $0.insert(Array($1.utf8)) }

/// What may stand in the place of a name or number, and may be trouble.
private let expressions = [
  "0", "1", "-1", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808",
  "170141183460469231731687303715884105728", "-9223372036854775808", "1e400", "1e-400",
  "0xFFFFFFFFFFFFFFFFFF", "1_000", "0.0", "-0.0", ".5", "5.", "1j", "float('nan')", "True",
  "False", "None", "lambda x: x", "()", "(())", "[]", "{}", "...", "f'{a}'", "b'a'", "int32",
  "int64", "uint8", "float32", "float64", "bool", "int32(3000000000)", "uint8(-1)", "int8(200)",
  "2 ** 200", "2 ** -1", "10 ** 10 ** 10", "1 // 0", "1 % 0", "1.0 / 0.0", "-2147483648 // -1",
  "astype(a, int8)", "astype(a, bool)", "broadcast(1.0, (I,))", "broadcast(a, ())",
  "neighbor_sum(a, axis=K)", "max_over(a(V2E), axis=V2EDim)", "where(a, a, a)",
  "concat_where(K < 0, a, a)", "concat_where(K == 9223372036854775807, a, a)",
  "as_offset(Koff, a)", "a(I + 9223372036854775807)", "a(I - 1)(I + 1)", "a(Koff[-2147483648])",
  "a[0]", "a[99]", "a[-1]", "a[1:2]", "a[:, 0]", "a.x", "a.b.c", "a(b)(c)", "tuple[float, ...]",
  "tuple[()]", "gtx.Dimension('I')", "gtx.Dimension()", "gtx.Field[[], float]",
  "gtx.Field[[I, I], float]", "gtx.FieldOffset('X', source=I, target=(I, I, I))", "del x",
  "global x",
]

/// What is trouble anywhere.
private let troublesome =
  expressions + [
    "1e", "0x", "1__0", "not ", "and ", "or ", "if ", "else:", " if a else b", "elif ", "return ",
    "*", "**", "//", "/", "%", "<<", "@", "~", "^", "&", "|", "==", "!=", "<=", ":=", "(", ")", "[",
    "]", "{", "}", "(,)", ",", ",,", ":", ";", ".", "\\", "\\\n", "\n", "\r", "\r\n", "\t",
    "\n\n    ", "\n        ", "#", "'", "\"", "'''", "\"\"\"", "'\\x'", "'\\u12'", "'\\N{DASH}'",
    "\u{0}", "\u{FEFF}", "\u{3B8}", "\u{202E}", "\u{1D70B}", "out=a", "out=(a, a)", "out=a[5:1]",
    "out=a[-9223372036854775808:]", "domain={I: (5, 1)}", "domain={}",
    "domain={I: (0, 10), I: (0, 10)}", "domain=({I: (0, 1)},)", "import ", "from . import x",
    "from .. import x", "from x import *", "import a.b.c", "class A(B): pass",
    "class A(int, Enum):", "@field_operator\n", "@program\n",
    "@scan_operator(axis=K, forward=True, init=0.0)\n", "def ", "def f():", "-> ", "self", "lambda",
    "for i in range(10): pass", "while 1: pass", "x = x", "x, (y, *z) = a", "x: int = 1", "x += 1",
    "a = b = c",
  ]
