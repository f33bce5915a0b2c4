// What statements consist of, one after the other.

extension LoopStatement {

  /// The operands that it names itself, without those of the statements in it.
  var operands: [LoopOperand] {
    switch self {
    case .define(_, let i): i.operands
    case .store(_, let at, let v, let guarded): [at, v] + (guarded.map { [$0] } ?? [])
    case .stream(_, let at, let v, let past): [at, v, past]
    case .fetch(_, let at): [at]
    case .loop(let l): [l.lower, l.upper]
    case .if(let c, _): [c]
    case .record(let word, _, _, let index): [word] + index
    }
  }

  /// The number of the value that it defines, a loop's variable too; `nil` if it defines none.
  var definedValue: Int? {
    switch self {
    case .define(let n, _): n
    case .loop(let l): l.variable
    case .store, .stream, .fetch, .if, .record: nil
    }
  }

  /// The statements in it.
  var body: [LoopStatement] {
    switch self {
    case .loop(let l): l.body
    case .if(_, let body): body
    case .define, .store, .stream, .fetch, .record: []
    }
  }

}

extension [LoopStatement] {

  /// Calls `visit` with each statement and those in it, each before those in it.
  func forEachStatement(_ visit: (LoopStatement) -> Void) {
    for s in self {
      visit(s)
      s.body.forEachStatement(visit)
    }
  }

  /// `true` iff `predicate` holds for a statement, or for one in it.
  func containsStatement(where predicate: (LoopStatement) -> Bool) -> Bool {
    contains { predicate($0) || $0.body.containsStatement(where: predicate) }
  }

}

extension LoopProgram {

  /// All nests, those that put something back among them.
  var nests: [LoopNest] {
    steps.flatMap { s in
      switch s {
      case .nest(let n): [n]
      case .stopIfFailed(let restore): restore
      }
    }
  }

}
