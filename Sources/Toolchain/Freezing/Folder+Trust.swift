import Glibc

// Who can change what is in a folder.
extension Folder {

  /// Why others could change what is in here; `nil` if only we and the system can.
  var distrust: String? { ownStatus.map(Self.distrust) ?? "cannot be read" }

  private static func distrust(_ status: stat) -> String? {
    if status.st_uid != geteuid(), status.st_uid != 0 { return "belongs to somebody else" }
    return status.st_mode & 0o022 != 0 ? writtenByOthers : nil
  }

  /// The first folder or file in here, by its path, that others could change, and why.
  ///
  /// What is at `excluded` is left out, and so are links: they have no mode of their own.
  func firstDistrusted(excluding excluded: String) -> (path: String, reason: String)? {
    for name in names() where name != excluded {
      guard let status = fullStatus(name), status.st_mode & S_IFMT != S_IFLNK else { continue }
      if let reason = Self.distrust(status) { return (name, reason) }
      let inner = excluded.hasPrefix(name + "/") ? excluded.dropFirst(name.count + 1) : ""
      if let found = (try? folder(name))?.firstDistrusted(excluding: String(inner)) {
        return ("\(name)/\(found.path)", found.reason)
      }
    }
    return nil
  }

  /// The paths of all that is in here and is no folder.
  func paths() -> [String] {
    names().flatMap { name -> [String] in
      guard let inner = try? folder(name) else { return [name] }
      return inner.paths().map { "\(name)/\($0)" }
    }
  }

}
