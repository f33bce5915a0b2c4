import ArgumentParser
import Diagnostics
import Fields
import Interpreter
import IteratorIR
import RandomSamples
import StencilTypes
import Transforms

/// Measures the time from source text to ITIR after all passes.
///
/// Limits: `hdiff` in 5 ms; 12 operators that each use the one before twice in 50 ms, 30 of them in
/// 500 ms; icon4py 0.2.0's `compute_advection_in_predictor_vertical_momentum`, with
/// all that it imports, in 150 ms; ten times the statements in ten times the time. GT4Py 1.1.10
/// needs 5.3 s and 83 s for the two programs, and cannot compile three Laplacians in sequence.
struct PassesBench: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "passes", abstract: "Measures the time from source text to ITIR after all passes.")

  @Option(help: "The folder that holds the icon4py package.")
  var site: String?

  @Option(help: "Measure only these families (repeatable).")
  var family: [String] = []

  @Option(help: "The sizes of the families.")
  var sizes: [Int] = [30, 100, 1000]

  func validate() throws {
    if let unknown = family.first(where: { Family(rawValue: $0) == nil }) {
      let names = Family.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("There is no family '\(unknown)'. Families: \(names)")
    }
    guard sizes.allSatisfy({ $0 >= 2 }) else {
      throw ValidationError("A family has at least two statements.")
    }
  }

  func run() throws {
    let (site, sizes, only) = (site, sizes, family.compactMap(Family.init(rawValue:)))
    let families = only.isEmpty ? Family.allCases : only
    try withLargeStack {
      if only.isEmpty {
        try measurePrograms(site)
        print()
      }
      try measureFamilies(families.filter { $0.doubling == nil }, sizes)
      print()
      try measureDoubling(families)
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

private func measureFamilies(_ families: [Family], _ sizes: [Int]) throws {
  row("family", "N", "passes", "a statement", "ratio", "linear", "nodes")
  for family in families {
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

/// Measures operators that use the one before twice, and runs them, lowered and after all passes.
private func measureDoubling(_ families: [Family]) throws {
  row("family", "N", "passes", "limit", "ratio", "quadratic", "nodes", "run", "run after")
  for family in families {
    guard let operators = family.doubling else { continue }
    var before: (size: Int, seconds: Double)?
    for size in [6, 12, 20, 30] {
      let program = try Frontend.program("prog", in: family.text(size))
      let (result, seconds) = try fastest(of: 5) { try Pipeline.standard.run(program).result }
      let (_, lowered) = try fastest(of: 3) { try check(program, operators, size) }
      let (_, after) = try fastest(of: 3) { try check(result, operators, size) }
      let growth = before.map { Double(size) / Double($0.size) }
      row(
        family.rawValue, "\(size)", time(seconds),
        size == 12 ? "50 ms" : size == 30 ? "500 ms" : "",
        before.map { fixed(seconds / $0.seconds, 1) } ?? "",
        growth.map { fixed($0 * $0, 1) } ?? "", "\(result.nodeCount)", time(lowered), time(after))
      before = (size, seconds)
    }
  }
}

/// Runs `program` on 10 x 10 points.
///
/// - Throws: a failure if the results are not those of the closed form.
private func check(_ program: Program, _ operators: DoublingOperators, _ size: Int) throws {
  func number(_ i: Int, _ j: Int) -> Double { Double(i * i + 100 * j) }
  let count = 10
  let arguments = program.parameters.map { p -> ArgumentValue in
    guard case .field(let type) = p.type else { return .scalar(ScalarValue(Int32(count))) }
    let halo = p.name.name == "result" ? 0 : size
    let domain = Domain(dims: type.dims, ranges: [-halo ..< count + halo, 0 ..< count])
    var field = Field(zeros: type.dtype, on: domain)
    for i in domain.ranges[0] {
      for j in domain.ranges[1] { field.setValue(ScalarValue(number(i, j)), at: [i, j]) }
    }
    return .field(field)
  }
  do throws(DiagnosticError) {
    guard
      case .field(let result) = try Interpreter.run(program, arguments: arguments)[2]
    else { return }
    for i in 0 ..< count {
      for j in 0 ..< count {
        let expected = operators.value(size, at: i) { number($0, j) }
        if result.value(at: [i, j])?.float64 != expected { throw DiagnosticError(.wrong(i, j)) }
      }
    }
  } catch {
    throw BenchFailure(error)
  }
}

private enum PassesBenchCode: String, DiagnosticCode {
  case wrong = "E-BENCH-WRONG"
}

extension Diagnostic {

  fileprivate static func wrong(_ i: Int, _ j: Int) -> Diagnostic {
    Diagnostic(code: PassesBenchCode.wrong, "The result at I=\(i), J=\(j) is wrong.")
  }

}
