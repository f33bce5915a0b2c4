import PythonSyntax

/// The name of a callable, its free parameters with their types, and an operator's result.
public struct CallableHead: Hashable, Sendable {

  public let name: String
  public let parameters: [String]
  public let result: String?

  /// Returns the head behind `keyword`, broken between parameters where a line gets longer than
  /// `width` columns.
  public func text(after keyword: String, width: Int) -> String {
    let whole = "\(keyword) \(self)"
    if whole.count <= width { return whole }
    if parameters.isEmpty {
      return ["\(keyword) \(name)()" + (result == nil ? "" : " ->"), result.map { "    \($0)" }]
        .compactMap(\.self).joined(separator: "\n").breakingLongLines(at: width)
    }
    var lines = ["\(keyword) \(name)("]
    var line = ""
    for (i, p) in parameters.enumerated() {
      let piece = p + (i == parameters.count - 1 ? tail : ",")
      let longer = line.isEmpty ? "    " + piece : line + " " + piece
      if longer.count > width, !line.isEmpty {
        lines.append(line)
        line = "    " + piece
      } else {
        line = longer
      }
    }
    return (lines + [line]).joined(separator: "\n").breakingLongLines(at: width)
  }

  /// Returns the head of what is called `name`.
  public func named(_ name: String) -> CallableHead {
    CallableHead(name: name, parameters: parameters, result: result)
  }

  private var tail: String { ")" + (result.map { " -> \($0)" } ?? "") }

}

extension CallableHead: CustomStringConvertible {

  /// `lap(u: Field[[I], float64]) -> Field[[I], float64]`.
  public var description: String { "\(name)(\(parameters.joined(separator: ", "))\(tail)" }

}
