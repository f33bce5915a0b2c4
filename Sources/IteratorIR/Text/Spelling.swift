import StencilTypes

// How names are written in typed text.

/// The words of typed text that are no builtins.
let keywords: Set<String> = ["if", "then", "else", "let", "True", "False", "inf", "nan"]

/// Returns `name`, in backquotes if it would not read back as a bound name.
func spelled(_ name: String) -> String {
  if isPlain(name), !keywords.contains(name), Builtin(name: name) == nil,
    ScalarKind(rawValue: name) == nil
  {
    return name
  }
  var quoted = "`"
  for s in name.unicodeScalars { quoted += s == "`" ? "``" : String(s) }
  return quoted + "`"
}

/// `true` iff `name` reads back as one word.
private func isPlain(_ name: String) -> Bool {
  // Nearly all names are of letters, digits and underscores, which need no table.
  var isFirst = true
  for byte in name.utf8 {
    switch byte {
    case UInt8(ascii: "a") ... UInt8(ascii: "z"), UInt8(ascii: "A") ... UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      break
    case UInt8(ascii: "0") ... UInt8(ascii: "9") where !isFirst: break
    default:
      let scalars = name.unicodeScalars
      return scalars.first.map(Token.beginsName) == true
        && scalars.dropFirst().allSatisfy(Token.continuesName)
    }
    isFirst = false
  }
  return !isFirst
}

/// The documents of names, each made once.
final class SpelledNames {

  private var known: [Symbol: Document] = [:]

  subscript(_ name: Symbol) -> Document {
    if let document = known[name] { return document }
    let document = Document(spelled(name.name))
    known[name] = document
    return document
  }

}

/// Returns `I` with the sign of its kind: `Iₕ`.
func spelled(_ dimension: Dimension) -> String {
  spelled(dimension.name) + dimension.kind.axisSuffix
}

/// Returns `type` as typed text writes it: `Field[[Iₕ, Kᵥ], float64]`.
func spelled(_ type: DataType) -> String {
  switch type {
  case .scalar(let k): k.description
  case .field(let f): "Field[[\(f.dims.map(spelled).joined(separator: ", "))], \(f.dtype)]"
  case .tuple(let e): "tuple[\(e.map(spelled).joined(separator: ", "))]"
  case .named: spelled(type.structural)
  }
}

extension OffsetLiteral {

  /// The literal as typed text writes it.
  var spelling: String {
    switch self {
    case .tag(let name): spelled(name) + "ₒ"
    case .index: description
    }
  }

}
