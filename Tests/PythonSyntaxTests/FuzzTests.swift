import Diagnostics
import Foundation
import PythonSyntax
import Testing

/// Any bytes parse to something, quickly, with all places inside the text.
@Suite struct FuzzTests {

  /// Parses `bytes` both ways; `false` if a place lies outside of them or a message says nothing.
  static func parses(_ bytes: [UInt8]) -> Bool {
    let file = SourceFile(name: "fuzz.py", bytes: bytes)
    let module = parseModule(file)
    let (expression, diagnostics) = parseExpression(file)
    _ = expression.description
    let spans = module.statements.map(\.span) + [expression.span]
    return (module.diagnostics + diagnostics).allSatisfy { d in
      !d.message.isEmpty && d.span.map { $0.bytes.upperBound <= bytes.count } ?? false
    } && spans.allSatisfy { $0.bytes.upperBound <= bytes.count }
  }

  private static let seeds: [String] = [
    """
    from gt4py import next as gtx
    K = gtx.Dimension("K", kind=gtx.DimensionKind.VERTICAL)

    @gtx.scan_operator(axis=K, forward=True, init=(0.0, 1))
    def s(c: tuple[float, int], x: float) -> tuple[float, int]:
        '''doc'''
        a, (b, *d) = c
        if x > 0.0 and not a:
            return a + 2 ** -x, b
        elif x is None: pass
        else:
            y = [i for i in x if {1: 2, **z}]
        return (lambda q: q, a[1:2, ::3])  # comment
    """,
    """
    @program
    def p(a: "Field[[I], float]", out):
    \ts(a, out=out[1:-1], domain={I: (0, n // 2), K: (1, 1_0 + .5e-3)})
    \tif b: c = d = \\
    \t  e; f += 1

    class E(int, enum.Enum):
        A = 0x1F; B = f"{x}" 'y' r"\\z" "\\x41\\u00e9"
    """,
  ]

  /// Pieces that mutations put in.
  private static let pieces = [
    "(", ")", "[", "]", "{", "}", "'", "\"\"\"", "\\", "\\\n", "\n", "\r\n", "\t", "    ", ":", "=",
    "==", "**", "-", "not ", "lambda ", "if ", "else", "def f():", "class C:", "@program\n", ",",
    "*",
    "...", "\u{FEFF}", "\u{3B8}", "\u{202E}", "\0", "1e", "0x", "_", "f'", "import ", "from ", ";",
  ]

  @Test func parsesMutations() {
    var generator = SplitMix(state: 1)
    for round in 0 ..< 3000 {
      var bytes = Array(Self.seeds[round % Self.seeds.count].utf8)
      for _ in 0 ... generator.below(6) { Self.mutate(&bytes, &generator) }
      #expect(Self.parses(bytes), "round \(round)")
    }
  }

  @Test func parsesNoise() {
    var generator = SplitMix(state: 2)
    for round in 0 ..< 2000 {
      let words = round % 2 == 0
      var bytes: [UInt8] = []
      for _ in 0 ..< generator.below(60) {
        if words {
          bytes += Array(Self.pieces[generator.below(Self.pieces.count)].utf8)
        } else {
          bytes.append(UInt8(generator.below(256)))
        }
      }
      #expect(Self.parses(bytes), "round \(round)")
    }
  }

  private static func mutate(_ bytes: inout [UInt8], _ generator: inout SplitMix) {
    let position = generator.below(bytes.count + 1)
    let end = min(bytes.count, position + generator.below(20))
    switch generator.below(4) {
    case 0: bytes.removeSubrange(position ..< end)
    case 1:
      bytes.insert(contentsOf: Array(bytes[position ..< end]), at: generator.below(position + 1))
    case 2 where position < bytes.count: bytes[position] = UInt8(generator.below(256))
    default:
      bytes.insert(contentsOf: Array(pieces[generator.below(pieces.count)].utf8), at: position)
    }
  }

}

/// The generator SplitMix64, the same numbers everywhere.
private struct SplitMix {

  var state: UInt64

  /// Returns a number from 0 to below `limit`.
  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(limit))
  }

}
