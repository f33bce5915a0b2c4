import IteratorIR

extension Program {

  /// `true` iff `builtin` is called in a statement or a function.
  func calls(_ builtin: Builtin) -> Bool {
    body.contains { $0.calls(builtin) } || functions.contains { $0.body.calls(builtin) }
  }

}

extension Statement {

  fileprivate func calls(_ builtin: Builtin) -> Bool {
    switch self {
    case .set(_, let domain, let value): value.calls(builtin) || domain.calls(builtin)
    case .if(let condition, let then, let otherwise):
      condition.calls(builtin) || then.contains { $0.calls(builtin) }
        || otherwise.contains { $0.calls(builtin) }
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
