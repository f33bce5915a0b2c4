import CNative
import Glibc
import Synchronization

/// Native code in memory, released with the last that uses it.
///
/// It is loaded from bytes, not from a path: what was checked is what runs, whatever happens to
/// files meanwhile, and a full or read-only disk does no harm.
public final class SharedObject: @unchecked Sendable {

  private let handle: UnsafeMutableRawPointer

  /// Loads the object file that `bytes` are.
  ///
  /// - Throws: What the dynamic loader says.
  public init(bytes: [UInt8]) throws(CompilationProblem) {
    let descriptor = native_memory_file("stencil")
    if descriptor < 0 { throw .notLoaded(reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var done = 0
    while done < bytes.count {
      let n = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done)
      }
      if n < 0, errno == EINTR { continue }
      if n < 0 { throw .notLoaded(reason: String(cString: strerror(errno))) }
      done += n
    }
    // What has the path of a loaded object is taken for that object, and descriptors are used
    // again: so each path is spelled in a way of its own.
    let path = Self.uniquePath(of: descriptor)
    guard let loaded = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      let reason = dlerror().map { String(cString: $0) } ?? "unknown"
      // The path means nothing to anybody.
      throw .notLoaded(reason: reason.replacing(path + ": ", with: "").replacing(path, with: "it"))
    }
    handle = loaded
  }

  deinit { dlclose(handle) }

  /// Returns the address of what the object exports as `name`.
  public func symbol(_ name: String) -> UnsafeMutableRawPointer? { dlsym(handle, name) }

  private static let count = Atomic<Int>(0)

  private static func uniquePath(of descriptor: Int32) -> String {
    let number = count.wrappingAdd(1, ordering: .relaxed).newValue
    let digits = String(number, radix: 2).map { $0 == "1" ? ".//" : "./" }.joined()
    return "/proc/self/fd/\(digits)\(descriptor)"
  }

}
