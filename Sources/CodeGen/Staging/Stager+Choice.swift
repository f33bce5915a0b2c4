import Diagnostics
import IteratorIR
import StencilTypes

extension Stager {

  /// Returns `a` where `condition` holds and `b` elsewhere.
  func choose(
    _ condition: StagedScalar, _ a: StagedThunk, _ b: StagedThunk, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    let c = condition.operand
    if let truth = resolve(c) {
      return try poisoned(try (truth ? a : b).force(self), by: condition.poison)
    }
    if !isAtPoints {
      // Between fields a choice is the same at all points.
      let x = try a.force(self), y = try b.force(self)
      return try chooseFields(condition, x, y, at: span)
    }
    tracer?.cost += 1
    let x = try assuming(c, is: true) { () throws(DiagnosticError) in try a.force(self) }
    let y = try assuming(c, is: false) { () throws(DiagnosticError) in try b.force(self) }
    return try poisoned(try blend(c, x, y, at: span), by: condition.poison)
  }

  /// Returns the field that is `x` if `condition` holds, or else `y`.
  private func chooseFields(
    _ condition: StagedScalar, _ x: StagedValue, _ y: StagedValue, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    switch (x, y) {
    case (.scalar(let p), .scalar(let q)):
      let poison = choose(condition.operand, p.poison, q.poison)
      return .scalar(
        StagedScalar(
          emitter.select(condition.operand, p.operand, q.operand),
          poison: combine(condition.poison, poison)))
    case (.infinity(let p), .infinity(let q)) where p == q: return x
    case (.tuple(let p), .tuple(let q)) where p.count == q.count:
      return .tuple(
        zip(p, q).map { u, v in
          StagedThunk(computing: { (s) throws(DiagnosticError) in
            try s.chooseFields(condition, try u.force(s), try v.force(s), at: span)
          })
        })
    case (.field, .tuple(let q)):
      return try chooseFields(condition, split(x, q.count, span), y, at: span)
    case (.tuple(let p), .field):
      return try chooseFields(condition, x, split(y, p.count, span), at: span)
    case (.scalar, _), (.tuple, _), (.field, _), (.list, _), (.function, _), (.iterator, _),
      (.region, _), (.side, _), (.axis, _), (.infinity, _), (.offset, _), (.typeName, _):
      guard let p = try operand(x), let q = try operand(y) else { throw inapplicable(.if, span) }
      return .field(makeNode(.choice(condition, p, q), span: span))
    }
  }

  private func split(
    _ x: StagedValue, _ count: Int, _ span: SourceSpan?
  ) -> StagedValue {
    .tuple(
      (0 ..< count).map { i in
        StagedThunk(computing: { (s) throws(DiagnosticError) in
          try s.element(i, of: x, at: span)
        })
      })
  }

  /// Returns `a` where `condition` holds and `b` elsewhere, of whatever structure they are.
  func blend(
    _ condition: LoopOperand, _ a: StagedValue, _ b: StagedValue, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    switch (a, b) {
    case (.scalar(let x), .scalar(let y)):
      guard emitter.kind(of: x.operand) == emitter.kind(of: y.operand) else {
        throw inapplicable(.if, span)
      }
      return .scalar(
        StagedScalar(
          emitter.select(condition, x.operand, y.operand),
          poison: choose(condition, x.poison, y.poison)))
    case (.tuple(let x), .tuple(let y)):
      guard x.count == y.count else { throw inapplicable(.if, span) }
      return .tuple(
        zip(x, y).map { p, q in
          StagedThunk(computing: { (s) throws(DiagnosticError) in
            if let t = s.resolve(condition) { return try (t ? p : q).force(s) }
            let u = try s.assuming(condition, is: true) { () throws(DiagnosticError) in
              try p.force(s)
            }
            let v = try s.assuming(condition, is: false) { () throws(DiagnosticError) in
              try q.force(s)
            }
            return try s.blend(condition, u, v, at: span)
          })
        })
    case (.list(let x), .list(let y)):
      return .list(
        StagedList(
          count: x.count ?? y.count, local: x.local ?? y.local,
          element: { (i) throws(DiagnosticError) in
            let u = try self.assuming(condition, is: true) { () throws(DiagnosticError) in
              try x.element(i)
            }
            let v = try self.assuming(condition, is: false) { () throws(DiagnosticError) in
              try y.element(i)
            }
            return try self.blend(condition, u, v, at: span)
          },
          validity: { (i) throws(DiagnosticError) in
            let u = try x.validity(i), v = try y.validity(i)
            if u == nil && v == nil { return nil }
            return self.emitter.select(condition, u ?? .truth(true), v ?? .truth(true))
          }))
    case (.scalar, _), (.tuple, _), (.list, _), (.function, _), (.field, _), (.iterator, _),
      (.region, _), (.side, _), (.axis, _), (.infinity, _), (.offset, _), (.typeName, _):
      throw inapplicable(.if, span)
    }
  }

  /// Returns `value` without a value where `poison` says so.
  func poisoned(_ value: StagedValue, by poison: LoopOperand?) throws(DiagnosticError)
    -> StagedValue
  {
    guard let poison, poison.constantIndex != 0 else { return value }
    switch value {
    case .scalar(let s):
      return .scalar(StagedScalar(s.operand, poison: combine(s.poison, poison)))
    case .tuple(let elements):
      return .tuple(
        elements.map { t in
          StagedThunk(computing: { (s) throws(DiagnosticError) in
            try s.poisoned(try t.force(s), by: poison)
          })
        })
    case .list(let l):
      return .list(
        StagedList(
          count: l.count, local: l.local,
          element: { (i) throws(DiagnosticError) in
            try self.poisoned(try l.element(i), by: poison)
          }, validity: l.validity))
    case .field(let node):
      return .field(makeNode(.failed(poison, .field(node)), span: node.span))
    case .function, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      return value
    }
  }

}
