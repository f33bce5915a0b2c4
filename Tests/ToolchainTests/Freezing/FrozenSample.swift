import Diagnostics
import FieldView
import Fields
import Foundation
import Glibc
import IteratorIR
import StencilTypes
import TestSupport
import Testing

@testable import Toolchain

/// A program that is frozen once for all tests: a Laplacian whose flag is bound.
final class FrozenSample: Sendable {

  static let text = """
    from gt4py.next import *

    I = Dimension("I")
    J = Dimension("J")
    F = Field[[I, J], float64]

    @field_operator
    def laplacian(u: F, factor: float64, use_lam: bool) -> F:
        return (u(I + 1) + u(I - 1) + u(J + 1) + u(J - 1) - 4.0 * u) * factor if use_lam else u

    @program
    def diffuse(u: F, out: F, factor: float64, use_lam: bool):
        laplacian(u, factor, use_lam, out=out)

    @field_operator
    def quotient(a: Field[[I], int32], b: Field[[I], int32]) -> Field[[I], int32]:
        return a // b

    Vertex = Dimension("Vertex")
    Edge = Dimension("Edge")
    V2EDim = Dimension("V2E", kind=DimensionKind.LOCAL)
    V2E = FieldOffset("V2E", source=Edge, target=(Vertex, V2EDim))

    @field_operator
    def total(e: Field[[Edge], float64], n: int32) -> Field[[Vertex], float64]:
        return neighbor_sum(e(V2E), axis=V2EDim) * astype(n, float64)

    @program
    def gather(e: Field[[Edge], float64], n: int32, out: Field[[Vertex], float64]):
        total(e, n, out=out)

    @program
    def gather_with_a_name_of_more_letters_than_those_for_callers_can_have(
        virtual_potential_temperature_at_edges_on_model_levels_now_and_then: Field[[Edge], float64],
        number_of_levels_in_all_columns_of_the_grid_of_this_process: int32,
        contravariant_correction_at_vertices_on_half_levels: Field[[Vertex], float64]
    ):
        total(
            virtual_potential_temperature_at_edges_on_model_levels_now_and_then,
            number_of_levels_in_all_columns_of_the_grid_of_this_process,
            out=contravariant_correction_at_vertices_on_half_levels)

    @field_operator
    def both(a: Field[[I], int32]) -> tuple[Field[[I], int32], Field[[I], int32]]:
        return a + 1, a + 2

    @program
    def split(a: Field[[I], int32], x: Field[[I], int32], y: Field[[I], int32]):
        both(a, out=(x, y))

    @program
    def divide(a: Field[[I], int32], b: Field[[I], int32], out: Field[[I], int32]):
        quotient(a, b, out=out)

    """

  let folder: TemporaryFolder
  let path: String
  let manifest: FrozenManifest

  /// Freezes `name`, with these arguments bound, to a new folder.
  init(_ name: String, binding: [BoundArgument] = []) throws {
    folder = try TemporaryFolder()
    path = folder.path + "/\(name).frozen"
    manifest = try Self.freeze(name, binding: binding, to: path)
  }

  static let diffuse = Result {
    try FrozenSample(
      "diffuse", binding: [BoundArgument(name: "use_lam", value: .scalar(ScalarValue(true)))])
  }

  /// Freezes a program that copies `u`, called `name`.
  static func freeze(copying name: String, to path: String) throws -> FrozenManifest {
    let text = """
      from gt4py.next import *

      I = Dimension("I")

      @field_operator
      def copied(u: Field[[I], float64]) -> Field[[I], float64]:
          return u

      @program
      def \(name)(u: Field[[I], float64], out: Field[[I], float64]):
          copied(u, out=out)

      """
    let domain = Domain(dims: [dims[0]], ranges: [0 ..< 4])
    return try freeze(
      name, of: text, binding: [], to: path,
      sample: [
        .field(Field([7.0, 1, 2, 3], on: domain)), .field(Field(zeros: .float64, on: domain)),
      ])
  }

