import IteratorIR
import StencilTypes

/// A program as one file of C++17 on GridTools `fn`, with an entry in the manner of all compiled code.
public struct GTFNProgram: Sendable, Hashable {

  public let text: String
  public let entry: EntryPoint

  /// Whether a call can find that it must not go on when something is written already.
  public let canFail: Bool

  /// Writes `program`, which has gone through the standard passes.
  ///
  /// - Parameter connectivities: what is known of the neighbor tables, by the names of offsets.
  /// - Throws: why the program cannot be written.
  public init(
    _ program: Program, connectivities: [String: ConnectivityType]
  ) throws(GTFNRefusal) {
    let writer = GTFNWriter(program, connectivities)
    (text, entry) = try writer.write()
    canFail = writer.canFail || writer.canFailIfTested
  }

}
