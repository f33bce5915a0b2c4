import Diagnostics
import Foundation
import StencilTypes

/// A JSON text under construction; objects keep the order of their keys.
public indirect enum JSONValue: Hashable, Sendable {

  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// Creates the JSON form of a scalar; what a double cannot hold exactly is a string.
  init(_ value: ScalarValue) {
    self =
      if let b = value.bool {
        .bool(b)
      } else if let i = value.integer {
        Int(exactly: i).map(JSONValue.integer) ?? .string(i.description)
      } else if let d = value.float64 ?? value.float32.map({ Double($0) }) {
        .number(d)
      } else {
        .string(value.description)
      }
  }

  public struct Member: Hashable, Sendable {
    let key: String
    let value: JSONValue
  }

  /// Creates an object with the given members, those that are `nil` left out.
  static func object(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(members.compactMap { m in m.value.map { Member(key: m.key, value: $0) } })
  }

}

extension JSONValue: CustomStringConvertible {

  /// The value as one line of JSON; numbers that JSON lacks (NaN, infinities) are strings.
  public var description: String {
    switch self {
    case .null: "null"
    case .bool(let b): b ? "true" : "false"
    case .integer(let i): String(i)
    case .number(let d): d.isFinite ? d.description : "\"\(d)\""
    case .string(let s): Self.quoted(s)
    case .array(let e): "[" + e.map(\.description).joined(separator: ", ") + "]"
    case .object(let m):
      "{" + m.map { "\(Self.quoted($0.key)): \($0.value)" }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    return (try? encoder.encode(text)).map {
      escapedForTerminals(json: String(decoding: $0, as: UTF8.self))
    } ?? "\"\""
  }

}
