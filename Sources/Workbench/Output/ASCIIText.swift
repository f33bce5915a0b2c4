extension String {

  /// The text in ASCII, as near as one character can be to another; as many columns where that can
  /// be.
  var inASCII: String {
    if unicodeScalars.allSatisfy(\.isASCII) { return self }
    var result = ""
    for character in self {
      if character.isASCII {
        result.append(character)
      } else if let near = nearest[character] {
        result.append(near)
      } else {
        result += String(repeating: "?", count: max(1, String(character).columnCount))
      }
    }
    return result
  }

}

/// What stands for the characters that the tool writes of itself.
private let nearest: [Character: Character] = [
  "λ": "\\", "Λ": "\\", "→": ">", "←": "<", "⇒": ">", "⇑": "^", "↑": "^", "·": ".", "×": "*",
  "÷": "/",
  "⟨": "<", "⟩": ">", "⟪": "<", "⟫": ">", "∈": ":", "∞": "8", "∂": "d", "≤": "<", "≥": ">",
  "≠": "#",
  "₁": "1", "₂": "2", "₀": "0", "ₕ": "h", "ᵥ": "v", "ₗ": "l", "ₒ": "o", "…": "~", "–": "-",
  "—": "-",
  "¬": "!", "∧": "&", "∨": "|", "⊻": "^", "“": "\"", "”": "\"", "‘": "'", "’": "'", "•": "*",
  "µ": "u",
  "│": "|", "─": "-", "┌": "+", "┐": "+", "└": "+", "┘": "+", "▀": "#", "▄": "#", "█": "#",
]
