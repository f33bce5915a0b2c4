import Fields
import Interpreter
import StencilTypes
import Workbench

extension RandomProgram {

  /// What goes wrong when the program is bound and every step of all passes is checked on random
  /// fields; `nil` if nothing does.
  ///
  /// A run for which `isCancelled` becomes true ends with a problem.
  public func problem(_ isCancelled: @escaping @Sendable () -> Bool = { false }) -> Problem? {
    let bind = bindings.isEmpty ? [] : ["bind " + bindings.joined(separator: " ")]
    var session = Session(surroundings: .holding(grid.tables, isCancelled))
    for input in openingInputs + bind + ["step pipeline", "step check"] {
      let (next, output) = session.performing(input)
      if let error = output.diagnostics.first(where: { $0.severity == .error }) {
        // Where a domain divides by zero, there are no points to compare.
        if RunCode(rawValue: error.code)?.isOfPoint == true { return nil }
        return Problem(code: error.code, text: output.rendered())
      }
      session = next
    }
    return nil
  }

  /// A session in which the program is current, with nothing bound; `nil` if it is refused.
  public var opened: Session? {
    var session = Session(surroundings: .holding(grid.tables) { false })
    for input in openingInputs {
      let (next, output) = session.performing(input)
      if output.failed { return nil }
      session = next
    }
    return session
  }

  /// The inputs that define the program, connect its tables, and make it current.
  private var openingInputs: [String] {
    let connections = grid.tables.map {
      "connect \($0.name) = load \"\($0.name)\"" + ($0.hasSkipValues ? " skip=-1" : "")
    }
    return [source] + connections + ["use \(entryName)"]
  }

  /// What goes wrong with a program.
  public struct Problem: Sendable {

    /// The code of the diagnostic.
    let code: String

    let text: String

  }

  /// Returns the smallest program with the same problem, and the problem, if the program of `seed`
  /// has one.
  public static func failure(
    seed: UInt64, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) -> String? {
    let program = RandomProgram(seed: seed)
    guard let problem = program.problem(isCancelled), !isCancelled() else { return nil }
    let small = program.shrunk { !isCancelled() && $0.problem(isCancelled)?.code == problem.code }
    return "seed \(seed), bind \(small.bindings.joined(separator: " "))\n\(small.source)\n"
      + (small.problem()?.text ?? "")
  }

}

extension Surroundings {

  /// Returns the files of this machine, and those of `tables` under their names.
  fileprivate static func holding(
    _ tables: [SampleGrid.Table], _ isCancelled: @escaping @Sendable () -> Bool
  ) -> Surroundings {
    var surroundings = Surroundings.system(folder: "/", isCancelled: isCancelled)
    let files = surroundings.readArray
    surroundings.readArray = { (path, progress) throws(FieldFileError) in
      guard let table = tables.first(where: { "/\($0.name)" == path }) else {
        return try files(path, progress)
      }
      return NpyArray(table.entries, shape: [table.rowCount, table.columnCount])
    }
    return surroundings
  }

}
