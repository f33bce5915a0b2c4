import Foundation
import Testing

/// Files that tests read.
public enum Fixtures {

  /// A folder that does not hold what it should: tests over its files would check too little.
  public struct Missing: Error, CustomStringConvertible {

    let folder: String
    let found: Int
    let expected: Int

    public var description: String { "\(folder) has \(found) fixtures, not \(expected)" }

  }

  /// Returns the names in `folder` that end in `suffix`, without it, in order.
  ///
  /// - Throws: unless there are `count` of them.
  public static func names(
    in folder: URL, endingIn suffix: String = "", count: Int
  ) throws -> [String] {
    let all = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    let names = all.filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }
    if names.count != count {
      throw Missing(folder: folder.lastPathComponent, found: names.count, expected: count)
    }
    return names.map { String($0.dropLast(suffix.count)) }.sorted()
  }

}
