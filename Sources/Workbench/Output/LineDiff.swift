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
    let change = new.difference(from: old)
    let removed = Set(
      change.removals.map { if case .remove(let i, _, _) = $0 { i } else { -1 } })
    let added = Set(
      change.insertions.map { if case .insert(let i, _, _) = $0 { i } else { -1 } })
    var lines: [(Mark, String)] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, removed.contains(i) {
        lines.append((.removed, old[i]))
        i += 1
      } else if j < new.count, added.contains(j) {
        lines.append((.added, new[j]))
        j += 1
      } else {
        lines.append((.same, new[j]))
        i += 1
        j += 1
      }
    }
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
