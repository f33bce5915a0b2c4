import Glibc

/// An open folder: what is in it is named relative to it, and no link is followed.
///
/// A folder that is renamed or replaced while it is in use stays the one that was opened.
final class Folder: Sendable {

  private let descriptor: Int32

  init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// What the system said when something failed.
  struct Failure: Error, Hashable {

    let code: Int32

    init(_ code: Int32 = errno) { self.code = code }

    var reason: String { String(cString: strerror(code)).lowercased() }

  }

  /// What can stand in a folder.
  enum Kind { case file, folder, other }

  private static let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

  /// Opens the folder `name`; creates it, for us alone, if `creates` says so.
  func folder(
    _ name: String, creates: Bool = false, mode: mode_t = 0o700
  ) throws(Failure) -> Folder {
    var fd = openat(descriptor, name, Self.flags)
    if fd < 0, errno == ENOENT, creates {
      if mkdirat(descriptor, name, mode) != 0, errno != EEXIST { throw Failure() }
      fd = openat(descriptor, name, Self.flags)
    }
    if fd < 0 { throw Failure() }
    return Folder(descriptor: fd)
  }

  /// Opens the folder at `path`, whose last component is no link.
  static func open(_ path: String) throws(Failure) -> Folder {
    let fd = Glibc.open(path, flags)
    if fd < 0 { throw Failure() }
    return Folder(descriptor: fd)
  }

  /// What the path of a folder is that cannot be opened for `failure`, in words.
  static func description(of path: String, _ failure: Failure) -> String {
    guard failure.code == ENOTDIR || failure.code == ELOOP else {
      return "cannot be read: \(failure.reason)"
    }
    return isLink(path) ? "is a link, and no folder itself" : "is no folder"
  }

  /// `true` iff `path` is a symbolic link, whatever it leads to.
  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Returns the bytes of the plain file `name`, which has at most `limit`.
  func read(_ name: String, limit: Int = 1 << 28) throws(Failure) -> [UInt8] {
    let fd = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    if fd < 0 { throw Failure() }
    defer { close(fd) }
    var status = stat()
    guard fstat(fd, &status) == 0 else { throw Failure() }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(EINVAL) }
    guard status.st_size <= limit else { throw Failure(EFBIG) }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var done = 0
    while done < bytes.count {
      let n = bytes.withUnsafeMutableBytes {
        pread(fd, $0.baseAddress.map { $0 + done }, $0.count - done, off_t(done))
      }
      if n < 0, errno == EINTR { continue }
      if n < 0 { throw Failure() }
      if n == 0 { break }
      done += n
    }
    bytes.removeLast(bytes.count - done)
    return bytes
  }

  /// Writes a new file.
  func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) throws(Failure) {
    let fd = openat(descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    if fd < 0 { throw Failure() }
    var done = 0
    while done < bytes.count {
      let n = bytes.withUnsafeBytes {
        Glibc.write(fd, $0.baseAddress.map { $0 + done }, $0.count - done)
      }
      if n < 0, errno == EINTR { continue }
      if n < 0 {
        let failure = Failure()
        close(fd)
        throw failure
      }
      done += n
    }
    // A full disk may tell only now.
    if close(fd) != 0 { throw Failure() }
  }

  /// Moves `name` to `other` in `folder`; fails if a folder with something in it is there.
  func move(_ name: String, to folder: Folder, as other: String) throws(Failure) {
    if renameat(descriptor, name, folder.descriptor, other) != 0 { throw Failure() }
  }

  /// The names of what is in the folder, in order.
  func names() -> [String] {
    let copy = openat(descriptor, ".", Self.flags)
    guard copy >= 0, let stream = fdopendir(copy) else { return [] }
    defer { closedir(stream) }
    var result: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { result.append(name) }
    }
    return result.sorted()
  }

  /// What `name` is, its size, and when it was changed, in seconds; `nil` if it is not there.
  func status(_ name: String) -> (kind: Kind, byteCount: Int, time: Double)? {
    guard let status = fullStatus(name) else { return nil }
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    let time = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) * 1e-9
    return (kind, Int(status.st_size), time)
  }

  /// What the system says of `name`, or of the link that it is; `nil` if it is not there.
  func fullStatus(_ name: String) -> stat? {
    var status = stat()
    return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
  }

  /// What the system says of the folder itself.
  var ownStatus: stat? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? status : nil
  }

  /// Removes `name` and what is in it, as far as the system lets us.
  func remove(_ name: String) {
    if unlinkat(descriptor, name, 0) == 0 { return }
    if let inner = try? folder(name) { for n in inner.names() { inner.remove(n) } }
    _ = unlinkat(descriptor, name, AT_REMOVEDIR)
  }

  /// Marks `name` as used now.
  func touch(_ name: String) { _ = utimensat(descriptor, name, nil, AT_SYMLINK_NOFOLLOW) }

}

extension Folder {

  /// Opens the folder at the absolute `path`, and creates what is missing of it, if nobody but its
  /// owners can change what it leads to.
  ///
  /// Each folder on the way belongs to us or the system, and others may not write in it, unless they
  /// cannot replace what is not theirs; none is a link.
  static func trusted(_ path: String) throws(Distrust) -> Folder {
    var folder: Folder
    do { folder = try Folder.open("/") } catch { throw Distrust(path: "/", reason: error.reason) }
    var walked = ""
    let parts = path.split(separator: "/").map(String.init)
    for (i, name) in parts.enumerated() {
      walked += "/" + name
      do { folder = try folder.folder(name, creates: true) } catch {
        let isLink = error.code == ELOOP || error.code == ENOTDIR
        throw Distrust(
          path: walked, reason: isLink ? "is no folder" : "cannot be used: \(error.reason)")
      }
      let isLast = i == parts.count - 1
      if let reason = folder.reasonForDistrust(isLast: isLast) {
        let isOurs = folder.ownStatus?.st_uid == geteuid()
        throw Distrust(
          path: walked, reason: reason,
          isWritable: isOurs && reason == Self.writtenByOthers)
      }
    }
    return folder
  }

  /// Why the folder at a path is not used.
  struct Distrust: Error, Hashable {

    let path, reason: String

    /// Whether the owner of the folder can mend it by its mode.
    var isWritable = false

    /// What a person can do.
    var remedy: String {
      (isWritable ? "chmod go-w '\(path)', or " : "")
        + "set STENCIL_CACHE_DIR to a folder of yours that nobody else can write in"
    }

  }

  private func reasonForDistrust(isLast: Bool) -> String? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return Failure().reason }
    if status.st_uid != geteuid(), status.st_uid != 0 || isLast {
      return "belongs to somebody else"
    }
    let othersWrite = status.st_mode & 0o022 != 0
    let isSticky = status.st_mode & S_ISVTX != 0
    if othersWrite, isLast || !isSticky { return Self.writtenByOthers }
    return nil
  }

  static let writtenByOthers = "can be written by others"

}
