import IteratorIR

/// What a binding makes of a program: how large it is, what it still decides and reads at run time.
struct ProgramFigures: Hashable {

  let nodeCount: Int

  /// The choices that are made at run time: calls of `if_` and `if` statements.
  let branchCount: Int

  /// Those of them that are statements, which not every backend has.
  let ifStatementCount: Int

  /// The reads of fields.
  let readCount: Int

  init(_ program: Program) {
    var branches = 0
    var reads = 0
    program.forEachNode { e in
      guard let builtin = e.builtinCall?.builtin else { return }
      if builtin == .if { branches += 1 }
      if [.deref, .neighbors].contains(builtin) { reads += 1 }
    }
    nodeCount = program.nodeCount
    ifStatementCount = program.statements.count { $0.assignment == nil }
    branchCount = branches + ifStatementCount
    readCount = reads
  }

  /// What became less from `other` to these figures, in words; `nil` if nothing did.
  func improvement(on other: ProgramFigures) -> String? {
    var parts: [String] = []
    if nodeCount < other.nodeCount { parts.append("nodes \(other.nodeCount) -> \(nodeCount)") }
    if branchCount < other.branchCount {
      let (old, new) = (other.ifStatementCount, ifStatementCount)
      parts.append(
        "branches \(other.branchCount) -> \(branchCount)"
          + (new < old ? " (if statements \(old) -> \(new))" : ""))
    }
    if readCount < other.readCount { parts.append("reads \(other.readCount) -> \(readCount)") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

}
