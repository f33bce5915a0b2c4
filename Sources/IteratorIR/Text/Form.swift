/// A construct of ITIR text that messages show, so that a person sees what is missing.
enum Form: String {

  case program = "NAME(u: Field[[Iₕ], float64], n: int32) { … }"
  case field = "Field[[Iₕ], float64]"
  case offset = "offset V2Eₒ: Edgeₕ → Vertexₕ, V2Eₗ;"
  case function = "f = λ(x) → …;"
  case temporary = "t = temporary(domain=c⟨ Iₕ: [0, n[ ⟩, dtype=float64);"
  case statement = "out @ c⟨ Iₕ: [0, n[ ⟩ ← value;"
  case ifStatement = "if (condition) { … } else { … }"
  case letIn = "let a = value; a + 1"
  case lambda = "λ(x, y) → …"
  case choice = "if condition then a else b"
  case range = "Iₕ: [low, high["

  /// How the construct is written, in a sentence.
  var hint: String {
    let what =
      switch self {
      case .program: "a program"
      case .field: "the type of a field"
      case .offset: "an offset"
      case .function: "a function"
      case .temporary: "a temporary"
      case .statement: "a statement"
      case .ifStatement: "an if statement"
      case .letIn: "a let"
      case .lambda: "a function"
      case .choice: "a choice"
      case .range: "a range"
      }
    return "\(what) is written \(rawValue)"
  }

}

/// Returns what ITIR text writes for what other languages write `spelling`; `nil` if it is nothing
/// that is known from elsewhere.
func hint(forForeign spelling: String) -> String? {
  switch spelling {
  case "->", "=>": "the arrow is →"
  case "<-", ":=": "a statement writes with ←: \(Form.statement.rawValue)"
  case "\\", "lambda": "functions begin with λ: \(Form.lambda.rawValue)"
  case "*": "multiplication is ×"
  case "**", "^": "powers are power(a, b)"
  case "//": "a comment begins with #, whole division is floordiv(a, b)"
  case "%": "remainders are mod(a, b)"
  case "&", "&&", "and": "conjunction is ∧"
  case "|", "||", "or": "disjunction is ∨"
  case "!", "~", "not": "negation is ¬"
  case "!=": "inequality is not_eq(a, b)"
  case "<<": "shifts are ⟪Ioffₒ, 1ₒ⟫"
  case ">>": "shifts end with ⟫"
  case "true": "write True"
  case "false": "write False"
  default: nil
  }
}
