import ArgumentParser
import Diagnostics
import Fields
import Glibc
import Interpreter
import IteratorIR
import StencilTypes

/// Measures the interpreter on large fields.
///
/// The limit is the memory: the time in which a copy moves as many bytes as the program's fields
/// have, each read or written once. The copy is measured in the same run.
struct InterpreterBench: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "interpret", abstract: "Measures the interpreter on large fields.")

  @Option(help: "Points along I and J.")
  var horizontal = 256

  @Option(help: "Points along K.")
  var vertical = 80

  @Option(help: "Runs of which the fastest counts.")
  var runs = 3

  func run() throws {
    let size = (horizontal, vertical)
    let runs = runs
    try withLargeStack {
      let bandwidth = copyBandwidth()
      print("memory: \(fixed(bandwidth / 1e9, 1)) GB/s (copy)")
      row("program", "time", "bytes", "memory needs", "times that")
      for name in ["lap2d", "lap3d", "hdiff", "vadv"] {
        let program = try Frontend.program(name, in: kernelsText)
        let arguments = try program.parameters.map { try argument($0, size.0, size.1) }
        let (_, seconds) = try fastest(of: runs) { () throws -> [ArgumentValue] in
          do throws(DiagnosticError) {
            return try Interpreter.run(program, arguments: arguments)
          } catch {
            throw BenchFailure(error)
          }
        }
        let bytes = arguments.reduce(0) { $0 + $1.byteCount }
        let least = Double(bytes) / bandwidth
        row(
          name, time(seconds), "\(bytes >> 20) MiB", time(least), fixed(seconds / least, 1))
      }
    }
  }

}

/// Returns an argument for `parameter`: a random field with a halo of two points, or a size.
private func argument(
  _ parameter: Parameter, _ horizontal: Int, _ vertical: Int
) throws -> ArgumentValue {
  let name = parameter.name.name
  guard case .field(let type) = parameter.type else {
    return .scalar(ScalarValue(Int32(name == "nk" ? vertical : horizontal)))
  }
  let ranges = type.dims.map { d in
    let count = d.kind == .vertical ? vertical : horizontal
    return name == "result" ? 0 ..< count : -2 ..< count + 2
  }
  return .field(
    try Field.random(
      seed: 1, name: name, on: Domain(dims: type.dims, ranges: ranges), dtype: type.dtype))
}

extension ArgumentValue {

  fileprivate var byteCount: Int {
    switch self {
    case .scalar: 0
    case .field(let f): f.domain.count * f.dtype.byteCount
    case .tuple(let e): e.reduce(0) { $0 + $1.byteCount }
    }
  }

}

/// Returns how many bytes a copy of 256 MiB reads and writes in a second.
private func copyBandwidth() -> Double {
  let count = 256 << 20
  let from = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
  let to = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
  defer {
    from.deallocate()
    to.deallocate()
  }
  memset(from, 1, count)
  memset(to, 2, count)
  let (_, seconds) = fastest(of: 5) { _ = memcpy(to, from, count) }
  return Double(2 * count) / seconds
}
