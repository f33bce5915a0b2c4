import Diagnostics
import Fields
import IteratorIR
import StencilTypes

/// The fields of a parameter, or of a temporary.
indirect enum SlotTree {

  case scalar(ScalarValue)

  /// A scalar without a value: nothing is run.
  case unknown(ScalarKind)

  case field(NamedField)
  case tuple([SlotTree])

  /// Creates the fields of the parameter called `name`, of type `type`, for what is passed to it.
  ///
  /// - Throws: What tells the user that `argument` does not fit the type.
  init(
    named name: String, _ argument: ArgumentOutline, _ type: DataType
  ) throws(DiagnosticError) {
    switch (argument, type.structural) {
    case (.scalar(let v), .scalar(let kind)):
      guard v.kind == kind else { throw unsuitable(name, "\(v.kind)", type) }
      self = .scalar(v)
    case (.scalar(let v), .field(let f)):
      guard f.dims.isEmpty, v.kind == f.dtype else { throw unsuitable(name, "\(v.kind)", type) }
      self = .scalar(v)
    case (.unknown(let given), .scalar(let kind)):
      guard given == kind else { throw unsuitable(name, "\(given)", type) }
      self = .unknown(kind)
    case (.unknown(let given), .field(let f)):
      guard f.dims.isEmpty, given == f.dtype else { throw unsuitable(name, "\(given)", type) }
      self = .unknown(given)
    case (.field(let domain), .scalar(let kind)):
      guard domain?.dims.isEmpty ?? true else { throw unsuitable(name, "a field", type) }
      let type = FieldType(dims: [], dtype: kind)
      self = .field(NamedField(name: name, type: type, domain: Domain(dims: [], ranges: [])))
    case (.field(let domain), .field(let f)):
      if let domain, Set(domain.dims) != Set(f.dims) {
        throw unsuitable(name, "a field on \(domain)", type)
      }
      let type = FieldType(dims: domain?.dims ?? f.dims, dtype: f.dtype)
      self = .field(NamedField(name: name, type: type, domain: domain))
    case (.tuple(let parts), .tuple(let types)):
      guard parts.count == types.count else {
        throw unsuitable(name, "a tuple of \(parts.count)", type)
      }
      var trees: [SlotTree] = []
      for (i, (p, t)) in zip(parts, types).enumerated() {
        trees.append(try SlotTree(named: "\(name)[\(i)]", p, t))
      }
      self = .tuple(trees)
    case (.scalar, .tuple), (.scalar, .named), (.unknown, .tuple), (.unknown, .named):
      throw unsuitable(name, "a scalar", type)
    case (.field, .tuple), (.field, .named): throw unsuitable(name, "a field", type)
    case (.tuple, .scalar), (.tuple, .field), (.tuple, .named):
      throw unsuitable(name, "a tuple", type)
    }
  }

  /// Creates the fields of the temporary called `name`, whose elements are of type `type`.
  init(temporary name: String, _ type: DataType, on domain: Domain) {
    func slot(_ kind: ScalarKind) -> SlotTree {
      .field(
        NamedField(
          name: name, type: FieldType(dims: domain.dims, dtype: kind), domain: domain,
          isTemporary: true))
    }
    switch type.structural {
    case .scalar(let kind): self = slot(kind)
    case .field(let f): self = slot(f.dtype)
    case .tuple(let parts):
      self = .tuple(
        parts.enumerated().map { SlotTree(temporary: "\(name)[\($0)]", $1, on: domain) })
    case .named: preconditionFailure("a structural type has no names")
    }
  }

  /// What the name means in statements.
  var value: Value {
    switch self {
    case .scalar(let v): .lanes(.constant(v))
    case .unknown(let kind): .lanes(.unknown(kind))
    case .field(let slot): .field(LazyField(.slot(slot), span: nil))
    case .tuple(let parts): .tuple(parts.map { Thunk($0.value) })
    }
  }

  /// The fields from left to right.
  var slots: [NamedField] {
    switch self {
    case .scalar, .unknown: []
    case .field(let slot): [slot]
    case .tuple(let parts): parts.flatMap(\.slots)
    }
  }

  /// Gives the fields the values that are passed.
  func fill(_ argument: ArgumentValue) {
    switch (self, argument) {
    case (.field(let slot), .field(let field)): slot.field = field
    case (.tuple(let t), .tuple(let a)): for (x, y) in zip(t, a) { x.fill(y) }
    case (.scalar, _), (.unknown, _), (.field, _), (.tuple, _): break
    }
  }

  /// Returns `argument` with the fields as they are now.
  func result(_ argument: ArgumentValue) -> ArgumentValue {
    switch (self, argument) {
    case (.field(let slot), .field(let field)): .field(slot.field ?? field)
    case (.tuple(let t), .tuple(let a)): .tuple(zip(t, a).map { $0.result($1) })
    case (.scalar, _), (.unknown, _), (.field, _), (.tuple, _): argument
    }
  }

}

// MARK: - Messages

private func unsuitable(_ name: String, _ given: String, _ type: DataType) -> DiagnosticError {
  DiagnosticError(
    Diagnostic(
      code: RunCode.argument, "'\(name)' is a \(type), got \(given).",
      hint: "give '\(name)' a value of its type"))
}
