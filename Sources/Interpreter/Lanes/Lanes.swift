import StencilTypes

/// One scalar for each lane of a block.
struct Lanes {

  let kind: ScalarKind
  let content: Content

  /// Which lanes have no value, and why.
  var poison: Poison = .none

  /// What a constant would be if integers did not wrap, at most the largest `Int`.
  ///
  /// It is `nil` if that is what it is. Bounds of domains are judged by it.
  var unwrapped: Int?

  /// Whether they say where each point is.
  var isIndex = false

  enum Content {

    /// The same value on all lanes, whatever their number.
    case constant(ScalarValue)

    case buffer(LaneBuffer)

    /// No value: the program is only traced.
    case unknown

  }

  init(kind: ScalarKind, content: Content, poison: Poison = .none) {
    self.kind = kind
    self.content = content
    self.poison = poison
  }

  static func constant(_ value: ScalarValue) -> Lanes {
    Lanes(kind: value.kind, content: .constant(value))
  }

  static func unknown(_ kind: ScalarKind) -> Lanes { Lanes(kind: kind, content: .unknown) }

  /// The value if it is the same on all lanes, poisoned or not.
  var constantValue: ScalarValue? {
    guard case .constant(let v) = content else { return nil }
    return v
  }

  /// The whole number that a constant is, or would be if integers did not wrap.
  var exactInteger: Int128? { unwrapped.map { Int128($0) } ?? constantValue?.integer }

  var isUnknown: Bool {
    guard case .unknown = content else { return false }
    return true
  }

}

/// Why lanes have no value: for each lane a failure, or 0 if it has one.
enum Poison {

  case none

  /// One failure for all lanes.
  case all(Failure)

  /// A `Failure` for each lane.
  case lanes(LaneBuffer)

  var isNone: Bool {
    guard case .none = self else { return false }
    return true
  }

  /// Returns the failure of `lane`; `.none` if it has a value.
  func failure(of lane: Int) -> Failure {
    switch self {
    case .none: .none
    case .all(let f): f
    case .lanes(let b): b.lanes(of: Failure.self)[lane]
    }
  }

}

extension Poison {

  /// Returns the failures of `self`, and those of `other` where `self` has none.
  func combined(with other: Poison, lanes count: Int, pool: LanePool) -> Poison {
    switch (self, other) {
    case (_, .none): self
    case (.none, _): other
    case (.all, _): self
    case (.lanes, .all), (.lanes, .lanes):
      Poison.make(count: count, pool: pool) { lane in
        let f = failure(of: lane)
        return f.isNone ? other.failure(of: lane) : f
      }
    }
  }

  /// Returns the failures that `failure` gives for each lane.
  static func make(count: Int, pool: LanePool, _ failure: (Int) -> Failure) -> Poison {
    let buffer = LaneBuffer(from: pool)
    let out = buffer.lanes(of: Failure.self)
    var any = false
    for lane in 0 ..< count {
      out[lane] = failure(lane)
      any = any || !out[lane].isNone
    }
    return any ? .lanes(buffer) : .none
  }

}
