import StencilTypes

/// Programs: statements that call operators and scans.
extension ProgramWriter {

  /// Returns a program with up to three statements that calls `functions`, the last one most.
  mutating func entry() -> SampleEntry {
    names = [SampleName(name: "n", type: .scalar(.int32))]
    let callable = functions.filter { !$0.valueType.leaves.contains { $0.dims == nil } }
    var calls: [SampleEntry.Call] = []
    for _ in 0 ..< random.below(3) + 1 {
      calls.append(call(isOne(in: 2) ? callable[callable.count - 1] : pick(callable)))
    }
    defer { names = [] }
    return SampleEntry(name: "main", parameters: names, calls: calls)
  }

  private mutating func call(_ function: SampleFunction) -> SampleEntry.Call {
    let arguments = function.argumentTypes.map { argument($0) }
    let known = Set(names)
    var targets: [SampleName] = []
    let target = self.target(function.valueType, &targets)
    // A default domain is that of the target, which would have to cover what is read beyond it.
    let isWrittenAgain = targets.contains { known.contains($0) }
    let domain = isWrittenAgain || isOne(in: 2) ? self.domain(function.valueType) : nil
    return SampleEntry.Call(
      function: function.name, arguments: arguments, target: target, domain: domain)
  }

  /// Returns a parameter of `type`, or a value made of scalars.
  private mutating func argument(_ type: SampleType) -> SampleExpression {
    let found = names.filter { $0.type == type }
    if type == .scalar(.int32) || type == .scalar(.float64), isOne(in: 3), let name = found.first {
      let number = type == .scalar(.int32) ? "2" : "0.5"
      return SampleExpression(type, "\(name.name) \(pick(["+", "-", "*"])) \(number)")
    }
    if let name = found.randomElement(using: &random), !isOne(in: 4) {
      return SampleExpression(type, "\(name.name)")
    }
    return SampleExpression(type, "\(newParameter(type).name)")
  }

  private mutating func newParameter(_ type: SampleType) -> SampleName {
    let name = SampleName(name: "a\(names.count)", type: type)
    names.append(name)
    return name
  }

  /// Returns the text of a target of `type`, and adds what it names to `targets`: new parameters,
  /// or fields that earlier statements or this one read or write.
  private mutating func target(_ type: SampleType, _ targets: inout [SampleName]) -> String {
    if case .tuple(let parts) = type, !isOne(in: 4) {
      var texts: [String] = []
      for part in parts { texts.append(target(part, &targets)) }
      return "(\(texts.joined(separator: ", ")))"
    }
    let found = names.filter { $0.type == type && !targets.contains($0) }
    let name =
      if isOne(in: 2), let again = found.randomElement(using: &random) { again } else {
        newParameter(type)
      }
    targets.append(name)
    return name.name
  }

  /// Returns the text of a domain for a result of `type`: one for all, or one for each field.
  private mutating func domain(_ type: SampleType) -> String {
    Set(type.leaves.map(\.dims)).count == 1 ? domains(type.leaves[0]) : domains(type)
  }

  private mutating func domains(_ type: SampleType) -> String {
    switch type {
    case .scalar: preconditionFailure("operators that programs call return fields")
    case .field(let dims, _):
      return "{\(dims.map { "\($0): \(range($0))" }.joined(separator: ", "))}"
    case .tuple(let parts): return "(\(parts.map { domains($0) }.joined(separator: ", ")))"
    }
  }

  /// Returns the text of a range of `dimension`: where tables have rows.
  private mutating func range(_ dimension: String) -> String {
    if let table = grid.tables.first(where: { $0.target == dimension }) {
      return pick(["(0, \(table.rowCount))", "(1, \(table.rowCount - 1))"])
    }
    return pick(["(0, 6)", "(1, 5)", "(0, n + 3)", "(0, n)"])
  }

}
