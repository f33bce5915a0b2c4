import Diagnostics
import Glibc

/// Bytes in memory, released with the last field that uses them.
public final class FieldStorage: @unchecked Sendable {

  /// Aligned to 64 bytes.
  public let bytes: UnsafeMutableRawBufferPointer

  /// Whether the memory comes from the system directly: zero already, and there when it is used.
  private let isMapped: Bool

  /// Allocates `byteCount` zero bytes.
  ///
  /// Requires: the memory can be had, as `canAllocate` tells of large blocks.
  public init(byteCount: Int) {
    let count = max(64, byteCount)
    let mapped =
      count < Self.leastMapped
      ? MAP_FAILED
      : mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    isMapped = mapped != MAP_FAILED
    if isMapped {
      bytes = UnsafeMutableRawBufferPointer(start: mapped, count: count)
    } else {
      bytes = .allocate(byteCount: count, alignment: 64)
      bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }
    Memory.hold(count)
  }

  deinit {
    Memory.hold(-bytes.count)
    if isMapped { munmap(bytes.baseAddress, bytes.count) } else { bytes.deallocate() }
  }

  /// `true` iff `byteCount` bytes can be had, and enough stays for all else.
  public static func canAllocate(_ byteCount: Int) -> Bool { Memory.has(byteCount) }

  /// The number of bytes from which on blocks go back to the system at once when they are released,
  /// and need not be set to zero.
  private static let leastMapped = 1 << 16

}
