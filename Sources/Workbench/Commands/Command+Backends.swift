import Diagnostics
import Foundation
import Synchronization
import Toolchain

extension Command {

  static let backends: Command = Command(
    "backends", "shows what programs can be run by, and what that needs", usage: ["backends"],
    examples: ["backends"], listedWith: "compile", redirection: .file,
    recording: { _ in .input(because: "compilers differ") }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 0, of: .backends)
    let usual = try session.usualBackend.name
    let backends = session.toolchain.backends
    let stop = StopRequest(once: session.surroundings.isCancelled)
    let needs = foundNeeds(of: backends) { stop.isDue }
    if stop.isDue { throw DiagnosticError(.interrupted) }
    let all = zip(backends, needs).map { b, needs in
      Row(name: b.name, isUsual: b.name == usual, summary: b.summary, needs: needs)
    }
    return Output([
      Output.Item(
        text: { table(of: all, width: $0.width) },
        json: { _ in .object(["backends": .array(all.map(\.json))]) })
    ])
  }

}

extension Session {

  /// Whether there is a backend of this name that has here what it needs.
  ///
  /// One that compiles beside the interpreter needs nothing to answer.
  func isUsable(backend name: String) -> Bool {
    guard let backend = toolchain.backends.first(where: { $0.name == name }) else { return false }
    return backend.compilesWith != nil
      || backend.needs(surroundings.isCancelled).allSatisfy(\.isFound)
  }

}

/// Returns what each of `backends` needs; all look at once, since each may have to wait for what
/// hangs.
private func foundNeeds(
  of backends: [Backend], isCancelled: @escaping IsCancelled
) -> [[BackendNeed]] {
  let needs = Mutex([[BackendNeed]](repeating: [], count: backends.count))
  let group = DispatchGroup()
  for (i, b) in backends.enumerated() {
    group.enter()
    // A queue has as many threads as there are processors, whether they wait or not.
    Thread {
      let own = b.needs(isCancelled)
      needs.withLock { $0[i] = own }
      group.leave()
    }.start()
  }
  group.wait()
  return needs.withLock(\.self)
}

/// A backend as the table shows it.
private struct Row {

  let name: String
  let isUsual: Bool
  let summary: String
  let needs: [BackendNeed]

  var json: JSONValue {
    .object([
      "name": .string(name), "isUsual": .bool(isUsual), "summary": .string(summary),
      "isUsable": .bool(needs.allSatisfy(\.isFound)),
      "needs": .array(
        needs.map {
          .object([
            "name": .string($0.name), "isFound": .bool($0.isFound), "where": .string($0.place),
            "remedy": .string($0.remedy),
          ])
        }),
    ])
  }

}

extension BackendNeed {

  fileprivate var isFound: Bool { if case .found = state { true } else { false } }

  fileprivate var place: String { if case .found(let place) = state { place } else { "" } }

  fileprivate var remedy: String {
    if case .missing(_, let remedy) = state { remedy } else { "" }
  }

}

private func table(of rows: [Row], width: Int) -> String {
  var table = TextTable(
    ["", "backend", "needs", "found", "where, or what to do"],
    [.left, .left, .left, .left, .left])
  for r in rows {
    let mark = r.isUsual ? "*" : ""
    if r.needs.isEmpty { table.add([mark, r.name, "nothing", "", r.summary]) }
    for (i, n) in r.needs.enumerated() {
      table.add([
        i == 0 ? mark : "", i == 0 ? r.name : "", n.name, n.isFound ? "yes" : "no",
        n.isFound ? n.place : n.remedy,
      ])
    }
  }
  return table.text(width: width)
}