  /// Freezes a program that copies the scalar `n` of a type to each point.
  static func freeze(filling kind: ScalarKind, to path: String) throws -> FrozenManifest {
    let text = """
      from gt4py.next import *

      I = Dimension("I")

      @field_operator
      def filled(n: \(kind)) -> Field[[I], \(kind)]:
          return broadcast(n, (I,))

      @program
      def fill(n: \(kind), out: Field[[I], \(kind)]):
          filled(n, out=out)

      """
    let domain = Domain(dims: [dims[0]], ranges: [0 ..< 4])
    return try freeze(
      "fill", of: text, binding: [], to: path,
      sample: [
        .scalar(ScalarValue(wrapping: 1, as: kind)), .field(Field(zeros: kind, on: domain)),
      ])
  }

  static func freeze(
    _ name: String, of text: String = text, binding: [BoundArgument], to path: String,
    by backend: Backend = .c, sample: [ArgumentValue]? = nil
  ) throws -> FrozenManifest {
    let toolchain = Toolchain()
    var runner = toolchain.runner
    let free = try callable(name, in: text)
    let bound = try free.withBoundArguments(
      binding, parameters: toolchain.parameters(of: free, &runner))
    let isOnMesh = name.hasPrefix("gather")
    let tables = isOnMesh ? ["V2E": table] : [:]
    let info = try toolchain.declaredInfo(of: bound, settings: .init().knowing(tables), &runner)
    let request = Freezer.Request(
      bound, lowered: try toolchain.lower(info, &runner),
      transformed: try toolchain.transformed(info, for: backend, &runner),
      source: try toolchain.source(for: info, on: backend, &runner),
      sample: sample ?? (name == "diffuse" ? arguments : isOnMesh ? edges : integers),
      tables: tables)
    let frozen = try Freezer(library: Peers.gridTools).freeze(request, for: path)
    try frozen.write(to: path)
    return frozen.manifest
  }

  // MARK: What the callers compute

  static let dims = [Dimension("I"), Dimension("J")]
  static let count = (i: 6, j: 5)

  /// `((7 i + 3 j) % 11) / 7`, counted from the first element.
  static var input: Field {
    let (n, m) = (count.i + 2, count.j + 2)
    let values = (0 ..< n * m).map { Double(($0 / m * 7 + $0 % m * 3) % 11) / 7 }
    return Field(values, on: Domain(dims: dims, ranges: [-1 ..< n - 1, -1 ..< m - 1]))
  }

  static let factor = 0.3

  private static var arguments: [ArgumentValue] {
    [
      .field(input),
      .field(
        Field(zeros: .float64, on: Domain(dims: dims, ranges: [0 ..< count.i, 0 ..< count.j]))),
      .scalar(ScalarValue(factor)),
    ]
  }

  /// Three vertices between four edges; the last has one only.
  private static let table = NeighborTable(
    target: Dimension("Vertex"), local: Dimension("V2E", .local), source: Dimension("Edge"),
    rowCount: 3, columnCount: 2, entries: [0, 1, 1, 3, 2, -1], skipValue: -1)

  private static var edges: [ArgumentValue] {
    [
      .field(Field([1.0, 2, 4, 8], on: Domain(dims: [Dimension("Edge")], ranges: [0 ..< 4]))),
      .scalar(ScalarValue(Int32(10))),
      .field(
        Field(zeros: .float64, on: Domain(dims: [Dimension("Vertex")], ranges: [0 ..< 3]))),
    ]
  }

  private static var integers: [ArgumentValue] {
    let domain = Domain(dims: [dims[0]], ranges: [0 ..< 4])
    return [
      .field(Field([7, -7, 9, 1] as [Int32], on: domain)),
      .field(Field([2, 2, -4, 1] as [Int32], on: domain)), .field(Field(zeros: .int32, on: domain)),
    ]
  }

  /// The bits of the result, in C order, as the callers print them; by the interpreter.
  static func expectedLines() throws -> [String] {
    let toolchain = Toolchain(backends: [.interpreter])
    var runner = toolchain.runner
    let values = arguments + [.scalar(ScalarValue(true))]
    let result = try toolchain.call(
      callable("diffuse", in: text), CallArguments(positional: values), tables: [:], &runner)
    guard case .field(let out)? = result.first(where: { $0.name == "out" })?.value else {
      return []
    }
    return out.elements(as: Double.self).map {
      let digits = String($0.bitPattern, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
  }

}
