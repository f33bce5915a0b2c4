import IteratorIR

extension Pass {

  /// Computes what is known before the run.
  ///
  /// The rules are those of `Rule.constantFolding`; a statement `if` on a literal becomes the
  /// statements of one branch. Nothing changes a result by a bit, and what would be an error at
  /// run time stays.
  public static let constantFolding = Pass(
    "constant_folding", "Computes what is known before the run.",
    rules: Rule.constantFolding + [.ifStatement], isIdempotent: true
  ) { program, context in
    var engine = RewriteEngine(constantFoldingTable, for: program)
    let folded = try context.mapExpressions(of: program) { e, context in
      try engine.normalize(e, &context)
    }
    return choosingBranches(folded, &context)
  }

}

/// The rules of constant folding by what they apply to.
let constantFoldingTable = RuleTable(Rule.constantFolding)

extension BuiltinSet {

  /// The builtins for whose calls constant folding has rules.
  public static let foldable = BuiltinSet(
    Builtin.allCases.filter { !constantFoldingTable[Expr(.builtin($0))].isEmpty })

}

extension Rule {

  /// The rules of constant folding, in the order in which they are tried.
  public static let constantFolding: [Rule] = [
    .literalCall, .literalCast,
    .ifLiteral, .ifSame, .ifNot, .ifTrueFalse, .ifNested,
    .andLiteral, .orLiteral, .xorLiteral, .logicSame, .notNot, .boolComparison,
    .infinityArithmetic, .infinityMinMax, .infinityComparison,
    .plusZero, .timesOne, .timesZero, .divideByOne, .remainderByOne, .powerOne, .zeroMinus,
    .minusSame, .negNeg, .minMaxSame, .sameComparison,
    .literalRight, .sumLiterals, .sumSign, .sumLiteralOutward, .productLiterals,
    .minMaxLiterals, .minMaxLiteralOutward,
  ]

}
