import CNative
import Fields
import Foundation
import StencilTypes
import Toolchain

/// Hand-written C, compiled by the compiler of generated code, and optimised as far as that can.
struct Rivals {

  private let object: SharedObject

  init(_ dtype: ScalarKind, _ environment: NativeEnvironment) throws {
    let compiler = try environment.compiler()
    let element = dtype == .float32 ? "float" : "double"
    var text = "#define T \(element)\n"
    text += String(decoding: PackageResources.kernels_c, as: UTF8.self)
    text +=
      "\n#undef API\n#undef LAPLACE\n#define limited limited_scalar\n#define heavy heavy_scalar\n"
    text += String(decoding: PackageResources.naive_c, as: UTF8.self)
    object = try SharedObject(
      bytes: try compiler.object(
        of: text, for: NativeTarget(optimisation: .full), about: "rivals"
      ).bytes)
  }

  /// Returns the function `name`, which has the C type that `F` is.
  func function<F>(_ name: String, _ type: F.Type) -> F {
    guard let symbol = object.symbol(name) else { preconditionFailure("no function \(name)") }
    return unsafeBitCast(symbol, to: F.self)
  }

}

/// A loop that threads can share: `run` does some of its blocks.
struct Work {

  let blocks: Int
  let run: (Range<Int>) -> Void

  func callAsFunction(on pool: ThreadPool) {
    if pool.count == 1 { run(0 ..< blocks) } else { pool.run(blocks, run) }
  }

}

typealias Pointer = UnsafeMutableRawPointer
typealias Pointers = UnsafePointer<UnsafeMutableRawPointer>

/// What kernels that only move bytes do: read some arrays and write some.
struct Stream {

  let reads: Int
  let writes: Int

  /// The number of elements of each array.
  let count: Int

}

/// The arrays of a stream, and the loops over them.
final class StreamArrays {

  private let memory: [Pointer]
  private let inputs, outputs: UnsafeMutablePointer<UnsafeMutableRawPointer>
  private let stream: Stream
  private let isSingle: Bool

  init(_ stream: Stream, _ dtype: ScalarKind) {
    self.stream = stream
    isSingle = dtype == .float32
    let bytes = (stream.count * dtype.byteCount + 4095) / 4096 * 4096
    memory = (0 ..< stream.reads + stream.writes).map { _ in
      let p = Pointer.allocate(byteCount: bytes, alignment: 64)
      memset(p, 0, bytes)
      return p
    }
    inputs = .allocate(capacity: max(1, stream.reads))
    outputs = .allocate(capacity: max(1, stream.writes))
    for i in 0 ..< stream.reads { inputs[i] = memory[i] }
    for i in 0 ..< stream.writes { outputs[i] = memory[stream.reads + i] }
  }

  deinit {
    for m in memory { m.deallocate() }
    inputs.deallocate()
    outputs.deallocate()
  }

  /// Returns the loop that writes past the caches, or through them.
  func work(_ rivals: Rivals, streaming: Bool) -> Work {
    let name = "limit_\(stream.reads)r\(stream.writes)w_\(streaming ? "stream" : "plain")"
    let f = rivals.function(
      name, (@convention(c) (Pointers, Pointers, Int64, Int64) -> Void).self)
    // A block is a page.
    let step = 4096 / (isSingle ? 4 : 8)
    let lanes = isSingle ? 16 : 8
    let count = (stream.count + lanes - 1) / lanes * lanes
    return Work(blocks: (count + step - 1) / step) { [self] r in
      f(
        UnsafePointer(inputs), UnsafePointer(outputs), Int64(r.lowerBound * step),
        Int64(min(count, r.upperBound * step)))
    }
  }

}
