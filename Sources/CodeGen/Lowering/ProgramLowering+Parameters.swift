import Diagnostics
import IteratorIR
import StencilTypes

// What the names of a program stand for.
extension ProgramLowering {

  func bind() throws(DiagnosticError) {
    for p in program.parameters {
      let value = try parameter(
        p.name.name, p.type.structural, isWritten: writtenNames.contains(p.name))
      environment = environment.binding([p.name], to: [StagedThunk(value)])
    }
    for t in program.temporaries {
      let value = try stager.evaluate(t.domain, environment)
      let tree = try temporary(t.name.name, t.dtype.structural, value)
      environment = environment.binding([t.name], to: [StagedThunk(tree)])
    }
  }

  private func parameter(
    _ name: String, _ type: DataType, isWritten: Bool
  ) throws(DiagnosticError) -> StagedValue {
    switch type {
    case .scalar(let kind):
      guard kind != .string else { throw .unsupported("The string '\(name)'", at: nil) }
      scalars.append(ScalarSlot(name: name, dtype: kind.rawValue))
      return .scalar(StagedScalar(emitter.fact(.scalar(scalars.count - 1), kind)))
    case .field(let f):
      let number = fields.count
      let axes = f.dims.enumerated().map { axis, d in
        let lower = emitter.fact(.origin(field: number, axis: axis))
        return StagedMemory.Axis(
          dimension: d, lower: lower,
          upper: emitter.index(.add, lower, emitter.fact(.extent(field: number, axis: axis))),
          stride: emitter.fact(.stride(field: number, axis: axis)))
      }
      let memory = StagedMemory(.field(number), kind: f.dtype, axes: axes, slot: number, name: name)
      memory.leastLevel = isWritten ? 1 : 0
      let slot = Slot(name: name, type: f, memory: memory, isTemporary: false)
      fields.append((slot, true))
      return .field(stager.makeNode(.slot(slot), span: nil))
    case .tuple(let parts):
      var elements: [StagedThunk] = []
      for (i, p) in parts.enumerated() {
        elements.append(StagedThunk(try parameter("\(name).\(i)", p, isWritten: isWritten)))
      }
      return .tuple(elements)
    case .named: preconditionFailure("a structural type has no names")
    }
  }

  private func temporary(
    _ name: String, _ type: DataType, _ domain: StagedValue
  ) throws(DiagnosticError) -> StagedValue {
    switch type {
    case .scalar(let kind):
      let box = try stager.finiteDomain(domain, at: nil)
      let dims = box.sides.map(\.dimension)
      let slot = Slot(
        name: name, type: FieldType(dims: dims, dtype: kind),
        memory: buffer(name, kind, loopOrder(box.sides), isKept: true, if: .truth(true)),
        isTemporary: true)
      slot.memory.leastLevel = 1
      zeros.append(
        StatementLowering(self, activity: .truth(true)).fill(
          slot.memory.memory, like: slot.memory, kind))
      return .field(stager.makeNode(.slot(slot), span: nil))
    case .field(let f): return try temporary(name, .scalar(f.dtype), domain)
    case .tuple(let parts):
      var elements: [StagedThunk] = []
      for (i, p) in parts.enumerated() {
        elements.append(StagedThunk(try temporary("\(name).\(i)", p, domain)))
      }
      return .tuple(elements)
    case .named: preconditionFailure("a structural type has no names")
    }
  }

}
