/// A name and what it stands for.
struct SampleName: Hashable, Sendable {

  let name: String
  let type: SampleType

  var declaration: String { "\(name): \(type.text)" }

}

/// An operator or a scan of a random program.
struct SampleFunction: Hashable, Sendable {

  /// How the function runs.
  enum Kind: Hashable, Sendable {

    case fieldOperator

    /// A scan along K, with the text of its first carry.
    case scan(forward: Bool, start: String)

  }

  let kind: Kind
  let name: String

  /// The parameters that a call passes: not the carry of a scan.
  let parameters: [SampleName]

  /// The type of what the body returns, which is also that of the carry.
  let result: SampleType

  /// The types of the arguments of calls, and of what calls return: fields for the scalars of a
  /// scan.
  let argumentTypes: [SampleType], valueType: SampleType

  var body: [SampleStatement]

  var lines: [String] {
    let (decorator, carry) =
      switch kind {
      case .fieldOperator: ("@field_operator", [String]())
      case .scan(let forward, let start):
        (
          "@scan_operator(axis=K, forward=\(forward ? "True" : "False"), init=\(start))",
          ["\(Self.carry): \(result.text)"]
        )
      }
    let list = (carry + parameters.map(\.declaration)).joined(separator: ", ")
    return [decorator, "def \(name)(\(list)) -> \(result.text):"] + indented(body.flatMap(\.lines))
  }

  /// The name of the first parameter of a scan.
  static let carry = "carry"

  /// The functions with a smaller body.
  var smaller: [SampleFunction] {
    smallerLists(body).filter { !$0.isEmpty }.map {
      var function = self
      function.body = $0
      return function
    }
  }

}
