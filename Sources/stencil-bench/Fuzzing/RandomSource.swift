/// The generator SplitMix64: the same numbers for the same seed everywhere.
struct RandomSource: RandomNumberGenerator {

  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Creates the generator of input number `index` of the run with `seed`.
  init(seed: UInt64, index: Int) {
    var generator = RandomSource(seed: seed)
    state = generator.next() ^ (UInt64(index) &* 0xD129_0D3B_47C5_9A6B)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var x = state
    x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
    return x ^ (x >> 31)
  }

  /// Returns a number from 0 to below `limit`.
  mutating func below(_ limit: Int) -> Int { Int.random(in: 0 ..< limit, using: &self) }

  mutating func element<T>(of list: [T]) -> T { list[below(list.count)] }

}
