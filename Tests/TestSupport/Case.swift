import Diagnostics
import Fields
import Foundation
import IteratorIR
import StencilTypes
import Testing

/// A program with inputs, and the outputs that GT4Py computed.
public struct Case: Decodable, CustomTestStringConvertible, Sendable {

  public indirect enum Argument: Sendable {
    case scalar(ScalarValue)
    case field(file: String, axes: [StencilTypes.Dimension], origins: [Int])
    case tuple([Argument])
  }

  public struct Table: Decodable, Sendable {
    public let name: String
    let source: Axis
    let target: [Axis]
    let file: String
    let skip: Int32?
  }

  public let arguments: [Argument]
  public let outputs: [String]
  public let tables: [Table]

  /// The paths of the arguments' leaves, from left to right.
  public let leaves: [String]

  public private(set) var folder = ""

  private enum CodingKeys: CodingKey { case arguments, outputs, tables, leaves }

  public var testDescription: String { URL(filePath: folder).lastPathComponent }

  /// Returns all cases.
  ///
  /// - Throws: if one cannot be read, has no outputs, or is missing.
  public static func all() throws -> [Case] {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "InterpreterTests/cases")
    return try Fixtures.names(in: root, count: 42).map { name in
      let folder = root.appending(path: name)
      let data = try Data(contentsOf: folder.appending(path: "case.json"))
      var c = try JSONDecoder().decode(Case.self, from: data)
      try #require(!c.outputs.isEmpty, "\(name) has no outputs")
      c.folder = folder.path()
      return c
    }
  }

}

/// A dimension, written as its name and its kind.
struct Axis: Decodable, Sendable {

  let dimension: StencilTypes.Dimension

  init(from decoder: any Decoder) throws {
    let words = try [String](from: decoder)
    let kind = DimensionKind.allCases.first { $0.description == words[1] }
    dimension = StencilTypes.Dimension(words[0], try #require(kind))
  }

}

extension Case.Argument: Decodable {

  private enum CodingKeys: CodingKey { case scalar, dtype, field, dims, origin, tuple }

  public init(from decoder: any Decoder) throws {
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

  /// The program, read from `program.itir`.
  public var program: Program {
    get throws {
      let path = "\(folder)/program.itir"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      return try Program(parsing: SourceFile(name: path, text: text))
    }
  }

  /// The values of the arguments.
  public var values: [ArgumentValue] { get throws { try arguments.map(value) } }

  /// The neighbor tables by the names of offsets.
  public var neighborTables: [String: NeighborTable] {
    get throws {
      try Dictionary(uniqueKeysWithValues: tables.map { ($0.name, try table($0)) })
    }
  }

  public func value(of argument: Argument) throws -> ArgumentValue {
    switch argument {
    case .scalar(let v): return .scalar(v)
    case .tuple(let parts): return .tuple(try parts.map(value))
    case .field(let file, let axes, let origins):
      let origins = Dictionary(uniqueKeysWithValues: zip(axes, origins))
      return .field(
        try Field(NpyFile.read("\(folder)/\(file)"), axes: axes, origins: origins))
    }
  }

  public func table(_ t: Table) throws -> NeighborTable {
    let array = try NpyFile.read("\(folder)/\(t.file)")
    let row = t.target[0].dimension
    let field = try Field(array, axes: [row, t.target[1].dimension])
    return NeighborTable(
      target: row, local: t.target[1].dimension, source: t.source.dimension,
      rowCount: array.shape[0], columnCount: array.shape[1],
      entries: field.values.map { Int32(clamping: $0.integer ?? -1) }, skipValue: t.skip)
  }

}
