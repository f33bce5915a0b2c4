import ArgumentParser
import CMalloc
import Diagnostics
import IteratorIR
import StencilTypes
import Transforms

/// Measures constant folding with its trace.
///
/// Limits: an expression of 100,000 nodes in one second; ten times the nodes in ten times the time;
/// a step takes as much memory at the bottom of a deep expression as in a flat one.
struct FoldingBench: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "fold", abstract: "Measures constant folding with its trace.")

  @Option(help: "The numbers of nodes.")
  var sizes: [Int] = [1000, 10_000, 100_000]

  func validate() throws {
    guard sizes.allSatisfy({ $0 >= 10 }) else {
      throw ValidationError("An expression to fold has at least 10 nodes.")
    }
  }

  func run() throws {
    let sizes = sizes
    try withLargeStack {
      row("expression", "nodes", "depth", "steps", "time", "of 1 s", "ratio", "linear", "a step")
      for shape in Shape.allCases {
        var before: (nodes: Int, seconds: Double)?
        for size in sizes {
          let program = shape.program(of: size)
          let (trace, seconds) = try fastest(of: 3) { try Pass.constantFolding.trace(program) }
          let bytes = try bytesKept { try Pass.constantFolding.trace(program) }
          let nodes = program.nodeCount
          row(
            shape.rawValue, "\(nodes)", "\(shape.expression(of: size).height)", "\(trace.count)",
            time(seconds), fixed(seconds, 3),
            before.map { fixed(seconds / $0.seconds, 1) } ?? "",
            before.map { fixed(Double(nodes) / Double($0.nodes), 1) } ?? "",
            "\(bytes / max(1, trace.count)) B")
          before = (nodes, seconds)
        }
      }
    }
  }

}

/// How an expression with much to fold is nested.
private enum Shape: String, CaseIterable {

  /// `n + 1 + 1 + …`: as deep as it is long.
  case deep

  /// `(n × 1 + n × 1) + (n × 1 + n × 1) + …`, added in pairs, and pairs of pairs.
  case flat

  func expression(of nodeCount: Int) -> Expr {
    let n = Expr.call(.deref, .ref("n"))
    switch self {
    case .deep:
      return (0 ..< nodeCount / 3).reduce(n) { e, _ in .call(.plus, e, .int(1)) }
    case .flat:
      var level = (0 ..< nodeCount / 8).map { _ in Expr.call(.multiplies, n, .int(1)) }
      while level.count > 1 {
        level = stride(from: 0, to: level.count, by: 2).map { i in
          i + 1 < level.count ? .call(.plus, level[i], level[i + 1]) : level[i]
        }
      }
      return level.first ?? n
    }
  }

  /// The program that computes the expression at each point.
  func program(of nodeCount: Int) -> Program {
    let dimension = Dimension("I")
    let type = DataType.field([dimension], .int32)
    let range = Expr.call(.getDomainRange, .ref("o"), .axis(dimension))
    let domain = Expr.call(
      .cartesianDomain,
      .call(.namedRange, .axis(dimension), range.element(0), range.element(1)))
    let stencil = Expr.lambda(["n"], expression(of: nodeCount))
    return Program(
      name: rawValue,
      parameters: [
        Parameter(name: Symbol("a"), type: type), Parameter(name: Symbol("o"), type: type),
      ],
      body: [
        .set(
          target: .ref("o"), domain: domain,
          value: .call(.asFieldop, stencil).applied(to: [.ref("a")]))
      ],
      offsets: [:])
  }

}

/// Returns how much more memory is in use with what `body` gives than before.
private func bytesKept<T>(_ body: () throws -> T) rethrows -> Int {
  let before = mallinfo2().uordblks
  let value = try body()
  let after = mallinfo2().uordblks
  return withExtendedLifetime(value) { after > before ? Int(after - before) : 0 }
}
