import Diagnostics
import FieldView
import Foundation
import Testing

@testable import Workbench

@Suite("Help") struct HelpTests {

  /// Returns the codes of all enums of the tool, as their text has them: a list of those enums would
  /// miss a new one.
  private static func codes() throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    let files = try FileManager.default.subpathsOfDirectory(atPath: root.path()).filter {
      // What is measured has messages of its own.
      $0.hasSuffix(".swift") && !$0.hasPrefix("stencil-bench/")
    }
    return try files.flatMap { file in
      let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
      return text.matches(of: /enum \w+: String, (?:\w+, )*DiagnosticCode\b/).flatMap { head in
        // The enum ends where a brace is the first of a line.
        let body = text[head.range.upperBound...].prefix { $0 != "}" }
        return body.matches(of: /case \w+ = "([^"]*)"/).map { String($0.1) }
      }
    }
  }

  @Test func `explains each code once`() throws {
    let codes = try Self.codes()
    // The reader of the text finds all that one of the enums has.
    #expect(Set(WorkbenchCode.allCases.map(\.rawValue)).isSubset(of: codes))
    let known = MessagePage.all.map(\.code)
    #expect(Set(codes).subtracting(known) == [], "not explained")
    #expect(Set(known).subtracting(codes) == [], "no codes")
    #expect(Set(known).count == known.count)
  }

  @Test func `tells what a code means and what to do`() throws {
    let page = try Workshop().succeed("help E-RUN-OUTSIDE")
    #expect(page.hasPrefix("error E-RUN-OUTSIDE: A point outside of a field is read."))
    #expect(page.contains("what to do: make the field larger"))
    #expect(try Workshop().succeed("e-run-outside?") == page)
  }

  @Test(arguments: [
    ("constant_folding", "pass constant_folding: "), ("if-literal", "rule if-literal: "),
    ("width", "setting width: "), ("foast", "stage foast: "), ("c", "stage c: "),
    ("interpreter", "backend interpreter: "), ("u", "field u: Field[[I, J], float64]"),
    ("scaled", "program scaled: scaled(u: Field[[I, J], float64]"),
    ("where", "word of field view where: a at the points where mask is true"),
    ("program", "word of field view program: says which operators run"),
    ("exp", "word of field view exp: computed point by point, of floats"),
    ("uint16", "word of field view uint16: integers of 16 bits from 0 on"),
    ("J", "dimension J: horizontal, called 'J' in fields"),
    ("V2E", "offset V2E: u(V2E), a field on Vertex, has the values of u on Edge"),
  ])
  func `explains`(name: String, head: String) throws {
    let workshop = try lapWorkshop("field u[I, J] = zeros I=2 J=2", "set width 200")
    #expect(try workshop.succeed("help \(name)").hasPrefix(head))
    #expect(try workshop.succeed("\(name)?").hasPrefix(head))
  }

  /// Whatever a definition can say without an import is explained, how it is written too.
  @Test func `explains each word of field view once`() throws {
    let workshop = try Workshop()
    let words = LanguageWord.all.map(\.name)
    #expect(Set(words).count == words.count)
    for builtin in FieldViewBuiltin.allCases { #expect(words.contains(builtin.name)) }
    for name in words {
      let page = try workshop.succeed("help \(name)")
      #expect(page.contains("\nwritten "), "\(page)")
    }
  }

  @Test func `tells what an operator calls and what calls it`() throws {
    let workshop = try lapWorkshop("set width 200")
    let page = try workshop.succeed("help lap")
    #expect(page.contains("field operator lap: lap(u: Field[[I, J], float64])"))
    #expect(page.contains("called by laplacian"))
    #expect(page.contains("run lap u=random out=zeros I=6 J=6"))
    #expect(try workshop.succeed("help laplacian").contains("calls lap"))
  }

  /// Terminals that show ASCII only get nothing else, in as many columns.
  @Test func `is in ASCII where a terminal has nothing else`() throws {
    let workshop = try lapWorkshop("field u[I, J] = random I=4 J=4")
    for input in ["show itir", "help", "help if-literal", "plot u", "step pipeline", "list", "x"] {
      let usual = workshop.perform(input).rendered(color: false)
      workshop.session.isASCII = true
      for color in [false, true] {
        let text = workshop.perform(input).rendered(color: color)
        #expect(text.unicodeScalars.allSatisfy(\.isASCII) && !text.contains("?"), "\(text)")
        if !color { #expect(text.count == usual.count) }
      }
      workshop.session.isASCII = false
    }
  }

  @Test func `finds names that are misspelt`() throws {
    let workshop = try lapWorkshop()
    for (word, meant) in [("constant_foldin", "constant_folding"), ("E-FIEL", "E-FILE")] {
      let hint = workshop.perform("help \(word)").diagnostics.first?.hint
      #expect(hint == "did you mean 'help \(meant)'?")
    }
  }

  /// Who has seen `? try` in a file finds what it means, and `help` names the way there.
  @Test func `explains how lessons and session files are written`() throws {
    let workshop = try Workshop()
    #expect(try workshop.succeed("help").contains("lessons"))
    let lessons = try workshop.succeed("help lessons")
    for word in ["? try HINT", "? check", "tour FILE", "skip"] { #expect(lessons.contains(word)) }
    let sessions = try workshop.succeed("help sessions")
    for word in ["? fails", "? contains", "? float", "? ignore", "? only-if", "help lessons"] {
      #expect(sessions.contains(word), "\(word)")
    }
    for text in [lessons, sessions] {
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
      #expect(text.split(separator: "\n").count <= 23)
    }
  }

}
