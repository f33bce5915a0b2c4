import IteratorIR
import StencilTypes

// The order of loops, and memory that the program gets besides its fields.
extension ProgramLowering {

  /// Returns the sides without local ones, in the order of loops: the innermost last.
  func loopOrder(_ sides: [StagedBox.Side]) -> [StagedBox.Side] {
    func rank(_ d: Dimension) -> Int {
      options.layout.firstIndex(of: d.name) ?? -1
    }
    return sides.filter { $0.dimension.kind != .local }.sorted {
      (rank($0.dimension), $0.dimension) < (rank($1.dimension), $1.dimension)
    }
  }

  /// Returns memory for the points of a box, rows along the last side.
  func buffer(
    _ name: String, _ kind: ScalarKind, _ sides: [StagedBox.Side], isKept: Bool,
    if condition: LoopOperand
  ) -> StagedMemory {
    var stride = LoopOperand.index(1)
    var axes: [StagedMemory.Axis] = []
    for (i, s) in sides.enumerated().reversed() {
      axes.insert(
        StagedMemory.Axis(dimension: s.dimension, lower: s.lower, upper: s.upper, stride: stride),
        at: 0)
      var extent = emitter.index(.subtract, s.upper, s.lower)
      if i == sides.count - 1, sides.count > 1 {
        let line = LoopOperand.index(64 / max(1, kind.byteCount))
        extent = emitter.index(.multiply, emitter.index(.chunks, extent, line), line)
      }
      stride = emitter.index(.multiply, stride, extent)
    }
    let n = workspace.allocate(
      name, kind, count: stride, isKept: isKept, if: condition, emitter)
    return StagedMemory(.buffer(n), kind: kind, axes: axes, slot: -1, name: name)
  }

  /// Returns the number of the view of `field`, or of `buffer` if `condition` holds.
  func view(of field: Int, _ buffer: Int, if condition: LoopOperand) -> Int {
    views.append(LoopView(field: field, buffer: buffer, condition: condition))
    return views.count - 1
  }

  /// Returns the fields that `memory` is, or may be.
  func fields(behind memory: LoopMemory) -> [Int] {
    switch memory {
    case .field(let i): [i]
    case .view(let v): [views[v].field]
    case .table, .buffer, .local: []
    }
  }

  /// Returns memory for the failures of the points of `m`.
  func failureMemory(of m: StagedMemory, isTemporary: Bool, _ activity: LoopOperand) -> LoopMemory?
  {
    guard case .buffer(let n) = m.memory else { return nil }
    let b = workspace.buffers[n]
    let memory = LoopMemory.buffer(
      workspace.allocate(
        b.name + "_failures", .int64, count: b.count, isKept: b.isKept,
        isPerThread: b.isPerThread, if: isTemporary ? .truth(true) : activity, emitter))
    if isTemporary {
      zeros.append(
        StatementLowering(self, activity: .truth(true)).fill(memory, like: m, .int64))
    }
    return memory
  }

}
