import Fields
import Foundation
import StencilTypes
import Synchronization
import Testing

private struct Stopped: Error, Equatable {}

@Suite("Long work on fields") struct WorkProgressTests {

  private static let i = Dimension("I")
  private static let k = Dimension("K", .vertical)
  private static let domain = Domain(dims: [i, k], ranges: [-3 ..< 2, 0 ..< 100_000])

  /// The parts that were told.
  private final class Log: Sendable {
    let parts = Mutex<[Double]>([])
  }

  @Test func `tells how far it is, to the end`() throws {
    let log = Log()
    let field = try Field.random(
      seed: 1, name: "a", on: Self.domain, dtype: .float64,
      progress: WorkProgress { (part) throws(FieldError) in log.parts.withLock { $0.append(part) } }
    )
    let parts = log.parts.withLock { $0 }
    #expect(parts.count >= 4 && parts == parts.sorted() && parts.last ?? 0 > 0.8)
    #expect(parts.allSatisfy { 0 < $0 && $0 <= 1 })
    let unwatched = try Field.random(seed: 1, name: "a", on: Self.domain, dtype: .float64)
    #expect(compare(field, unwatched).areEqual)
  }

  @Test func `ends with what it is stopped with`() throws {
    let field = try Field.random(seed: 1, name: "a", on: Self.domain, dtype: .float64)
    let stop = WorkProgress { (_) throws(Stopped) in throw Stopped() }
    #expect(throws: Stopped()) { try field.statistics(stop) }
    #expect(throws: Stopped()) { try field.digest(stop) }
    #expect(throws: Stopped()) { try compare(field, field, .exact, stop) }
    let stopMaking = WorkProgress { (_) throws(FieldError) in throw .interrupted }
    #expect(throws: FieldError.interrupted) {
      try Field.ones(.int32, on: Self.domain, progress: stopMaking)
    }
    #expect(throws: FieldError.interrupted) {
      try Field.index(Self.k, on: Self.domain, progress: stopMaking)
    }
  }

  @Test func `leaves a file as it was when it is stopped`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "w-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.npy").path()
    let field = try Field.random(seed: 1, name: "a", on: Self.domain, dtype: .float64)
    let stop = WorkProgress { (_) throws(FieldFileError) in throw .interrupted(path) }
    #expect(throws: FieldFileError.interrupted(path)) {
      try NpyFile.write(field, to: path, progress: stop)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).isEmpty)
    try NpyFile.write(field, to: path)
    #expect(throws: FieldFileError.interrupted(path)) { try NpyFile.read(path, progress: stop) }
    let read = try Field(
      try NpyFile.read(path), axes: [Self.i, Self.k], origins: [Self.i: -3])
    #expect(read.digest == field.digest)
  }

}
