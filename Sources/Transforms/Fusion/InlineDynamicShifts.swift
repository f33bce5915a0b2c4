import IteratorIR
import StencilTypes

extension Pass {

  /// Computes what is read at places that are known at run time only where it is read.
  ///
  ///     (⇑(λ(x, o) → ·⟪Koffₒ, ·o⟫(x)))((⇑f)(a), o)
  ///       ⇒  (⇑(λ(o, a) → ·⟪Koffₒ, ·o⟫((↑f)(a))))(o, a)
  ///
  /// Nobody knows before the run on which points such a field is needed. Does nothing to scans.
  public static let inlineDynamicShifts = Pass(
    "inline_dynamic_shifts", "Computes what is read at unknown places where it is read.",
    rules: [.inlineDynamicShift]
  ) { program, context in
    guard program.assignments.contains(where: \.value.mayShiftDynamically) else { return program }
    let types = try context.types(of: program)
    let names = program.definedNames
    return context.mapValues(of: program) { value, _, _, context in
      guard value.mayShiftDynamically,
        let graph = FieldGraph(value, types: types, offsets: program.offsets),
        graph.inlineDynamicShifts()
      else { return value }
      return context.replace(
        value, with: FieldWriter.write(graph, taken: names), by: .inlineDynamicShift)
    }
  }

}

extension Rule {

  static let inlineDynamicShift = Rule(
    "inline-dynamic-shift", "·⟪K, ·o⟫(x), where x is (⇑f)(a) ⇒ ·⟪K, ·o⟫((↑f)(a))",
    except: "where x is the result of a scan")

}

extension FieldGraph {

  /// Lifts stencils into those that read them at unknown places; `true` iff there are any.
  fileprivate func inlineDynamicShifts() -> Bool {
    var isChanged = false
    for reader in nodes {
      guard case .stencil(var stencil) = reader.kind, let (written, _) = reader.fieldop else {
        continue
      }
      let reads = StencilAccesses(of: written, arity: reader.children.count)
      var candidates = zip(reader.children, reads.parameters).filter { $1.areDynamic }.map(\.0)
      var seen: Set<Int> = []
      while let field = candidates.popLast() {
        guard seen.insert(field.id).inserted, case .stencil(let other) = field.kind,
          other.scan == nil, let (lifted, _) = field.fieldop
        else { continue }
        stencil.inline(field, lifted)
        isChanged = true
        candidates += field.children
      }
      if stencil.isFused {
        reader.kind = .stencil(stencil)
        reader.children = stencil.fields.map(\.node)
      }
    }
    if isChanged { sort() }
    return isChanged
  }

}

extension StencilAccesses.Reads {

  fileprivate var areDynamic: Bool {
    all.contains { $0.contains { $0.index == .dynamic } }
  }

}

extension Expr {

  /// `true` iff the distance of a shift is no literal.
  fileprivate var mayShiftDynamically: Bool {
    guard builtins.contains(.shift) else { return false }
    if let offsets = arguments(of: .shift) {
      return offsets.contains { o in
        if case .offset = o.kind { false } else { o.literalValue == nil }
      }
    }
    return children.contains(where: \.mayShiftDynamically)
  }

}
