import Diagnostics
import Fields
import Foundation
import Interpreter
import IteratorIR
import StencilTypes
import Testing

/// A program with inputs, and the outputs that GT4Py computed.
struct Case: Decodable, CustomTestStringConvertible, Sendable {

  indirect enum Argument: Sendable {
    case scalar(ScalarValue)
    case field(file: String, axes: [StencilTypes.Dimension], origins: [Int])
    case tuple([Argument])
  }

  struct Table: Decodable {
    let name: String
    let source: Axis
    let target: [Axis]
    let file: String
    let skip: Int32?
  }

  let arguments: [Argument]
  let outputs: [String]
  let tables: [Table]

  /// The paths of the arguments' leaves, from left to right.
  let leaves: [String]

  var folder = ""

  private enum CodingKeys: CodingKey { case arguments, outputs, tables, leaves }

  var testDescription: String { URL(filePath: folder).lastPathComponent }

  static let all: [Case] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "cases")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path())) ?? []
    return names.sorted().compactMap { name in
      let folder = root.appending(path: name)
      guard let data = try? Data(contentsOf: folder.appending(path: "case.json")),
        var c = try? JSONDecoder().decode(Case.self, from: data)
      else { return nil }
      c.folder = folder.path()
      return c
    }
  }()

}

/// A dimension, written as its name and its kind.
struct Axis: Decodable {

  let dimension: StencilTypes.Dimension

  init(from decoder: any Decoder) throws {
    let words = try [String](from: decoder)
    let kind = DimensionKind.allCases.first { $0.description == words[1] }
    dimension = StencilTypes.Dimension(words[0], try #require(kind))
  }

}

extension Case.Argument: Decodable {

  private enum CodingKeys: CodingKey { case scalar, dtype, field, dims, origin, tuple }

  init(from decoder: any Decoder) throws {
    let c = try decoder.container(keyedBy: CodingKeys.self)
    if let parts = try c.decodeIfPresent([Case.Argument].self, forKey: .tuple) {
      self = .tuple(parts)
    } else if let file = try c.decodeIfPresent(String.self, forKey: .field) {
      self = .field(
        file: file, axes: try c.decode([Axis].self, forKey: .dims).map(\.dimension),
        origins: try c.decode([Int].self, forKey: .origin))
    } else {
      let kind = try #require(ScalarKind(rawValue: c.decode(String.self, forKey: .dtype)))
      let value =
        if kind == .bool {
          ScalarValue(try c.decode(Bool.self, forKey: .scalar))
        } else if kind.isFloat {
          try #require(
            ScalarValue(try c.decode(Double.self, forKey: .scalar)).cast(to: kind))
        } else {
          ScalarValue(wrapping: try c.decode(Int.self, forKey: .scalar), as: kind)
        }
      self = .scalar(value)
    }
  }

}

extension Case {

  func value(of argument: Argument) throws -> ArgumentValue {
    switch argument {
    case .scalar(let v): return .scalar(v)
    case .tuple(let parts): return .tuple(try parts.map(value))
    case .field(let file, let axes, let origins):
      let origins = Dictionary(uniqueKeysWithValues: zip(axes, origins))
      return .field(
        try Field(NpyFile.read("\(folder)/\(file)"), axes: axes, origins: origins))
    }
  }

  func table(_ t: Table) throws -> NeighborTable {
    let array = try NpyFile.read("\(folder)/\(t.file)")
    let row = t.target[0].dimension
    let field = try Field(array, axes: [row, t.target[1].dimension])
    return NeighborTable(
      target: row, local: t.target[1].dimension, source: t.source.dimension,
      rowCount: array.shape[0], columnCount: array.shape[1],
      entries: field.values.map { Int32(clamping: $0.integer ?? -1) }, skipValue: t.skip)
  }

}

@Suite("Programs with results that GT4Py computed")
struct CaseTests {

  @Test(arguments: Case.all)
  func `interpreter agrees`(example: Case) throws {
    let path = "\(example.folder)/program.itir"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let program = try Program(parsing: SourceFile(name: path, text: text))
    let arguments = try example.arguments.map(example.value)
    let tables = try Dictionary(
      uniqueKeysWithValues: example.tables.map { ($0.name, try example.table($0)) })
    let results = try Interpreter.run(program, arguments: arguments, tables: tables)
    let leaves = Dictionary(uniqueKeysWithValues: zip(example.leaves, results.flatMap(\.leaves)))
    for name in example.outputs {
      guard case .field(let result)? = leaves[name] else {
        Issue.record("\(name) is no field")
        continue
      }
      let array = try NpyFile.read("\(example.folder)/expected/\(name).npy")
      let origins = Dictionary(
        uniqueKeysWithValues: zip(result.dims, result.domain.ranges.map(\.lowerBound)))
      let expected = try Field(array, axes: result.dims, origins: origins)
      #expect(result.domain == expected.domain)
      #expect(difference(of: result, expected) == nil, "\(name)")
    }
  }

  /// Returns the first values that differ; GT4Py adds and rounds in an order of its own at times.
  private func difference(of a: Field, _ b: Field) -> String? {
    let (x, y) = (a.values, b.values)
    let magnitudes = y.compactMap { $0.cast(to: .float64)?.float64?.magnitude }.filter(\.isFinite)
    let tolerance = a.dtype == .float32 ? 1e-6 : 1e-12
    let scale = (magnitudes.max() ?? 1) * 0.1
    for (i, (p, q)) in zip(x, y).enumerated() where p != q {
      guard a.dtype.isFloat, let u = p.cast(to: .float64)?.float64,
        let v = q.cast(to: .float64)?.float64
      else { return "\(p) is not \(q) at \(i)" }
      if u == v || u.isNaN && v.isNaN { continue }
      if abs(u - v) <= tolerance * (abs(v) + scale) { continue }
      return "\(p) is not \(q) at \(i)"
    }
    return x.count == y.count ? nil : "\(x.count) values, not \(y.count)"
  }

}
