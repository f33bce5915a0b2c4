import Diagnostics
import IteratorIR
import StencilTypes

// All statements, and what comes before and after them.
extension ProgramLowering {

  func lower() throws(DiagnosticError) -> LoopProgram {
    for i in stager.tableTypes.keys.sorted() where program.offsets[i] != nil {
      _ = try stager.number(ofTable: i, at: nil)
    }
    try lower(program.body, .truth(true))
    let steps = withRestores()
    for (i, t) in stager.tables.enumerated() {
      let columns = emitter.define(
        .scalar(
          .comparison(.equal), [emitter.fact(.columns(table: i)), .index(t.type.columns)]), .bool)
      test(columns, code: 4, slot: -1, "the columns of '\(t.name)'")
      if !t.type.hasSkipValues {
        test(
          emitter.not(emitter.fact(.hasSkip(table: i), .bool)), code: 4, slot: -1,
          "the skip values of '\(t.name)'")
      }
    }
    for r in stager.requirements {
      test(emitter.or(emitter.not(r.condition), r.isMet), code: 4, slot: r.slot, r.comment)
    }
    return LoopProgram(
      entry: entry(steps), definitions: emitter.definitions, tests: tests,
      buffers: workspace.buffers,
      views: views, keptSize: workspace.kept, scratchSize: workspace.most, steps: steps,
      kinds: emitter.kinds, schedule: Schedule(options: options, choices: choices))
  }

  /// Returns what a caller of `steps` has to pass.
  private func entry(_ steps: [LoopProgram.Step]) -> EntryPoint {
    let rows = rowAxes(steps)
    return EntryPoint(
      symbol: "stk_" + cName(program.name),
      fields: fields.enumerated().map { i, f in
        let dims = f.slot.type.dims.map(\.name)
        return FieldSlot(
          name: f.slot.name, dtype: f.slot.type.dtype.rawValue, dims: dims,
          isRead: readFields.contains(i), isWritten: writtenFields.contains(i),
          row: rows[i].map { dims[$0] })
      },
      scalars: scalars,
      tables: stager.tables.map {
        TableSlot(
          name: $0.name, target: $0.type.target.name, source: $0.type.source.name,
          columns: $0.type.columns, hasSkipValues: $0.type.hasSkipValues)
      }, failures: stager.sites)
  }

  /// Returns the axis of each field along which the first nest that uses it goes in vectors.
  private func rowAxes(_ steps: [LoopProgram.Step]) -> [Int: Int] {
    var result: [Int: Int] = [:]
    func note(_ stride: LoopOperand) {
      switch emitter.instruction(of: stride) {
      case .fact(.stride(let field, let axis)): result[field] = result[field] ?? axis
      // The stride of a view, whose other one is that of a buffer.
      case .select(_, let a, let b): [a, b].forEach(note)
      case .fact, .scalar, .cast, .index, .load, .skew, .neighborEnd, .neighborsInside, nil: break
      }
    }
    for case .nest(let n) in steps where n.body.hasVectors { n.unitStrides.forEach(note) }
    return result
  }

  private func lower(
    _ statements: [Statement], _ activity: LoopOperand
  ) throws(DiagnosticError) {
    for s in statements {
      stager.activity = activity
      switch s {
      case .set(let target, let domain, let value):
        stager.spanOfNode = target.span ?? value.span
        let lowering = StatementLowering(self, activity: activity)
        try lowering.lower(
          target: try stager.evaluate(target, environment),
          domain: try stager.evaluate(domain, environment),
          value: try stager.evaluate(value, environment),
          span: target.span ?? value.span ?? domain.span)
      case .if(let condition, let then, let otherwise):
        guard let c = try stager.scalar(try stager.evaluate(condition, environment)) else {
          throw .unsupported("A condition that is no scalar", at: condition.span)
        }
        guard c.poison == nil else {
          throw .unsupported("A condition that can fail", at: condition.span)
        }
        if c.operand.constant?.bool != false {
          try lower(then, emitter.and(activity, c.operand))
        }
        if c.operand.constant?.bool != true {
          try lower(otherwise, emitter.and(activity, emitter.not(c.operand)))
        }
      }
    }
  }

  /// Returns the steps with copies that put back what was written if a later statement fails.
  private func withRestores() -> [LoopProgram.Step] {
    let last = records.lastIndex { $0.canFail } ?? -1
    var result: [LoopProgram.Step] = zeros.map { .nest($0) }
    var restores: [LoopNest] = []
    for (i, r) in records.enumerated() {
      let s = r.lowering
      var own: [LoopNest] = []
      if i < last {
        for l in s.leaves where l.field >= 0 {
          let m = l.slot.memory
          let sides = l.box.sides.filter { $0.dimension.kind == .local } + loopOrder(l.box.sides)
          let old = buffer(
            "old_\(cName(m.name))", m.kind, sides, isKept: true, if: s.activity)
          result.append(
            .nest(s.copy(from: m, to: old, l.box, if: s.activity, "keeps \(m.name)")))
          own.append(
            s.copy(from: old, to: m, l.box, if: s.activity, "puts back \(m.name)", isRare: true))
        }
      }
      for step in steps[r.steps] {
        switch step {
        case .nest: result.append(step)
        case .stopIfFailed: result.append(.stopIfFailed(restore: restores))
        }
      }
      restores = own + restores
    }
    return result
  }

}
