import Foundation

/// A small file through which a process tells another one where it is, crash or not.
final class FuzzProgress: @unchecked Sendable {

  /// The numbers in it: the input at work, and how many had each outcome.
  static let count = 1 + FuzzOutcome.allCases.count

  private let numbers: UnsafeMutablePointer<Int>

  /// Maps the file at `path`, which is made if it is missing.
  init(path: String) throws {
    let size = Self.count * MemoryLayout<Int>.stride
    let file = open(path, O_RDWR | O_CREAT, 0o600)
    guard file >= 0, ftruncate(file, size) == 0,
      let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0),
      memory != MAP_FAILED
    else {
      throw BenchFailure("\(path): cannot be written.")
    }
    close(file)
    numbers = memory.bindMemory(to: Int.self, capacity: Self.count)
  }

  /// The number of the input at work.
  var current: Int {
    get { numbers[0] }
    set { numbers[0] = newValue }
  }

  /// The number of inputs with `outcome`.
  subscript(outcome: FuzzOutcome) -> Int {
    get { numbers[1 + outcome.rawValue] }
    set { numbers[1 + outcome.rawValue] = newValue }
  }

}
