import Toolchain

/// A text that `show` prints of a program, and what it is.
struct StageName: Sendable {

  let name: String

  /// What the text is.
  let meaning: String

  /// Which callables have it.
  let owners: Set<Owner>

  enum Owner: CaseIterable {
    case program, fieldOperator, itir

    init(_ callable: Callable) {
      self =
        switch callable.definition {
        case .program: .program
        case .fieldOperator: .fieldOperator
        case .itir: .itir
        }
    }
  }

  private init(_ name: String, _ meaning: String, _ owners: Set<Owner> = Set(Owner.allCases)) {
    self.name = name
    self.meaning = meaning
    self.owners = owners
  }

  /// All that `show` knows: levels first, then what backends write, then the steps in order.
  static func all(of toolchain: Toolchain) -> [StageName] {
    levels + toolchain.backends.flatMap(\.texts).map { StageName($0.name, $0.meaning) } + steps
  }

  private static let levels = [
    StageName("itir", "the program in iterator IR, as it was lowered"),
    StageName("final", "iterator IR after all passes of the standard pipeline"),
    StageName("source", "the text of the definition"),
    StageName("foast", "the typed tree of an operator, or of all that a program calls", python),
    StageName("past", "the typed tree of a program", python),
  ]

  private static let python: Set<Owner> = [.program, .fieldOperator]

  private static let steps = [
    StageName("func_to_foast", "step: a field operator's source, typed", [.fieldOperator]),
    StageName(
      "foast_to_itir", "step: a field operator as a function of iterator IR", [.fieldOperator]),
    StageName(
      "foast_to_foast_closure", "step: an operator with the types of its arguments",
      [.fieldOperator]),
    StageName(
      "foast_to_past_closure", "step: an operator called as a program", [.fieldOperator]),
    StageName("func_to_past", "step: a program's source, typed", [.program]),
    StageName("past_lint", "step: a program that was checked", [.program]),
    StageName(
      "past_to_past_closure", "step: a program with the types of its arguments", [.program]),
    StageName("past_process_args", "step: arguments in the order of the parameters", python),
    StageName("past_to_itir", "step: the program in iterator IR", python),
    StageName("transforms", "step: what the passes of the backend made of it"),
    StageName("translation", "step: generated source"),
    StageName("compile", "step: what the compiler made of the source"),
    StageName("load", "step: the artifact, ready to be called"),
  ]

  /// Returns the levels of `callable`: what is there before a backend is asked.
  static func levels(of callable: Callable) -> [StageName] {
    levels.filter { $0.owners.contains(Owner(callable)) }
  }

}

extension Toolchain {

  /// Returns the names of the stages that `show` can print of `callable`.
  func stageNames(of callable: Callable) -> [StageName] {
    StageName.all(of: self).filter { $0.owners.contains(StageName.Owner(callable)) }
  }

}
