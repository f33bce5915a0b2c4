import StencilTypes

/// Hands out parts of the workspace.
///
/// What is kept until the call ends lies first; what statements need for themselves shares the rest.
struct Workspace {

  private(set) var buffers: [LoopBuffer] = []

  /// The bytes of what is kept.
  private(set) var kept = LoopOperand.index(0)

  private var scratch = LoopOperand.index(0)

  /// The most bytes that a statement needs.
  private(set) var most = LoopOperand.index(0)

  /// Begins a statement, which may use again what the one before did.
  mutating func beginStatement() { scratch = .index(0) }

  /// Returns the number of a new buffer of `count` elements, if `condition` holds.
  mutating func allocate(
    _ name: String, _ kind: ScalarKind, count: LoopOperand, isKept: Bool, isPerThread: Bool = false,
    if condition: LoopOperand, _ emitter: Emitter
  ) -> Int {
    var elements = emitter.select(condition, count, .index(0))
    // Each thread's part starts a cache line.
    let line = 64 / max(1, kind.byteCount)
    elements = emitter.index(
      .multiply, emitter.index(.chunks, elements, .index(line)), .index(line))
    var bytes = emitter.index(.multiply, elements, .index(kind.byteCount))
    if isPerThread { bytes = emitter.index(.multiply, bytes, emitter.fact(.threads)) }
    let offset = isKept ? kept : scratch
    let end = emitter.index(.add, offset, bytes)
    if isKept {
      kept = end
    } else {
      scratch = end
      most = emitter.index(.maximum, most, end)
    }
    buffers.append(
      LoopBuffer(
        name: name, kind: kind, count: elements, offset: offset, isKept: isKept,
        isPerThread: isPerThread))
    return buffers.count - 1
  }

}
