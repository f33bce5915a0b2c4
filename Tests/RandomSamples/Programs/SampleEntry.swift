/// What of a random program is called: a program with statements.
struct SampleEntry: Hashable, Sendable {

  /// `function(arguments, out=target, domain=domain)`.
  struct Call: Hashable, Sendable {

    let function: String
    let arguments: [SampleExpression]
    let target: String
    let domain: String?

    var line: String {
      let all =
        arguments.map(\.text) + ["out=\(target)"] + (domain.map { ["domain=\($0)"] } ?? [])
      return "\(function)(\(all.joined(separator: ", ")))"
    }

  }

  let name: String
  var parameters: [SampleName]
  var calls: [Call]

  var lines: [String] {
    let list = parameters.map(\.declaration).joined(separator: ", ")
    return ["@program", "def \(name)(\(list)):"] + indented(calls.map(\.line))
  }

  /// The programs with one call or one parameter less.
  ///
  /// The front end refuses those whose parameter is used.
  var smaller: [SampleEntry] {
    let fewerCalls = calls.indices.map { i in
      var entry = self
      entry.calls.remove(at: i)
      return entry
    }
    let fewerParameters = parameters.indices.map { i in
      var entry = self
      entry.parameters.remove(at: i)
      return entry
    }
    return (calls.count > 1 ? fewerCalls : []) + fewerParameters
  }

}
