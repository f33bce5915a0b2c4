import Foundation
import Testing

@testable import Workbench

/// Answers in JSON have the keys that the page on them tells.
@Suite("Answers as JSON") struct JSONTests {

  /// What a line of the page says: the keys of some answers of some commands.
  private struct Row {
    let commands: [String]
    let keys: Set<String>
  }

  private static let page: [Row] = {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Workbench/Workbench.docc/JSON.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { $0.hasPrefix("| ") }.compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, cells[2].hasPrefix("`") else { return nil }
      return Row(
        commands: cells[0].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) },
        keys: Set(cells[2].matches(of: /`(\w+)`/).map { String($0.1) }))
    }
  }()

  private static let inputs = [
    "load lap.py", "use laplacian", "list", "history", "show itir", "show itir after fuse_maps",
    "stages", "passes", "passes changed", "diff inline_fundefs", "diff lap laplacian",
    "step pipeline", "step", "step list", "step all", "next", "why", "back", "goto end", "finish",
    "field a[I] = random I=3", "a", "print a", "plot a", "field d = a - a", "bind n=3",
    "unbind n", "bind n=?", "run laplacian u=random out=zeros n=4 I=4 J=4", "compare u u",
    "digest u", "save a \"a.npy\"", "set", "set width", "set rule", "set schedule", "help",
    "help run", "help width", "help E-FILE", "help fields", "check passes", "variants", "cache",
    "backends", "undo", "redo", "reload", "ls", "pwd", "cd .", "max(a)", "list tables",
    "step constant_folding", "next", "why",
    "run scaled u=random factor=2 on=true out=zeros I=4 J=4",
    "compile laplacian n=3", "variants", "time laplacian u=random out=zeros n=4 I=4 J=4",
    "freeze laplacian to l.frozen", "inspect l.frozen", "verify l.frozen", "thaw l.frozen",
    "field x[I] = index(I) I=3 dtype=float64", "field z = x / 0.0",
    "field y = x / x",
    "field t[Edge, Cell] = index(Cell) Edge=4 Cell=2 dtype=int32", "save t \"t.npy\"",
    "connect E2C = load \"t.npy\" skip=-1", "list tables",
  ]

  /// Keys of which nothing is known are left out of an answer, but each of a row is in some.
  @Test func `have the keys that are documented`() throws {
    let workshop = try lapWorkshop()
    var seen = [Set<String>](repeating: [], count: Self.page.count)
    for input in Self.inputs {
      let text = try workshop.succeed(input + " as json")
      let word = input.prefix { $0 != " " }
      let name = word == "a" ? "NAME" : word == "max(a)" ? "EXPR" : String(word)
      let own = Self.page.indices.filter { i in
        // What is performed again answers as it did.
        name == "reload" || Self.page[i].commands.contains { $0 == name || $0 == "any" }
      }
      for line in text.split(separator: "\n") {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let keys = Set(try #require(object).keys)
        let fitting = own.filter { keys.isSubset(of: Self.page[$0].keys) }
        let row = fitting.min { Self.page[$0].keys.count < Self.page[$1].keys.count }
        try #require(!keys.isEmpty)
        seen[try #require(row, "\(input): \(keys.sorted())")].formUnion(keys)
      }
    }
    for (row, keys) in zip(Self.page, seen) {
      #expect(keys == row.keys, "\(row.commands)")
    }
  }

  /// Every command that answers with more than a remark is on the page.
  @Test func `are documented for every command`() {
    let silent: Set = ["quit", "done", "delete"]
    for command in Command.all where !silent.contains(command.name) {
      #expect(Self.page.contains { $0.commands.contains(command.name) }, "\(command.name)")
    }
  }

}
