/// Memory for the lanes of one block, taken from a pool and given back with the last reference.
final class LaneBuffer {

  let bytes: UnsafeMutableRawPointer
  private let pool: LanePool

  init(from pool: LanePool) {
    self.pool = pool
    bytes = pool.take()
  }

  deinit { pool.give(bytes) }

  /// The lanes as values of `T`.
  func lanes<T>(of type: T.Type) -> UnsafeMutablePointer<T> {
    bytes.assumingMemoryBound(to: T.self)
  }

}

/// Pieces of memory of one size, kept for reuse.
final class LanePool {

  /// The most lanes that a buffer can hold.
  let capacity: Int

  private var free: [UnsafeMutableRawPointer] = []

  init(capacity: Int) { self.capacity = capacity }

  deinit {
    for p in free { p.deallocate() }
  }

  fileprivate func take() -> UnsafeMutableRawPointer {
    // Eight bytes a lane suffice for every type.
    free.popLast() ?? .allocate(byteCount: max(1, capacity) * 8, alignment: 64)
  }

  fileprivate func give(_ bytes: UnsafeMutableRawPointer) { free.append(bytes) }

}
