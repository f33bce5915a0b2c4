import CFileAttributes
import Glibc

/// What tells a file or folder that one session file made from those of all others: an attribute
/// with the maker's name.
public enum MakerMark {

  private static let name = "user.stencil.maker"

  /// Marks what is at `path` as made by `maker`; returns false where files have no attributes.
  public static func set(_ maker: String, on path: String) -> Bool {
    let value = Array(maker.utf8)
    return lsetxattr(path, name, value, value.count, 0) == 0
  }

  /// `true` iff what is at `path` was marked as made by `maker`.
  public static func isSet(_ maker: String, on path: String) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = lgetxattr(path, name, &buffer, buffer.count)
    return count >= 0 && buffer[..<count].elementsEqual(maker.utf8)
  }

}
