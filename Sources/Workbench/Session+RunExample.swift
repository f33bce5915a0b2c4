import Fields
import IteratorIR
import StencilTypes
import Toolchain

extension Session {

  /// Returns lines to type about `callable`, which is current: how it runs, and what it became.
  ///
  /// - Parameter name: what the session knows it by; its own name if left out.
  func suggestions(for callable: Callable, named name: String? = nil) -> [String] {
    [runExample(of: callable, named: name), "show itir", "stages"].compactMap(\.self)
  }

  /// Returns a line that runs `callable`: `run lap u=random out=zeros I=8 J=8`.
  ///
  /// Returns `nil` if no such line is known: it takes tuples of any length, or neighbor tables that
  /// are not there.
  func runExample(of callable: Callable, named name: String? = nil) -> String? {
    var runner = self.runner
    let scan = callable.scanTypes(toolchain, &runner)
    guard
      let signature = try? toolchain.declaredSignature(of: callable, givenFields: scan, &runner),
      let program = try? toolchain.lower(
        CompileInfo(callable, signature, settings: passSettings), &runner
      ).program,
      let sizes = try? SampleArguments.needs(of: program, tables: tablesByOffset, known: [:])
    else { return nil }
    let outputs = program.outputNames
    // Random integers may be zero.
    let takesIntegers = program.parameters.contains { p in
      !outputs.contains(p.name.name) && p.type.leaves.contains(where: \.isIntegerField)
    }
    if takesIntegers, program.contains(where: \.divides) { return nil }
    let bounds = DomainBounds(program)
    let extent = program.extents.values.max() ?? SampleArguments.extent
    var words = ["run", name ?? callable.name]
    for p in program.parameters {
      let filling: FieldFilling = outputs.contains(p.name.name) ? .zeros : .random
      let text = p.type.example(filling) { kind in
        SampleArguments.scalar(kind, p.name.name, bounds, extent)
      }
      words.append("\(p.name.name)=\(text)")
    }
    for (d, r) in sizes.written.sorted(by: { $0.key < $1.key }) {
      words.append(d.name + "=" + (r.lowerBound == 0 ? "" : "\(r.lowerBound):") + "\(r.upperBound)")
    }
    return words.joined(separator: " ")
  }

}

extension Callable {

  /// What the scalars of a scan operator are when it is called by itself: columns.
  fileprivate func scanTypes(
    _ toolchain: Toolchain, _ runner: inout StepRunner
  ) -> [String: DataType] {
    guard case .fieldOperator(let o) = definition, let axis = o.scan?.axis else { return [:] }
    let parameters = (try? toolchain.parameters(of: self, &runner)) ?? []
    return Dictionary(
      uniqueKeysWithValues: parameters.map { ($0.name, $0.type.column(along: axis)) })
  }

}

extension Expr {

  /// Whether it is an operation that fails on zeros.
  fileprivate var divides: Bool {
    guard case .builtin(let b) = kind else { return false }
    return ["divides", "floordiv", "mod", "fmod"].contains(b.name)
  }

}

extension DataType {

  fileprivate var isIntegerField: Bool {
    if case .field(let type) = self { type.dtype.isInteger } else { false }
  }

  /// The type of a column of values of this type.
  fileprivate func column(along axis: StencilTypes.Dimension) -> DataType {
    switch self {
    case .scalar(let kind): .field([axis], kind)
    case .tuple(let types): .tuple(types.map { $0.column(along: axis) })
    case .named: structural.column(along: axis)
    case .field: self
    }
  }

  /// Returns what can be written for a value of this type: fields filled as `filling` says.
  fileprivate func example(
    _ filling: FieldFilling, scalar: (ScalarKind) -> ScalarValue
  ) -> String {
    switch self {
    case .field: return filling.text
    case .scalar(let kind):
      let value = scalar(kind)
      return value.integer.map { "\($0)" } ?? (kind == .bool ? "true" : "0.75")
    case .tuple, .named:
      let types = elements ?? []
      let isOfFields = leaves.allSatisfy { if case .field = $0 { true } else { false } }
      if isOfFields, !types.isEmpty { return filling.text }
      return "(\(types.map { $0.example(filling, scalar: scalar) }.joined(separator: ",")))"
    }
  }

}
