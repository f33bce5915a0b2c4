import Dispatch
import Glibc

/// The file that takes the place of another one once it is complete: `.u.npy.stencil-a1B2c3`.
///
/// Its writer holds a lock on it while it lives. One that nobody has locked was left behind, by a
/// process that was killed, and may go.
struct TemporaryFile {

  let path: String
  let descriptor: Int32

  /// Makes a new file beside the one at `target`, which messages call `name`.
  init(for target: String, calling name: String) throws(FieldFileError) {
    let (folder, file) = Self.parts(of: target)
    // Names have at most 255 bytes.
    let stem = String(decoding: file.utf8.prefix(200), as: UTF8.self)
    for _ in 0 ..< 100 {
      var template = (folder + "." + stem + Self.mark + "XXXXXX").utf8CString.map { $0 }
      let descriptor = mkstemp(&template)
      if descriptor < 0 { throw .system(name, "cannot be written") }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      flock(descriptor, LOCK_EX)
      var status = stat()
      // Between creation and lock another process may have taken it for one left behind.
      if fstat(descriptor, &status) == 0, status.st_nlink > 0 {
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
    throw .system(name, "cannot be written", EBUSY)
  }

  /// Gives the file mode and owner of `old`; returns false if the owner cannot be kept.
  func takeOver(_ old: stat) -> Bool {
    var own = stat()
    guard fstat(descriptor, &own) == 0 else { return false }
    if own.st_uid != old.st_uid || own.st_gid != old.st_gid,
      fchown(descriptor, old.st_uid, old.st_gid) != 0
    {
      return false
    }
    return fchmod(descriptor, old.st_mode & 0o7777) == 0
  }

  /// Gives the file the mode that new files have.
  func takeUsualMode() { fchmod(descriptor, 0o666 & ~Self.creationMask) }

  /// The bits that new files do not get.
  ///
  /// `umask` tells them by changing them, and a file or folder that another thread makes meanwhile
  /// would be open to everybody.
  private static var creationMask: mode_t {
    guard let status = fopen("/proc/self/status", "re") else { return 0o077 }
    defer { fclose(status) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), status) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      guard text.hasPrefix("Umask:") else { continue }
      let digits = text.dropFirst("Umask:".count).filter(\.isNumber)
      return mode_t(digits, radix: 8) ?? 0o077
    }
    return 0o077
  }

  /// Puts the file in the place of the one at `target`, and closes it.
  func move(to target: String, calling name: String) throws(FieldFileError) {
    WrittenMark.set(on: descriptor)
    if rename(path, target) != 0 { throw .system(name, "cannot be replaced") }
    // The data is where it belongs, and what close says of it came too late to undo anything.
    close(descriptor)
  }

  /// Removes the file, and closes it.
  ///
  /// Nobody waits until the system has taken back the memory of what was written.
  func remove() {
    unlink(path)
    DispatchQueue.global().async { [descriptor] in close(descriptor) }
  }

  /// Removes files that were left behind beside `target` by writers that are no more.
  static func sweep(besides target: String) {
    let folder = parts(of: target).folder
    guard let directory = opendir(folder.isEmpty ? "." : folder) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name.hasPrefix("."), name.dropLast(6).hasSuffix(mark) else { continue }
      let left = open(folder + name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      if left < 0 { continue }
      if flock(left, LOCK_EX | LOCK_NB) == 0 { unlink(folder + name) }
      close(left)
    }
  }

  private static let mark = ".stencil-"

  /// Returns the folder of `path` with the slash behind it, and the rest.
  private static func parts(of path: String) -> (folder: String, file: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }

}
