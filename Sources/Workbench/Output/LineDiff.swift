import Toolchain

/// The difference of two texts, line by line, with a little of what surrounds each change.
struct LineDiff {

  private enum Mark: String {
    case same = " ", removed = "-", added = "+"
  }

  private let lines: [(mark: Mark, text: String)]
  private let names: (String, String)

  /// Compares `a` and `b`, which the head lines call `nameOfA` and `nameOfB`.
  init(_ a: String, _ b: String, _ nameOfA: String, _ nameOfB: String) {
    let old = a.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let new = b.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var lines: [(Mark, String)] = []
    var i = 0
    for (j, partner) in LineAlignment(old, new).partners.enumerated() {
      guard let partner else {
        lines.append((.added, new[j]))
        continue
      }
      // What was taken away stands before what came in its place.
      let start = lines.lastIndex { $0.0 != .added }.map { $0 + 1 } ?? 0
      lines.insert(contentsOf: old[i ..< partner].map { (.removed, $0) }, at: start)
      lines.append((.same, new[j]))
      i = partner + 1
    }
    let start = lines.lastIndex { $0.0 != .added }.map { $0 + 1 } ?? 0
    lines.insert(contentsOf: old[i...].map { (.removed, $0) }, at: start)
    self.lines = lines
    names = (nameOfA, nameOfB)
  }

  /// `true` iff the texts are the same.
  var isEmpty: Bool { lines.allSatisfy { $0.mark == .same } }

  /// The changed lines with two lines around them; left out ones are an ellipsis.
  var text: String {
    if isEmpty { return "\(names.0) and \(names.1) are the same" }
    let context = 2
    let changed = lines.indices.filter { lines[$0].mark != .same }
    var shown: Set<Int> = []
    for c in changed {
      shown.formUnion(max(0, c - context) ... min(lines.count - 1, c + context))
    }
    var text = ["--- \(names.0)", "+++ \(names.1)"]
    var last = -1
    for i in shown.sorted() {
      if i > last + 1 { text.append("@@") }
      text.append("\(lines[i].mark.rawValue) \(lines[i].text)")
      last = i
    }
    return text.joined(separator: "\n")
  }

  /// All lines with their marks.
  var json: JSONValue {
    .object([
      "from": .string(names.0), "to": .string(names.1),
      "lines": .array(
        lines.map { .object(["mark": .string($0.mark.rawValue), "text": .string($0.text)]) }),
    ])
  }

}

extension Output.Item {

  /// Creates the difference of two texts, written on pages whose marks take two columns.
  static func difference(
    _ a: @escaping StageText, _ b: @escaping StageText, _ nameOfA: String, _ nameOfB: String
  ) -> Output.Item {
    let diff = { @Sendable (form: OutputForm) in
      LineDiff(a(form.width - 2), b(form.width - 2), nameOfA, nameOfB)
    }
    return Output.Item(text: { diff($0).text }, json: { diff($0).json })
  }

}
