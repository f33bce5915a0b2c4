import IteratorIR
import StencilTypes

/// Statements.
extension GTFNWriter {

  func statement(_ s: Statement, _ scope: CppScope) throws(GTFNRefusal) {
    switch s {
    case .set(let target, let domain, let value):
      let to = try field(target, scope)
      let boxes = try domains(domain, scope)
      // What is read is read completely before anything is written.
      let written = target.freeNames
      let isInPlace = !value.freeNames.isDisjoint(with: written)
      if isInPlace {
        copy(try field(value, scope), to: to, boxes)
      } else {
        try write(value, to: to, boxes, scope)
      }
    case .if(let condition, let then, let otherwise):
      let c = try host.scalar(condition, hostScope(scope)).text
      try body.braces("if (\(c)) {") { () throws(GTFNRefusal) in
        for s in then { try statement(s, scope) }
      }
      try body.braces("else {") { () throws(GTFNRefusal) in
        for s in otherwise { try statement(s, scope) }
      }
    }
  }

  /// Writes what computes `value` on `boxes` and stores it in `target`, which it does not read.
  func write(
    _ value: Expr, to target: CppField, _ boxes: CppDomains, _ scope: CppScope
  ) throws(GTFNRefusal) {
    if let l = value.asLet {
      var inner = scope
      for (p, v) in zip(l.parameters, l.values) { inner[p] = .field(try field(v, scope)) }
      return try write(l.body, to: target, boxes, inner)
    }
    if let elements = value.arguments(of: .makeTuple), case .tuple(let targets) = target,
      case .tuple(let parts) = boxes, elements.count == targets.count, parts.count == targets.count
    {
      for i in elements.indices { try write(elements[i], to: targets[i], parts[i], scope) }
      return
    }
    if let a = value.arguments(of: .if) {
      let c = try host.scalar(a[0], hostScope(scope)).text
      for (head, branch) in zip(["if (\(c)) {", "else {"], a.dropFirst()) {
        try body.braces(head) { () throws(GTFNRefusal) in
          try write(branch, to: target, boxes, scope)
        }
      }
      return
    }
    if let call = FieldopCall(value) {
      let box = try domain(call.domain, scope)
      if boxes.leaves.allSatisfy({ $0 == box }) {
        let targets = target
        _ = try execute(call, on: box, scope) { (_) throws(GTFNRefusal) in targets }
        return
      }
    }
    copy(try field(value, scope), to: target, boxes)
  }

  func copy(_ source: CppField, to target: CppField, _ boxes: CppDomains) {
    let boxes = boxes.leaves
    for (i, (s, t)) in zip(source.leaves, target.leaves).enumerated() {
      run("copy", on: boxes[min(i, boxes.count - 1)], out: [t], arguments: [s], more: [])
    }
  }

}
