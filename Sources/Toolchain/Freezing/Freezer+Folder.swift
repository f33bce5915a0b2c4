import Fields
import Foundation

// The folder of a frozen program.
extension Freezer {

  /// Throws if freezing to `path` would replace anything but a frozen program.
  func checkTarget(_ path: String, overwriting: Bool) throws(FrozenProblem) {
    if let outer = Self.frozenFolder(around: path) {
      throw FrozenProblem(
        .target, "'\(path)' lies in a frozen program: '\(outer)'.",
        hint: "choose a folder outside of it: a frozen program holds nothing else")
    }
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw FrozenProblem(
        .target,
        "'\(path)' is \(Folder.isLink(path) ? "a link, and no folder itself" : "no folder").",
        hint: "freeze to a new folder, or to the one that an earlier version was frozen to")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    if names.isEmpty { return }
    guard let manifest = Self.manifest(in: path) else {
      throw FrozenProblem(.target, "'\(path)' holds something else already.")
    }
    if !overwriting, let other = addedFile(in: path, manifest) {
      throw FrozenProblem(
        .target, "'\(path)' holds a file that was not frozen: '\(other)'.",
        hint: "move it, choose another folder, or put a ! at the end of the line to remove it")
    }
  }

  /// Returns the manifest in the folder at `path` if it is that of a frozen program.
  private static func manifest(in path: String) -> Data? {
    // Folders around the target may hold anything by that name.
    guard let folder = try? Folder.open(path),
      let bytes = try? folder.read("manifest.json", limit: FrozenManifest.sizeLimit),
      String(decoding: bytes, as: UTF8.self).contains(FrozenManifest.formatName)
    else { return nil }
    return Data(bytes)
  }

  /// Returns the folder of a frozen program that `path` would be a part of.
  private static func frozenFolder(around path: String) -> String? {
    var folder = URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent()
    while folder.path != "/" {
      if manifest(in: folder.path) != nil { return folder.path }
      folder.deleteLastPathComponent()
    }
    return nil
  }

  /// Returns the first file in the folder at `path` that its manifest does not list.
  private func addedFile(in path: String, _ manifest: Data) -> String? {
    guard let m = try? JSONDecoder().decode(FrozenManifest.self, from: manifest)
    else { return nil }
    let known = Set(m.files.map(\.path) + ["manifest.json"])
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
    return names.sorted().first { name in
      var status = stat()
      return !known.contains(name) && !name.hasPrefix(FrozenArtifact.pythonCache + "/")
        && lstat(path + "/" + name, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }
  }

  /// Writes all files beside `path`, and then moves them there.
  static func write(_ files: [String: [UInt8]], to path: String) throws(FrozenProblem) {
    let target = URL(fileURLWithPath: path)
    let parent = target.deletingLastPathComponent()
    let temporary = parent.appendingPathComponent(".\(target.lastPathComponent).\(getpid()).tmp")
    do {
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
      if FileManager.default.fileExists(atPath: temporary.path) {
        try FileManager.default.removeItem(at: temporary)
      }
      mkdir(temporary.path, 0o755)
      let folder = try Folder.open(temporary.path)
      for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
        let isProgram = name.hasSuffix(".so") || name.hasSuffix(".sh")
        try folder.writeFile(bytes, at: name, mode: isProgram ? 0o755 : 0o644)
      }
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
      if rename(temporary.path, path) != 0 { throw Folder.Failure() }
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      let reason = (error as? Folder.Failure)?.reason ?? "the folder cannot be written"
      throw FrozenProblem(
        .target, "'\(path)' cannot be written: \(reason).",
        hint: "the folder must be yours to write in, with room in it")
    }
  }

}

extension Folder {

  /// Writes a new file at a path with folders, which are created.
  func writeFile(_ bytes: [UInt8], at path: String, mode: mode_t = 0o644) throws(Failure) {
    let parts = path.split(separator: "/").map(String.init)
    var folder = self
    for name in parts.dropLast() { folder = try folder.folder(name, creates: true, mode: 0o755) }
    try folder.write(bytes, to: parts[parts.count - 1], mode: mode)
  }

  /// Returns the bytes of the file at a path with folders.
  func readFile(at path: String, limit: Int = 1 << 28) throws(Failure) -> [UInt8] {
    let parts = path.split(separator: "/").map(String.init)
    var folder = self
    for name in parts.dropLast() { folder = try folder.folder(name) }
    return try folder.read(parts[parts.count - 1], limit: limit)
  }

}
