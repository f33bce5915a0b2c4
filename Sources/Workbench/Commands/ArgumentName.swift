/// The fields of the session that a parameter's leaves are kept in after a run.
indirect enum ArgumentName: Sendable {

  case field(String)
  case tuple([ArgumentName])

  /// A scalar, which is not kept.
  case scalar

}

extension ArgumentName {

  /// The fields in it, with what the program calls them: `out[1]`.
  func fields(of parameter: String) -> [(path: String, field: String)] {
    switch self {
    case .scalar: []
    case .field(let field): [(parameter, field)]
    case .tuple(let parts): parts.enumerated().flatMap { $1.fields(of: "\(parameter)[\($0)]") }
    }
  }

}
