import IteratorIR

extension Program {

  /// `true` iff `builtin` is called in a statement.
  func calls(_ builtin: Builtin) -> Bool { body.contains { $0.calls(builtin) } }

}

extension Statement {

  fileprivate func calls(_ builtin: Builtin) -> Bool {
    switch self {
    case .set(_, _, let value): value.calls(builtin)
    case .if(_, let then, let otherwise):
      then.contains { $0.calls(builtin) } || otherwise.contains { $0.calls(builtin) }
    }
  }

}

extension Expr {

  fileprivate func calls(_ builtin: Builtin) -> Bool {
    switch kind {
    case .reference, .builtin, .literal, .typeName, .infinity, .offset, .axis: return false
    case .lambda(_, let body): return body.calls(builtin)
    case .call(let function, let arguments):
      if case .builtin(builtin) = function.kind { return true }
      return function.calls(builtin) || arguments.contains { $0.calls(builtin) }
    }
  }

}
