import ArgumentParser
import Diagnostics

/// Measures the time from source text to checked ITIR.
///
/// Limits: `hdiff` in 2 ms; `vertically_implicit_solver_at_predictor_step` of icon4py 0.2.0, with
/// all that it imports, in 100 ms; ten times the statements in ten times the time, up to 10,000.
/// The peer is GT4Py 1.1.10, which needs seconds for the two programs and reaches its recursion
/// limit at about 80 statements.
struct FrontendBench: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "frontend",
    abstract: "Measures the time from source text to checked ITIR.")

  @Option(help: "The folder that holds the icon4py package.")
  var site: String?

  @Option(help: "Measure only these families (repeatable).")
  var family: [String] = []

  @Option(help: "The sizes of the families.")
  var sizes: [Int] = [100, 1000, 10000]

  func validate() throws {
    if let unknown = family.first(where: { Family(rawValue: $0) == nil }) {
      let names = Family.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("There is no family '\(unknown)'. Families: \(names)")
    }
    if sizes.contains(where: { $0 < 2 }) { throw ValidationError("Sizes start at 2.") }
  }

  func run() throws {
    let (site, families, sizes) = (site, family.compactMap(Family.init(rawValue:)), sizes)
    try withLargeStack {
      if families.isEmpty {
        try measurePrograms(site)
        print()
      }
      try measureFamilies(families.isEmpty ? Family.allCases : families, sizes)
    }
  }

}

private func measurePrograms(_ site: String?) throws {
  row("program", "time", "limit")
  let (_, seconds) = try fastest(of: 50) { try Frontend.program("hdiff", in: kernelsText) }
  row("hdiff", time(seconds), "2 ms")
  let solver = "vertically_implicit_solver_at_predictor_step"
  guard let site else {
    print("\(solver): skipped, since --site FOLDER does not say where icon4py is")
    return
  }
  let path = "\(site)/icon4py/model/atmosphere/dycore/stencils/vertically_implicit_dycore_solver.py"
  let (_, large) = try fastest(of: 10) {
    try Frontend.program(solver, of: path, searchPath: [site])
  }
  row(solver, time(large), "100 ms")
}

private func measureFamilies(_ families: [Family], _ sizes: [Int]) throws {
  row("family", "N", "time", "a statement", "ratio", "linear")
  for family in families {
    var before: (size: Int, seconds: Double)?
    for size in sizes {
      let text = family.text(size)
      let (_, seconds) = try fastest(of: max(3, 2000 / size)) {
        try Frontend.program("prog", in: text)
      }
      row(
        family.rawValue, "\(size)", time(seconds), time(seconds / Double(size)),
        before.map { fixed(seconds / $0.seconds, 1) } ?? "",
        before.map { fixed(Double(size) / Double($0.size), 1) } ?? "")
      before = (size, seconds)
    }
  }
}
