import Foundation
import Glibc
import Synchronization

/// The C++ headers that the code of the backend `gtfn` is written on, wherever they are.
public final class GridTools: Sendable {

  /// The value of `GRIDTOOLS_CPP`: the folder with the headers, or that of the Python package.
  private let override: String?

  private let pythons: PythonPrograms
  private let found = Mutex<String?>(nil)

  /// Creates headers that are looked for in `override` if there is one, else in packages of `pythons`.
  public init(override: String?, pythons: PythonPrograms) {
    self.override = override
    self.pythons = pythons
  }

  /// What this process uses.
  public static let system = GridTools(
    override: ProcessInfo.processInfo.environment["GRIDTOOLS_CPP"].flatMap {
      $0.isEmpty ? nil : $0
    }, pythons: .system())

  /// A file that code includes.
  private static let header = "gridtools/fn/backend/naive.hpp"

  /// Returns the folder of headers, which is looked for when it is needed first.
  ///
  /// - Throws: `CompilationProblem.noLibrary` if they are not there, and `.cancelled`.
  public func headers(
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(CompilationProblem) -> String {
    if let known = found.withLock({ $0 }) { return known }
    let places: [String]
    if let override {
      places = [override]
    } else {
      let code = """
        import importlib.util
        print(importlib.util.find_spec("gridtools_cpp").submodule_search_locations[0])
        """
      places = try pythons.first(running: code, isCancelled: isCancelled).map { [$0.output] } ?? []
    }
    for place in places {
      for inside in ["", "/include", "/data/include"] {
        let folder = place + inside
        if access("\(folder)/\(Self.header)", R_OK) == 0 {
          found.withLock { $0 = folder }
          return folder
        }
      }
    }
    throw .noLibrary(
      name: override.map { "GridTools in '\($0)'" } ?? "GridTools",
      remedy: override == nil
        ? "python3 -m pip install gridtools-cpp, or set GRIDTOOLS_CPP to a folder with its headers"
        : "set GRIDTOOLS_CPP to the folder that holds gridtools/fn, or unset it")
  }

  /// What tells the headers in `folder` from earlier and later ones.
  static func identity(of folder: String) -> String {
    var status = stat()
    guard stat("\(folder)/\(header)", &status) == 0 else { return folder }
    return "\(folder) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

}
