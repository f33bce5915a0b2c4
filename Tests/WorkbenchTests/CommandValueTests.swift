import Diagnostics
import Testing

@testable import Workbench

/// What the workbench does with any command follows from the command's value.
@Suite("Each command") struct CommandValueTests {

  /// The names in capitals that stand for something in the texts of `lines`.
  private func placeholders(in lines: [Command.HelpLine]) -> Set<String> {
    let words = lines.flatMap { $0.text.split { !$0.isLetter } }
    return Set(words.filter { $0.allSatisfy(\.isUppercase) && $0 != "N" }.map(String.init))
  }

  @Test(arguments: Command.all.map(\.name))
  func `explains what stands in its usage`(name: String) throws {
    let command = try #require(Command.all.first { $0.name == name })
    let used = placeholders(in: command.usage)
    let explained = placeholders(in: command.arguments)
    #expect(used.subtracting(explained) == [], "not explained")
    #expect(explained.subtracting(used) == [], "not used")
    #expect(!command.usage.isEmpty && !command.examples.isEmpty && !command.summary.isEmpty)
    let forms = command.usage.map { $0.text.prefix { $0 != " " } }
    #expect(forms.allSatisfy { $0 == name }, "forms begin with the command")
    #expect(command.examples.allSatisfy { $0.prefix { $0 != " " } == name })
  }

  @Test(arguments: Command.all.map(\.name))
  func `is shown by help as it explains itself`(name: String) throws {
    let command = try #require(Command.all.first { $0.name == name })
    let workshop = try Workshop(after: ["set width 200"])
    let page = try workshop.succeed("help \(name)")
    for line in command.usage + command.arguments {
      #expect(page.contains(line.text))
      #expect(page.contains(line.meaning ?? line.text))
    }
    #expect(page.contains(command.summary))
    #expect(command.examples.allSatisfy { page.contains($0) })
    let json = try workshop.succeed("help \(name) as json")
    #expect(json.hasPrefix("{\"command\": \"\(name)\", \"summary\": \"\(command.summary)\""))
  }

  @Test func `has a name of its own and a place in the list`() throws {
    let words = Command.all.flatMap { [$0.name] + $0.aliases }
    #expect(words.count > 20)
    #expect(Set(words).count == words.count)
    for command in Command.all {
      guard let leader = command.listedWith else { continue }
      #expect(Command.all.contains { $0.name == leader && $0.listedWith == nil })
    }
  }

  /// One rule for what is typed, explained and completed: the exact word, else a unique prefix.
  @Test func `is found by one rule`() throws {
    let names = Command.all.map(\.name)
    let workshop = try lapWorkshop()
    var checked = 0
    // `pass` is a statement of Python's, `c` is a stage.
    for prefix in Set(names.flatMap { n in (1 ... n.count).map { String(n.prefix($0)) } }).sorted()
    where !["pass", "c"].contains(prefix) {
      let begun = names.filter { $0.hasPrefix(prefix) }
      let expected = names.contains(prefix) ? prefix : begun.count == 1 ? begun[0] : nil
      #expect(Command.meant(by: prefix)?.name == expected, "\(prefix)")
      let help = workshop.perform("help \(prefix)")
      if let expected {
        #expect(help.rendered().hasPrefix("\(expected): "), "help \(prefix)")
      } else {
        #expect(help.diagnostics.map(\.code) == ["E-COMMAND-AMBIGUOUS"], "help \(prefix)")
        #expect(
          workshop.perform(prefix).diagnostics.map(\.code) == ["E-COMMAND-AMBIGUOUS"], "\(prefix)")
      }
      let completed = completions(of: "\(prefix) ", in: workshop.session)
      let whole = expected.map { completions(of: "\($0) ", in: workshop.session) } ?? []
      #expect(completed == whole, "\(prefix)")
      checked += 1
    }
    #expect(checked > 80)
    #expect(Command.matching("").isEmpty)
  }

  @Test func `is found by its other names`() throws {
    #expect(Command.meant(by: "exit")?.name == "quit")
    #expect(try Workshop().succeed("?") == Workshop().succeed("help"))
    #expect(try Workshop().succeed("bind?") == Workshop().succeed("help bind"))
    #expect(try Workshop().succeed("sessions?").contains("replay"))
    #expect(try Workshop().perform("bnd?").diagnostics.first?.hint == "did you mean 'help bind'?")
    #expect(Command.meant(by: "exi") == nil)
    #expect(try Workshop().perform("exit").quits)
  }

  /// The words of other tools lead to a command that is there.
  @Test func `answers people who come from other tools`() throws {
    let words = Command.all.flatMap { Array($0.elsewhere) }
    #expect(words.count > 4)
    for (word, hint) in words {
      let output = try Workshop().perform(word)
      #expect(output.diagnostics.first?.hint == hint)
    }
  }

  @Test(arguments: [
    ("help", true), ("list fields", true), ("list history", true), ("history", true),
    ("save u \"u.npy\"", true),
    ("save \"x.stencil-session\"", false), ("quit", false), ("# a remark", false), ("N = 3", true),
    ("digest nothing", false),
  ])
  func `says whether a saved session holds it`(input: String, isHeld: Bool) throws {
    let workshop = try lapWorkshop("field u[I] = zeros I=3")
    workshop.perform(input)
    #expect(workshop.session.history.latest?.isRecorded == isHeld)
  }

}
