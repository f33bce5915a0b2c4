import StencilTypes

/// What a field is filled with that a run makes.
enum FieldFilling {

  case random, zeros, ones

  /// One number everywhere, in the type of the field's elements, as it was written.
  case number(ScalarValue, text: String)

  /// The fillings that have a word of their own.
  private static let named: [FieldFilling] = [.random, .zeros, .ones]

  /// The words that name a filling.
  static let words = named.map(\.text)

  /// Returns the filling that `word` names; `nil` if it names none.
  init?(_ word: String) {
    guard let filling = Self.named.first(where: { $0.text == word }) else { return nil }
    self = filling
  }

  /// The filling as it is written.
  var text: String {
    switch self {
    case .random: "random"
    case .zeros: "zeros"
    case .ones: "ones"
    case .number(_, let text): text
    }
  }

}
