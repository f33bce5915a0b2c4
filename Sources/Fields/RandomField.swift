import StencilTypes

extension Field {

  /// Returns a field of random values: floats in [0, 1), integers in [0, 10), bools.
  ///
  /// `low` and `high` set other limits; `high` itself does not occur. The value at a point is a
  /// hash of the seed, the field's name and the point's index, so it does not depend on how large
  /// the field is, where it begins or how it lies in memory. In arithmetic modulo 2^64:
  ///
  ///     mix(x)        x ^= x >> 30; x *= 0xBF58476D1CE4E5B9; x ^= x >> 27;
  ///                   x *= 0x94D049BB133111EB; x ^= x >> 31         (SplitMix64's finaliser)
  ///     absorb(h, w)  mix(h ^ mix(w + 0x9E3779B97F4A7C15))
  ///     text(s)       FNV-1a of 64 bits over the UTF-8 bytes of s
  ///     h             absorb(absorb(0, seed), text(field name)), and then for each dimension in
  ///                   the field's order h = absorb(absorb(h, text(dimension name)), index)
  ///
  /// The element is `(h >> 11) * 2^-53` for `float64`, `(h >> 40) * 2^-24` for `float32`, the
  /// highest bit of `h` for `bool`, and `low + ⌊h * (high - low) / 2^64⌋` for integers. Limits take
  /// a float `u` to `low + u * (high - low)`, in the field's type.
  ///
  /// - Throws: If the limits do not fit `dtype`; what `zeros` throws; what `progress` throws to stop.
  public static func random(
    seed: Int, name: String, on domain: Domain, dtype: ScalarKind, low: ScalarValue? = nil,
    high: ScalarValue? = nil, progress: WorkProgress<FieldError> = .unwatched
  ) throws(FieldError) -> Field {
    let limits = try RandomLimits(dtype, low: low, high: high)
    let hash = PointHash(seed: seed, name: name, dims: domain.dims)
    let size = dtype.byteCount
    return try made(of: dtype, on: domain, progress) { row, address in
      let prefix = hash.ofRow(row.index)
      for i in 0 ..< row.count {
        let h = row.index.last.map { PointHash.absorb(prefix, $0 + i) } ?? prefix
        limits.store(h, to: address + i * size)
      }
    }
  }

}

/// The hash of points of one random field.
struct PointHash {

  private let start: UInt64
  private let dims: [UInt64]

  init(seed: Int, name: String, dims: [Dimension]) {
    start = Self.absorb(Self.absorb(0, seed), Self.text(name))
    self.dims = dims.map { Self.text($0.name) }
  }

  /// Returns the hash of all but the last component of `index`, the last dimension's name included.
  func ofRow(_ index: [Int]) -> UInt64 {
    var h = start
    for (d, name) in dims.enumerated() {
      h = Self.absorb(h, name)
      if d < dims.count - 1 { h = Self.absorb(h, index[d]) }
    }
    return h
  }

  static func absorb(_ h: UInt64, _ word: Int) -> UInt64 {
    absorb(h, UInt64(bitPattern: Int64(word)))
  }

  static func absorb(_ h: UInt64, _ word: UInt64) -> UInt64 {
    mix(h ^ mix(word &+ 0x9E37_79B9_7F4A_7C15))
  }

  private static func mix(_ word: UInt64) -> UInt64 {
    var x = word
    x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
    return x ^ (x >> 31)
  }

  private static func text(_ s: String) -> UInt64 {
    s.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

}

/// The limits between which the random values of one type lie.
private enum RandomLimits {

  case bools
  case float32(low: Float, high: Float)
  case float64(low: Double, high: Double)
  case integers(ScalarKind, low: Int128, span: UInt64)

  init(_ kind: ScalarKind, low: ScalarValue?, high: ScalarValue?) throws(FieldError) {
    switch kind {
    case .bool:
      if let bound = low ?? high { throw .unsuitableBound(bound, kind) }
      self = .bools
    case .float32:
      let l = try low?.bound(Float.self) ?? 0
      let h = try high?.bound(Float.self) ?? 1
      guard l < h else { throw .emptyRange(low: ScalarValue(l), high: ScalarValue(h)) }
      guard (h - l).isFinite else {
        throw .tooWideRange(low: ScalarValue(l), high: ScalarValue(h))
      }
      self = .float32(low: l, high: h)
    case .float64:
      let l = try low?.bound(Double.self) ?? 0
      let h = try high?.bound(Double.self) ?? 1
      guard l < h else { throw .emptyRange(low: ScalarValue(l), high: ScalarValue(h)) }
      guard (h - l).isFinite else {
        throw .tooWideRange(low: ScalarValue(l), high: ScalarValue(h))
      }
      self = .float64(low: l, high: h)
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64:
      let l = try low?.integerBound(of: kind) ?? 0
      let h = try high?.integerBound(of: kind) ?? 10
      guard l < h else {
        throw .emptyRange(
          low: ScalarValue(wrapping: l, as: kind), high: ScalarValue(wrapping: h, as: kind))
      }
      self = .integers(kind, low: l, span: UInt64(h - l))
    case .string: throw .unsuitableType(kind)
    }
  }

  /// Writes the element that the hash `h` stands for.
  func store(_ h: UInt64, to address: UnsafeMutableRawPointer) {
    switch self {
    case .bools: address.storeBytes(of: h >> 63 != 0, as: Bool.self)
    case .float32(let low, let high):
      let x = low + Float(h >> 40) * 0x1p-24 * (high - low)
      // Rounding can reach the upper limit, which does not occur.
      address.storeBytes(of: x < high ? x : high.nextDown, as: Float.self)
    case .float64(let low, let high):
      let x = low + Double(h >> 11) * 0x1p-53 * (high - low)
      address.storeBytes(of: x < high ? x : high.nextDown, as: Double.self)
    case .integers(let kind, let low, let span):
      let n = low + Int128(h.multipliedFullWidth(by: span).high)
      ScalarValue(wrapping: n, as: kind).store(to: address)
    }
  }

}

extension ScalarValue {

  /// Returns the number as a limit for random floats: a finite one of type `T`.
  fileprivate func bound<T: ScalarElement & BinaryFloatingPoint>(
    _ type: T.Type
  ) throws(FieldError) -> T {
    guard kind.isArithmetic, let x = cast(to: T.kind).flatMap(T.init), x.isFinite else {
      throw .unsuitableBound(self, T.kind)
    }
    return x
  }

  /// Returns the number as a limit for random integers of `kind`.
  fileprivate func integerBound(of kind: ScalarKind) throws(FieldError) -> Int128 {
    guard let i = integer, let range = kind.integerRange, range.contains(i) else {
      throw .unsuitableBound(self, kind)
    }
    return i
  }

}
