import Diagnostics
import FieldView
import Fields
import Foundation
import StencilTypes
import Testing

@testable import Toolchain

/// The programs of `features/features.py`, with results that GT4Py 1.1.10 computed.
@Suite("Features of the language")
struct FeatureTests {

  @Test("mean what they mean in GT4Py", arguments: try FeatureCase.all())
  func results(example: FeatureCase) throws {
    let callable = Callable(.program(try example.definition()))
    try check(callable, example, with: example.arguments)
    var runner = toolchain.runner
    let passed = try toolchain.passes(of: callable, &runner).result
    try check(Callable(.itir(passed, text: "")), example, with: example.arguments)
  }

  @Test(
    "mean the same with their scalars bound",
    arguments: try FeatureCase.all().filter { $0.arguments.values.contains { $0.scalar != nil } })
  func boundResults(example: FeatureCase) throws {
    let callable = Callable(.program(try example.definition()))
    let bindings = try example.arguments.filter { $0.value.scalar != nil }.map { name, argument in
      guard case .scalar(let value) = try argument.value() else {
        throw CocoaError(.coderReadCorrupt)
      }
      return BoundArgument(name: name, value: .scalar(value))
    }
    var runner = toolchain.runner
    let bound = try callable.withBoundArguments(
      bindings, parameters: try toolchain.parameters(of: callable, &runner))
    try check(bound, example, with: example.arguments.filter { $0.value.scalar == nil })
  }

  private let toolchain = Toolchain()

  /// Calls `callable`, and compares what it wrote with the results of `example`.
  private func check(
    _ callable: Callable, _ example: FeatureCase, with arguments: [String: FeatureArgument]
  ) throws {
    var runner = toolchain.runner
    let arguments = try arguments.map { (name: $0.key, value: try $0.value.value()) }
    let results = try toolchain.call(
      callable, CallArguments(positional: [], keywords: arguments),
      tables: example.neighborTables, &runner)
    for (name, expected) in example.results {
      let leaves = results.first { $0.name == name }?.value.leaves ?? []
      #expect(leaves.count == expected.count, "\(callable.name)")
      for (leaf, values) in zip(leaves, expected) {
        guard case .field(let field) = leaf else {
          Issue.record("\(name) of \(callable.name) is no field")
          continue
        }
        #expect(field.values.count == values.count)
        for (got, want) in zip(field.values, values) {
          let tolerance = field.dtype == .float32 ? 1e-6 : 1e-12
          #expect(want.agrees(with: got, tolerance), "\(name): \(got) is not \(want)")
        }
      }
    }
  }

}

/// One call of a program with what it left in its outputs.
struct FeatureCase: Decodable, Sendable, CustomTestStringConvertible {

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "features").path()

  static func all() throws -> [FeatureCase] {
    let data = try Data(contentsOf: URL(filePath: "\(folder)/cases.json"))
    let cases = try JSONDecoder().decode([FeatureCase].self, from: data)
    try #require(cases.count == 102 && cases.allSatisfy { !$0.results.isEmpty })
    return cases
  }

  let program: String
  let arguments: [String: FeatureArgument]
  let tables: [String: FeatureTable]
  let results: [String: [[FeatureNumber]]]

  var testDescription: String { program }

  /// Returns the program, from `features/features.py`.
  func definition() throws -> ProgramDefinition {
    let module = try ModuleLoader(searchPath: []).loadFile("\(Self.folder)/features.py")
    guard case .program(let definition) = try module.lookup(program) else {
      throw CocoaError(.coderReadCorrupt)
    }
    return definition
  }

  var neighborTables: [String: NeighborTable] {
    let vertex = Dimension("Vertex")
    let edge = Dimension("Edge")
    return Dictionary(
      uniqueKeysWithValues: tables.map { name, t in
        let target = name == "V2E" ? vertex : edge
        return (
          name,
          NeighborTable(
            target: target, local: Dimension(name, .local),
            source: target == vertex ? edge : vertex, rowCount: t.values.count / t.columns,
            columnCount: t.columns, entries: t.values, skipValue: t.skip)
        )
      })
  }

}

/// A neighbor table, row by row.
struct FeatureTable: Decodable, Sendable {

  let values: [Int32]
  let columns: Int
  let skip: Int32?

}

/// An argument of a call.
struct FeatureArgument: Decodable, Sendable {

  let dims: [[String]]?
  let dtype: String?
  let origin: [Int]?
  let shape: [Int]?
  let values: [FeatureNumber]?
  let scalar: FeatureNumber?
  let tuple: [FeatureArgument]?

  func value() throws -> ArgumentValue {
    if let tuple { return .tuple(try tuple.map { try $0.value() }) }
    let kind = try #require(dtype.flatMap(ScalarKind.init(rawValue:)))
    if let scalar { return .scalar(try #require(scalar.value(of: kind))) }
    guard let dims, let origin, let shape, let values else {
      throw CocoaError(.coderReadCorrupt)
    }
    let domain = Domain(
      dims: try dims.map { d in
        Dimension(d[0], try #require(DimensionKind.allCases.first { $0.description == d[1] }))
      }, ranges: zip(origin, shape).map { $0 ..< $0 + $1 })
    let field = Field(zeros: kind, on: domain)
    let start = try #require(field.storage.bytes.baseAddress)
    for (i, number) in values.enumerated() {
      try #require(number.value(of: kind)).store(to: start + i * kind.byteCount)
    }
    return .field(field)
  }

}

/// A number, a truth value, or the name of a number that JSON does not have.
enum FeatureNumber: Decodable, Sendable {

  case bool(Bool)
  case integer(Int)
  case real(Double)

  init(from decoder: any Decoder) throws {
    let c = try decoder.singleValueContainer()
    if let b = try? c.decode(Bool.self) {
      self = .bool(b)
    } else if let i = try? c.decode(Int.self) {
      self = .integer(i)
    } else if let x = try? c.decode(Double.self) {
      self = .real(x)
    } else {
      self = .real(try #require(Double(try c.decode(String.self))))
    }
  }

  func value(of kind: ScalarKind) -> ScalarValue? {
    switch self {
    case .bool(let b): ScalarValue(b).cast(to: kind)
    case .integer(let i): ScalarValue(wrapping: i, as: .int64).cast(to: kind)
    case .real(let x): ScalarValue(x).cast(to: kind)
    }
  }

  /// `true` iff `got` is this number, floats up to `tolerance`.
  func agrees(with got: ScalarValue, _ tolerance: Double) -> Bool {
    guard let want = value(of: got.kind) else { return false }
    guard got.kind.isFloat, let x = got.cast(to: .float64)?.float64,
      let y = want.cast(to: .float64)?.float64
    else { return got == want }
    return x == y || x.isNaN && y.isNaN || abs(x - y) <= tolerance * (1 + abs(y))
  }

}
