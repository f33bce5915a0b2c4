import StencilTypes

extension RandomProgram {

  /// Creates the program of `seed`.
  public init(seed: UInt64) {
    var writer = ProgramWriter(seed: seed)
    grid = writer.grid
    for i in 0 ..< writer.random.below(3) {
      writer.functions.append(writer.callee("f\(i)"))
    }
    writer.functions.append(
      writer.fieldOperator(
        "top", returning: writer.resultType(),
        parameters: writer.parameters(fieldCount: 3, scalarCount: 4), statements: 4))
    functions = writer.functions
    entry = writer.isOne(in: 3) ? nil : writer.entry()
    bindings = writer.bindings(entry?.parameters ?? functions.last?.parameters ?? [])
  }

}

extension ProgramWriter {

  /// Returns a function for others to call: an operator on fields or on scalars alone, or a scan.
  fileprivate mutating func callee(_ name: String) -> SampleFunction {
    switch random.below(4) {
    case 0:
      let parameters = parameters(fieldCount: 0, scalarCount: 3)
      return fieldOperator(name, returning: scalarType(), parameters: parameters, statements: 2)
    case 1: return scan(name)
    default:
      let parameters = parameters(fieldCount: 2, scalarCount: 2)
      return fieldOperator(name, returning: resultType(), parameters: parameters, statements: 2)
    }
  }

  /// Returns values for about half of the scalars among `parameters`.
  fileprivate mutating func bindings(_ parameters: [SampleName]) -> [String] {
    let scalars = parameters.filter(\.type.isScalar)
    return scalars.compactMap { p in
      isOne(in: 2) ? "\(p.name)=\(value(p.type))" : nil
    }
  }

  /// Returns the text of a value as commands take it.
  private mutating func value(_ type: SampleType) -> String {
    switch type {
    case .scalar(.bool): return pick(["true", "false"])
    case .scalar(.float32), .scalar(.float64): return pick(["0.0", "-0.0", "1.5", "nan", "inf"])
    case .scalar, .field: return pick(["-1", "0", "2", "3"])
    case .tuple(let parts): return "(\(parts.map { value($0) }.joined(separator: ",")))"
    }
  }

}
