import Diagnostics
import Fields
import StencilTypes

/// An argument of a run, some of whose fields may still be to make.
indirect enum PendingArgument {

  case ready(ArgumentValue)

  /// A field that is to be made, as large as needed, and kept as `name`.
  case wanted(FieldType, FieldFilling, name: String)

  case tuple([PendingArgument])

}

extension PendingArgument {

  /// What is known of the argument before its fields are made.
  var outline: ArgumentOutline {
    switch self {
    case .ready(let value): ArgumentOutline(value)
    case .wanted: .field(nil)
    case .tuple(let parts): .tuple(parts.map(\.outline))
    }
  }

  /// The domains of its fields that there are.
  var domains: [Domain] {
    switch self {
    case .ready(let value):
      value.leaves.compactMap { if case .field(let field) = $0 { field.domain } else { nil } }
    case .wanted: []
    case .tuple(let parts): parts.flatMap(\.domains)
    }
  }

  var isReady: Bool {
    switch self {
    case .ready: true
    case .wanted: false
    case .tuple(let parts): parts.allSatisfy(\.isReady)
    }
  }

  /// The argument; `nil` if a field is still to make.
  var value: ArgumentValue? {
    switch self {
    case .ready(let value): return value
    case .wanted: return nil
    case .tuple(let parts):
      let values = parts.compactMap(\.value)
      return values.count == parts.count ? .tuple(values) : nil
    }
  }

  /// Returns the argument with the fields that are to make put in by `make`.
  ///
  /// - Parameters:
  ///   - path: what the argument is called where requirements are listed: `p`, `p[1]`.
  ///   - make: makes a field of the given type, filling, name and path.
  func filled(
    at path: String,
    _ make: (FieldType, FieldFilling, String, String) throws(DiagnosticError) -> Field
  ) throws(DiagnosticError) -> PendingArgument {
    switch self {
    case .ready: return self
    case .wanted(let type, let filling, let name):
      return .ready(.field(try make(type, filling, name, path)))
    case .tuple(let parts):
      var filled: [PendingArgument] = []
      for (i, part) in parts.enumerated() {
        filled.append(try part.filled(at: "\(path)[\(i)]", make))
      }
      return .tuple(filled)
    }
  }

}
