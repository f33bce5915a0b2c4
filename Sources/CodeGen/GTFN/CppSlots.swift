import IteratorIR
import StencilTypes

/// What a call passes, numbered as in the entry point, and the C++ variables that hold it.
struct CppSlots {

  /// The parameters of the program as C++ names them.
  let parameters: [(name: Symbol, field: CppField)]

  let scalars: [ScalarSlot]
  let tables: [TableSlot]

  /// The lines that declare the variables.
  let declarations: [String]

  private let leaves: [(name: String, parameter: String, type: FieldType)]

  init(_ program: Program, _ connectivities: [String: ConnectivityType]) {
    var leaves: [(name: String, parameter: String, type: FieldType)] = []
    var scalars: [ScalarSlot] = []
    var lines: [String] = []
    func field(_ name: String, _ parameter: String, _ type: DataType) -> CppField {
      switch type.structural {
      case .field(let f):
        let number = leaves.count
        leaves.append((name, parameter, f))
        let view = safe("f", name, number)
        lines.append(
          "auto const \(view) = stk::view<\(f.dtype.cType), \(f.dims.count)>(call->fields[\(number)]);"
        )
        return .view(view, f.dtype, f.dims)
      case .scalar(let k):
        let number = scalars.count
        scalars.append(ScalarSlot(name: name, dtype: k.rawValue))
        let variable = safe("p", name, number)
        lines.append(
          "auto const \(variable) = *static_cast<\(k.cType) const *>(call->scalars[\(number)]);")
        return .scalar(variable, k)
      case .tuple(let e):
        return .tuple(e.enumerated().map { field("\(name).\($0)", parameter, $1) })
      case .named: preconditionFailure("the structure of a type has no named collections")
      }
    }
    parameters = program.parameters.map { ($0.name, field($0.name.name, $0.name.name, $0.type)) }
    self.leaves = leaves
    self.scalars = scalars
    declarations = lines
    tables = program.offsets.sorted { $0.key < $1.key }.compactMap { name, offset in
      guard !offset.isCartesian, let known = connectivities[name] else { return nil }
      return TableSlot(
        name: name, target: offset.target[0].name, source: offset.source.name,
        columns: known.neighborCount, hasSkipValues: known.hasSkipValues)
    }
  }

  /// Returns the fields of the entry point, where those of the parameters in `written` are outputs.
  func fields(written: Set<String>) -> [FieldSlot] {
    leaves.map {
      FieldSlot(
        name: $0.name, dtype: $0.type.dtype.rawValue, dims: $0.type.dims.map(\.name), isRead: true,
        isWritten: written.contains($0.parameter))
    }
  }

}

extension Program {

  /// Whether a domain lies on a mesh.
  var mentionsUnstructuredDomain: Bool {
    (temporaries.map(\.domain) + assignments.map(\.domain)).contains {
      $0.builtins.contains(.unstructuredDomain)
    }
  }

}
