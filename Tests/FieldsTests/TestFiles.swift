import Fields
import Foundation

/// Returns the path of a file that NumPy wrote.
func fixture(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("fixtures/\(name)").path
}

/// Returns the bytes of a file that NumPy wrote.
func fixtureBytes(_ name: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(fileURLWithPath: fixture(name))))
}

/// A folder that is removed with its files when the test that uses it ends.
final class TemporaryFolder: Sendable {

  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("fields-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Returns the path of the file `name`.
  func at(_ name: String) -> String { name.isEmpty ? path : path + "/" + name }

  /// Writes `bytes` to the file `name`, and returns its path.
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    try Data(bytes).write(to: url)
    return url.path
  }

}

/// Returns the error with which reading ends, or `nil` if it succeeds.
func failure(_ body: () throws(FieldFileError) -> Void) -> FieldFileError? {
  do throws(FieldFileError) {
    try body()
    return nil
  } catch {
    return error
  }
}
