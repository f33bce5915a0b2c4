import ArgumentParser
import Diagnostics
import IteratorIR
import Transforms

/// Measures the time from source text to ITIR after all passes.
///
/// Limits: `hdiff` in 5 ms; icon4py 0.2.0's `compute_advection_in_predictor_vertical_momentum`, with
/// all that it imports, in 150 ms; ten times the statements in ten times the time. GT4Py 1.1.10
/// needs 5.3 s and 83 s for the two programs, and cannot compile three Laplacians in sequence.
struct PassesBench: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "passes", abstract: "Measures the time from source text to ITIR after all passes.")

  @Option(help: "The folder that holds the icon4py package.")
  var site: String?

  @Option(help: "The sizes of the families.")
  var sizes: [Int] = [30, 100, 1000]

  func validate() throws {
    guard sizes.allSatisfy({ $0 >= 2 }) else {
      throw ValidationError("A family has at least two statements.")
    }
  }

  func run() throws {
    let (site, sizes) = (site, sizes)
    try withLargeStack {
      try measurePrograms(site)
      print()
      try measureFamilies(sizes)
    }
  }

}

private func measurePrograms(_ site: String?) throws {
  row("program", "time", "limit", "of limit", "nodes")
  let (hdiff, seconds) = try fastest(of: 200) {
    try Pipeline.standard.run(try Frontend.program("hdiff", in: kernelsText)).result
  }
  row("hdiff", time(seconds), "5 ms", fixed(seconds / 5e-3, 2), "\(hdiff.nodeCount)")
  let name = "compute_advection_in_predictor_vertical_momentum"
  guard let site else {
    print("\(name): skipped, since --site FOLDER does not say where icon4py is")
    return
  }
  let path =
    "\(site)/icon4py/model/atmosphere/dycore/stencils/"
    + "compute_advection_in_vertical_momentum_equation.py"
  let (large, largeSeconds) = try fastest(of: 5) {
    try Pipeline.standard.run(try Frontend.program(name, of: path, searchPath: [site])).result
  }
  row(
    name, time(largeSeconds), "150 ms", fixed(largeSeconds / 150e-3, 2), "\(large.nodeCount)")
}

private func measureFamilies(_ sizes: [Int]) throws {
  row("family", "N", "passes", "a statement", "ratio", "linear", "nodes")
  for family in Family.allCases {
    var before: (size: Int, seconds: Double)?
    for size in sizes {
      let program = try Frontend.program("prog", in: family.text(size))
      let (result, seconds) = try fastest(of: 3) {
        try Pipeline.standard.run(program).result
      }
      row(
        family.rawValue, "\(size)", time(seconds), time(seconds / Double(size)),
        before.map { fixed(seconds / $0.seconds, 1) } ?? "",
        before.map { fixed(Double(size) / Double($0.size), 1) } ?? "", "\(result.nodeCount)")
      before = (size, seconds)
    }
  }
}
