import Diagnostics
import Fields
import Foundation
import StencilTypes
import Testing
import Toolchain

@testable import Workbench

/// A session in a folder of its own, which goes when the test is over.
final class Workshop {

  var session: Session
  let folder: URL

  /// Makes a folder with the given files, and a session in it that performed `inputs`.
  init(
    _ files: [String: String] = [:], after inputs: [String] = [],
    backends: [Backend] = Backend.all, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "stencil-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    session = Session(
      surroundings: .system(folder: folder.path(), isCancelled: isCancelled), backends: backends
    ).prepared()
    for input in inputs { try succeed(input) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Performs `input` and returns its output.
  @discardableResult func perform(_ input: String) -> Output {
    let (next, output) = session.performing(input)
    session = next
    return output
  }

  /// Performs `input`, which has to succeed, and returns its text.
  @discardableResult func succeed(
    _ input: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let output = perform(input)
    let text = output.rendered()
    try #require(!output.failed, "\(input)\n\(text)", sourceLocation: sourceLocation)
    return text
  }

  /// Returns the text of the file `name` in the folder.
  func text(of name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

}

/// What an input must not change if it fails.
struct SessionState: Equatable {

  let current: String?
  let programs: [String]
  let fields: [String: String]
  let tables: [String]
  let settings: Settings
  let isStepping: Bool

  init(_ session: Session) {
    current = session.current
    programs = Array(session.callables.keys)
    fields = Dictionary(uniqueKeysWithValues: session.fields.map { ($0, $1.digest) })
    tables = Array(session.tables.keys)
    settings = session.settings
    isStepping = session.stepper != nil
  }

}

/// A module with an operator and a program, as a file or pasted.
let lapModule = """
  from gt4py.next import *

  I = Dimension("I")
  J = Dimension("J")
  Ioff = FieldOffset("Ioff", source=I, target=(I,))
  Joff = FieldOffset("Joff", source=J, target=(J,))
  Cell = Dimension("Cell")
  Edge = Dimension("Edge")
  E2CDim = Dimension("E2C", kind=DimensionKind.LOCAL)
  E2C = FieldOffset("E2C", source=Cell, target=(Edge, E2CDim))

  @field_operator
  def lap(u: Field[[I, J], float64]) -> Field[[I, J], float64]:
      return -4.0 * u + u(Ioff[1]) + u(Ioff[-1]) + u(Joff[1]) + u(Joff[-1])

  @field_operator
  def scale(u: Field[[I, J], float64], factor: float64, on: bool) -> Field[[I, J], float64]:
      return u * factor if on else u

  @program
  def laplacian(u: Field[[I, J], float64], out: Field[[I, J], float64], n: int32):
      lap(u, out=out, domain={I: (0, n), J: (0, n)})

  @program
  def scaled(u: Field[[I, J], float64], factor: float64, on: bool, out: Field[[I, J], float64]):
      scale(u, factor, on, out=out)

  """

/// The inputs that load the module and make `laplacian` current.
let loaded = ["load lap.py", "use laplacian"]

/// Returns a session that knows the module `lap.py`, after further `inputs`.
func lapWorkshop(_ inputs: String...) throws -> Workshop {
  try Workshop(["lap.py": lapModule], after: loaded + inputs)
}
