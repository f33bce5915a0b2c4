import Foundation
import Testing
import Toolchain

/// What the backends `gtfn` and `dace` need, looked for otherwise than by the code that is tested.
///
/// `.ci/setup --peers` installs it beside the package. A test that needs what is nowhere is shown as
/// skipped; where it is, the backend has to work, whatever it thinks of that itself.
public enum Peers {

  /// Where the headers of GridTools are to be found.
  public static let gridTools = GridTools(
    override: environment["GRIDTOOLS_CPP"], pythons: PythonPrograms(pythons))

  /// Where DaCe is to be found.
  public static let dace = Dace(PythonPrograms(environment["DACE_PYTHON"].map { [$0] } ?? pythons))

  /// The backend `gtfn` with the headers that the tests found.
  public static let gtfn = Backend.gtfn(.system, gridTools)

  /// The backends that can run here, `auto` aside, which is one of the others.
  public static let backends: [Backend] =
    [.interpreter, .c] + (hasGridTools ? [gtfn] : [])
    + (hasDace ? [.dace(.system, dace)] : [])

  /// Whether GridTools is here.
  static let hasGridTools =
    environment["GRIDTOOLS_CPP"] != nil || pythons.contains { has("gridtools_cpp", in: $0) }

  /// Whether DaCe and the CMake that it needs are here.
  static let hasDace =
    if let named = environment["DACE_PYTHON"] { has("dace", in: named) } else {
      pythons.contains { has("dace", in: $0) }
    }

  private static let environment = ProcessInfo.processInfo.environment.filter { !$1.isEmpty }

  /// The Python beside the package, then those of the path.
  private static let pythons: [String] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }
    return ([root.path() + ".build/peers/bin/python3"] + path).filter {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }()

  /// Returns whether the interpreter `python` has `package`.
  private static func has(_ package: String, in python: String) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = [
      "-c", "import importlib.util, sys; sys.exit(not importlib.util.find_spec('\(package)'))",
    ]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

}

extension Trait where Self == ConditionTrait {

  /// Skips a test where there is no GridTools.
  public static var needsGridTools: Self {
    .enabled(if: Peers.hasGridTools, "GridTools is not installed: see .ci/setup --peers")
  }

  /// Skips a test where there is no DaCe.
  public static var needsDaCe: Self {
    .enabled(if: Peers.hasDace, "DaCe is not installed: see .ci/setup --peers")
  }

}
