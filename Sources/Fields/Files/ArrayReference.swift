import Glibc
import StencilTypes

/// What a user writes for an array in a file: `u.npy`, `winds.npz:u`, or `one.npz`, if it holds
/// just one array.
public struct ArrayReference: Hashable, Sendable {

  public let path: String

  /// The name of the array in a `.npz` file.
  public let member: String?

  /// Creates the reference that `text` stands for; a relative path is relative to `folder`.
  public init(_ text: String, relativeTo folder: String = "") {
    var path = text
    var member: String?
    if let colon = text.lastIndex(of: ":"), text[..<colon].hasSuffix(".npz") {
      path = String(text[..<colon])
      member = String(text[text.index(after: colon)...])
    }
    self.path = path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
    self.member = member
  }

  /// Returns the array; whether the file is `.npy` or `.npz` shows in its first bytes.
  ///
  /// - Throws: What is wrong with the file, with its place in it; what `progress` throws to stop.
  public func read(
    progress: WorkProgress<FieldFileError> = .unwatched
  ) throws(FieldFileError) -> NpyArray {
    let file = try InputFile(path: path)
    guard try file.bytes(0 ..< min(2, file.size)) == Array("PK".utf8) else {
      if let member { throw .noArchive(path, member: member) }
      return try NpyFile.read(path, progress: progress)
    }
    let archive = try NpzFile(file)
    if let member { return try archive.read(member, progress: progress) }
    guard let only = archive.members.first, archive.members.count == 1 else {
      throw .ambiguous(path, members: archive.members)
    }
    return try archive.read(only, progress: progress)
  }

}

extension FieldFileError {

  fileprivate static func noArchive(_ path: String, member: String) -> FieldFileError {
    FieldFileError(
      path, "is no .npz file, so it has no member \(member)", remedy: "leave :\(member) out")
  }

  fileprivate static func ambiguous(_ path: String, members: [String]) -> FieldFileError {
    FieldFileError(
      path, members.isEmpty ? "holds no array" : "holds \(members.count) arrays",
      remedy: members.first.map { "name one, as in \(FieldFileError.fileMark):\($0)" })
  }

}
