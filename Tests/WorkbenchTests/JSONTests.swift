import Foundation
import Testing

@testable import Workbench

/// Answers in JSON have the keys that the page on them tells.
@Suite("Answers as JSON") struct JSONTests {

  /// The sets of keys that the page has for each command.
  private static let documented: [String: [Set<String>]] = {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Workbench/Workbench.docc/JSON.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    var found: [String: [Set<String>]] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("| ") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, cells[2].hasPrefix("`") else { continue }
      let keys = Set(cells[2].matches(of: /`(\w+)`/).map { String($0.1) })
      for name in cells[0].split(separator: ",") {
        found[name.trimmingCharacters(in: .whitespaces), default: []].append(keys)
      }
    }
    return found
  }()

  private static let inputs = [
    "load lap.py", "use laplacian", "list", "history", "show itir", "show itir after fuse_maps",
    "stages", "passes", "passes changed", "diff inline_fundefs", "diff lap laplacian",
    "step pipeline", "step", "step list", "step all", "next", "why", "back", "goto end", "finish",
    "field a[I] = random I=3", "a", "print a", "plot a", "field d = a - a", "bind n=3",
    "unbind n", "bind n=?", "run laplacian u=random out=zeros n=4 I=4 J=4", "compare u u",
    "digest u", "save a \"a.npy\"", "set", "set width", "set rule", "set schedule", "help",
    "help run", "help width", "help E-FILE", "help fields", "check passes", "variants", "cache",
    "backends", "undo", "redo", "reload", "ls", "pwd", "cd .",
  ]

  @Test func `have the keys that are documented`() throws {
    let workshop = try lapWorkshop()
    for input in Self.inputs {
      let text = try workshop.succeed(input + " as json")
      let word = String(input.prefix { $0 != " " })
      let own = try #require(
        Self.documented[word == "a" ? "NAME" : word], "\(word) is not on the page")
      let views = word == "reload" ? Self.documented.values.flatMap(\.self) : []
      let known = own + views + (Self.documented["any"] ?? [])
      for line in text.split(separator: "\n") {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let keys = Set(try #require(object).keys)
        #expect(known.contains { keys.isSubset(of: $0) }, "\(input): \(keys.sorted())")
      }
    }
  }

  /// Every command that answers with more than a remark is on the page.
  @Test func `are documented for every command`() {
    let silent: Set = ["quit", "done"]
    for command in Command.all where !silent.contains(command.name) {
      #expect(Self.documented[command.name] != nil, "\(command.name)")
    }
  }

}
