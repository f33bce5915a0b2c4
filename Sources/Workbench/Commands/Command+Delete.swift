import Diagnostics

extension Command {

  static let delete: Command = Command(
    "delete", "takes fields away", usage: ["delete NAME …"], arguments: [.field],
    examples: ["delete out", "delete a b"], aliases: ["del"], listedWith: "field",
    elsewhere: ["rm": "delete NAME takes a field away; !rm FILE removes a file"],
    completion: { $0.key == nil ? $0.fields : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 1 ... .max, of: .delete)
    // What is pasted may have Python's own statement.
    if line.verb.text == "del", line.words.allSatisfy({ session.fields[$0.text] == nil }) {
      return Output(remark: "a del statement is passed over: nothing is executed here")
    }
    for name in line.words { _ = try session.field(name) }
    for name in line.words { session.fields.removeValue(forKey: name.text) }
    return .message("deleted \(line.words.map(\.text).joined(separator: ", "))")
  }

}
