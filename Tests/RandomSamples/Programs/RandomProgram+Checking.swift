import Workbench

extension RandomProgram {

  /// What goes wrong when the program is bound and every step of all passes is checked on random
  /// fields; `nil` if nothing does.
  public var problem: String? {
    let inputs = [
      "I = Dimension(\"I\")", source, "bind " + bindings.joined(separator: " "), "step pipeline",
      "step check",
    ]
    var session = Session(environment: .system(folder: "/"))
    for input in inputs {
      let (next, output) = session.performing(input)
      if output.failed { return output.rendered() }
      session = next
    }
    return nil
  }

  /// Returns the smallest program with a problem, and the problem, if the program of `seed` has one.
  public static func failure(seed: UInt64) -> String? {
    let program = RandomProgram(seed: seed)
    if program.problem == nil { return nil }
    let small = program.shrunk { $0.problem != nil }
    return "seed \(seed), bind \(small.bindings.joined(separator: " "))\n\(small.source)\n"
      + (small.problem ?? "")
  }

}
