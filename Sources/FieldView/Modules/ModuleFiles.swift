import Diagnostics
import Foundation

/// How modules are read; tests read them from memory.
public struct ModuleFiles: Sendable {

  /// Returns the bytes of the file at a path; `nil` if there is none that can be read.
  public let read: @Sendable (String) -> [UInt8]?

  /// Returns how much memory the file at a path takes if that cannot be had, else `nil`; `read`
  /// gives nothing then.
  public let excess: @Sendable (String) -> Int?

  /// `true` iff a folder is at a path.
  public let isFolder: @Sendable (String) -> Bool

  /// Returns one path for all paths that lead to the same file.
  public let canonical: @Sendable (String) -> String

  /// Returns what messages call the file at a path.
  public let displayName: @Sendable (String) -> String

  /// Creates a way to read files.
  ///
  /// - Parameters:
  ///   - read: gives the bytes of the file at a path; `nil` if there is none that can be read.
  ///   - excess: gives the memory that the file at a path takes if that cannot be had.
  ///   - canonical: gives the one path of a file that several lead to.
  ///   - displayName: gives what messages call the file at a path.
  public init(
    read: @escaping @Sendable (String) -> [UInt8]?,
    excess: @escaping @Sendable (String) -> Int? = { _ in nil },
    isFolder: @escaping @Sendable (String) -> Bool,
    canonical: @escaping @Sendable (String) -> String,
    displayName: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.read = read
    self.excess = excess
    self.isFolder = isFolder
    self.canonical = canonical
    self.displayName = displayName
  }

  /// Returns the same files, whose names in messages are those of ways from `folder`.
  ///
  /// - Parameter names: what files are called already, by their canonical paths; they keep their
  ///   names.
  public func named(
    relativeTo folder: String, keeping names: [String: String] = [:]
  ) -> ModuleFiles {
    let canonical = canonical
    return ModuleFiles(read: read, excess: excess, isFolder: isFolder, canonical: canonical) {
      names[canonical($0)] ?? relativePath(from: folder, to: $0)
    }
  }

  /// The files of the machine.
  public static let disk = ModuleFiles(
    read: { try? TextFile.bytes(atPath: $0) }, excess: { TextFile.excess(ofPath: $0) },
    isFolder: { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && isFolder.boolValue
    },
    canonical: { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path })

  /// Files held in memory: their texts by path.
  public static func memory(_ texts: [String: String]) -> ModuleFiles {
    ModuleFiles(
      read: { texts[$0].map { Array($0.utf8) } },
      isFolder: { folder in texts.keys.contains { $0.hasPrefix(folder + "/") } },
      canonical: { $0 })
  }

}

/// Returns the way to `end` from the folder `start`, both absolute: `lap.py`, `../lap.py`, `.`.
///
/// What lies far away keeps its absolute path, wherever one starts.
public func relativePath(from start: String, to end: String) -> String {
  guard start.hasPrefix("/"), end.hasPrefix("/") else { return end }
  let (a, b) = (start.split(separator: "/"), end.split(separator: "/"))
  let shared = zip(a, b).prefix { $0 == $1 }.count
  if shared == 0, !a.isEmpty { return end }
  let steps = a.dropFirst(shared).map { _ in ".." } + b.dropFirst(shared).map(String.init)
  return steps.isEmpty ? "." : steps.joined(separator: "/")
}

/// `true` iff what is at `path` lies in `folder`, or in a folder in there; both have no links.
public func isPath(_ path: String, below folder: String) -> Bool {
  path.hasPrefix(folder) && (folder.hasSuffix("/") || path.dropFirst(folder.count).first == "/")
}

/// A path in parts, without touching the disk.
enum FilePath {

  /// Returns the path of `name` in `folder`.
  static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty || folder == "."
      ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// Returns the folder that `path` lies in: "." for a bare name.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Returns the last part of `path`.
  static func last(of path: String) -> String {
    String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
  }

}
