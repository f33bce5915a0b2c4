/// The hash XXH64 of bytes, with seed 0.
struct XXHash64 {

  private static let primes: [UInt64] = [
    0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
    0x27D4_EB2F_1656_67C5,
  ]

  /// Returns the hash of `bytes`.
  static func hash(_ bytes: [UInt8]) -> UInt64 {
    let p = primes
    var i = 0
    var h: UInt64
    if bytes.count >= 32 {
      var lanes = [p[0] &+ p[1], p[1], 0, 0 &- p[0]]
      while i + 32 <= bytes.count {
        for lane in 0 ..< 4 { lanes[lane] = round(lanes[lane], word(bytes, i + 8 * lane)) }
        i += 32
      }
      h =
        rotated(lanes[0], 1) &+ rotated(lanes[1], 7) &+ rotated(lanes[2], 12)
        &+ rotated(lanes[3], 18)
      for lane in lanes { h = (h ^ round(0, lane)) &* p[0] &+ p[3] }
    } else {
      h = p[4]
    }
    h &+= UInt64(bytes.count)
    while i + 8 <= bytes.count {
      h = rotated(h ^ round(0, word(bytes, i)), 27) &* p[0] &+ p[3]
      i += 8
    }
    if i + 4 <= bytes.count {
      let half = (0 ..< 4).reduce(UInt64(0)) { $0 | UInt64(bytes[i + $1]) << UInt64(8 * $1) }
      h = rotated(h ^ (half &* p[0]), 23) &* p[1] &+ p[2]
      i += 4
    }
    while i < bytes.count {
      h = rotated(h ^ (UInt64(bytes[i]) &* p[4]), 11) &* p[0]
      i += 1
    }
    h = (h ^ (h >> 33)) &* p[1]
    h = (h ^ (h >> 29)) &* p[2]
    return h ^ (h >> 32)
  }

  private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
    rotated(lane &+ input &* primes[1], 31) &* primes[0]
  }

  private static func rotated(_ x: UInt64, _ n: UInt64) -> UInt64 { x << n | x >> (64 - n) }

  private static func word(_ bytes: [UInt8], _ i: Int) -> UInt64 {
    (0 ..< 8).reduce(0) { $0 | UInt64(bytes[i + $1]) << UInt64(8 * $1) }
  }

}
