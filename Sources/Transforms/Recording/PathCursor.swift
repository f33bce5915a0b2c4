import IteratorIR

/// Where a pass stands in a program.
///
/// Steps down are pushed and popped on an array; a `Path` is made of them only where something is
/// rewritten, and kept for the rewrites below and beside it.
struct PathCursor {

  private var root: Path.Root?
  private var rootPath: Path?
  private var frames: [(slot: Int, path: Path?)] = []

  mutating func start(at root: Path.Root) {
    self.root = root
    rootPath = nil
    frames.removeAll(keepingCapacity: true)
  }

  mutating func enter(_ slot: Int) { frames.append((slot, nil)) }

  mutating func leave() { frames.removeLast() }

  /// Returns the path of the place.
  mutating func path() -> Path {
    guard let root else { preconditionFailure("a pass rewrites only inside a program") }
    var known = frames.count
    while known > 0, frames[known - 1].path == nil { known -= 1 }
    var path: Path
    if known > 0, let p = frames[known - 1].path {
      path = p
    } else {
      path = rootPath ?? Path(root)
      rootPath = path
    }
    while known < frames.count {
      path = path.child(frames[known].slot)
      frames[known].path = path
      known += 1
    }
    return path
  }

}
