import StencilTypes

extension Block {

  /// Copies the elements at `offsets` of `memory`, each of `byteCount` bytes, to lanes of `out`.
  func gather(
    _ offsets: LaneOffsets, from memory: UnsafeRawPointer, byteCount: Int,
    into out: UnsafeMutableRawPointer
  ) {
    switch byteCount {
    case 1: gather(offsets, memory.assumingMemoryBound(to: UInt8.self), out)
    case 2: gather(offsets, memory.assumingMemoryBound(to: UInt16.self), out)
    case 4: gather(offsets, memory.assumingMemoryBound(to: UInt32.self), out)
    default: gather(offsets, memory.assumingMemoryBound(to: UInt64.self), out)
    }
  }

  /// Copies lanes to the elements at `offsets` of `memory`, each of `byteCount` bytes.
  func scatter(
    _ source: LaneSource, to offsets: LaneOffsets, of memory: UnsafeMutableRawPointer,
    byteCount: Int
  ) {
    switch byteCount {
    case 1: scatter(source, offsets, memory.assumingMemoryBound(to: UInt8.self))
    case 2: scatter(source, offsets, memory.assumingMemoryBound(to: UInt16.self))
    case 4: scatter(source, offsets, memory.assumingMemoryBound(to: UInt32.self))
    default: scatter(source, offsets, memory.assumingMemoryBound(to: UInt64.self))
    }
  }

  private func gather<T>(
    _ offsets: LaneOffsets, _ memory: UnsafePointer<T>, _ out: UnsafeMutableRawPointer
  ) {
    let out = out.assumingMemoryBound(to: T.self)
    forEachRun(of: offsets) { lane, position, count, stride, table in
      if let table {
        for i in 0 ..< count { out[lane + i] = memory[position + table[i]] }
      } else if stride == 1 {
        (out + lane).update(from: memory + position, count: count)
      } else {
        for i in 0 ..< count { out[lane + i] = memory[position + i * stride] }
      }
    }
  }

  private func scatter<T>(
    _ source: LaneSource, _ offsets: LaneOffsets, _ memory: UnsafeMutablePointer<T>
  ) {
    let values = source.base.assumingMemoryBound(to: T.self)
    forEachRun(of: offsets) { lane, position, count, stride, table in
      if stride == 1, !source.isConstant {
        (memory + position).update(from: values + lane, count: count)
      } else {
        for i in 0 ..< count {
          let p = position + (table?[i] ?? i * stride)
          memory[p] = values[source.isConstant ? 0 : lane + i]
        }
      }
    }
  }

  /// Calls `body` with each run of neighboring lanes: the first lane and its position, the number
  /// of lanes, and what each next one adds: a multiple of a stride, or the entry of a table.
  @inline(__always)
  private func forEachRun(
    of o: LaneOffsets,
    _ body: (
      _ lane: Int, _ position: Int, _ count: Int, _ stride: Int, _ table: UnsafePointer<Int>?
    ) -> Void
  ) {
    guard shape.count > 0 else { return }
    if let free = o.free {
      // Lane by lane.
      var lane = 0
      forEachPosition(of: o, axes: axes.count) { position in
        body(lane, position + free[lane], 1, 0, nil)
        lane += 1
      }
      return
    }
    // Neighboring axes that continue each other make one run.
    var inner = axes.count
    var count = 1
    var stride = 0
    while inner > 0, o.tables[inner - 1] == nil {
      let extent = axes[inner - 1].range.count
      if count > 1, extent > 1, o.strides[inner - 1] != stride * count { break }
      if extent > 1 {
        if count == 1 { stride = o.strides[inner - 1] }
        count *= extent
      }
      inner -= 1
    }
    if inner == axes.count, let last = axes.indices.last, let table = o.tables[last] {
      let steps = table.indices.map { table[$0] + $0 * o.strides[last] }
      steps.withUnsafeBufferPointer { steps in
        var lane = 0
        forEachPosition(of: o, axes: last) { position in
          body(lane, position, steps.count, 0, steps.baseAddress)
          lane += steps.count
        }
      }
      return
    }
    var lane = 0
    forEachPosition(of: o, axes: inner) { position in
      body(lane, position, count, stride, nil)
      lane += count
    }
  }

  /// Calls `body` with the position of each point of the first `count` axes, in order.
  @inline(__always)
  private func forEachPosition(of o: LaneOffsets, axes count: Int, _ body: (Int) -> Void) {
    var step = [Int](repeating: 0, count: count)
    let steps = (0 ..< count).map { i in
      (0 ..< axes[i].range.count).map { (o.tables[i]?[$0] ?? 0) + $0 * o.strides[i] }
    }
    while true {
      var position = o.base
      for i in 0 ..< count { position += steps[i][step[i]] }
      body(position)
      var i = count - 1
      while i >= 0 {
        step[i] += 1
        if step[i] < axes[i].range.count { break }
        step[i] = 0
        i -= 1
      }
      if i < 0 { return }
    }
  }

}
