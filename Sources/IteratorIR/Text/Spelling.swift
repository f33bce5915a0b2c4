import StencilTypes

// How names are written in typed text.

/// The words of typed text that are no builtins.
let keywords: Set<String> = ["if", "then", "else", "let", "True", "False", "inf", "nan"]

/// Returns `name`, in backquotes if it would not read back as a bound name.
func spelled(_ name: String) -> String {
  let scalars = name.unicodeScalars
  let isPlain =
    scalars.first.map(Token.beginsName) == true
    && scalars.dropFirst().allSatisfy(Token.continuesName)
  if isPlain, !keywords.contains(name), Builtin(name: name) == nil,
    ScalarKind(rawValue: name) == nil
  {
    return name
  }
  var quoted = "`"
  for s in scalars { quoted += s == "`" ? "``" : String(s) }
  return quoted + "`"
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
