import Foundation
import TestSupport

@testable import Toolchain

/// A compiler in a folder of its own that notes what it is asked for.
struct NotingCompiler {

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Returns where it is the only compiler, with a cache that all such places share.
  ///
  /// - Parameter behaviour: what it does once it has noted which `$part` of a file it is asked for,
  ///   in the words of a shell; the command of the real one is `"$@"`.
  func environment(_ behaviour: String = "exec \"$@\"") throws -> NativeEnvironment {
    let real = try NativeEnvironment.system.compiler().compiler.path
    let path = folder.path + "/cc"
    // The second half of a part is compiled beside the first.
    let script = """
      #!/bin/sh
      case "$1" in --version) exec \(real) --version;; esac
      part=whole half=1
      for a in "$@"; do
        case "$a" in -DSTK_PART=*) part=${a#*=};; -DSTK_HALF=*) half=${a#*=};; esac
      done
      [ $half != 1 ] || echo $part >> \(folder.path)/log
      set -- \(real) "$@"
      \(behaviour)

      """
    // Another file would be another compiler.
    if !FileManager.default.fileExists(atPath: path) {
      try script.write(toFile: path, atomically: true, encoding: .utf8)
      chmod(path, 0o755)
    }
    return NativeEnvironment(
      search: CompilerSearch(override: path, path: []),
      cache: ObjectCache(path: folder.path + "/cache"))
  }

  /// The parts that were asked for, in order.
  var compiledParts: [String] {
    let text = try? String(contentsOfFile: folder.path + "/log", encoding: .utf8)
    return text?.split(separator: "\n").map(String.init) ?? []
  }

}
