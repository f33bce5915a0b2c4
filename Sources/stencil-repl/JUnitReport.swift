import Workbench

/// What came of session files, as the XML that JUnit made common: a test case for each file.
struct JUnitReport {

  /// What reports begin with.
  static let head = "<testsuite name=\"stencil-sessions\""

  let text: String

  /// Creates the report on the files that were replayed, and on those that could not be read.
  init(of reports: [Replay.Report], _ unreadable: [UnreadableFile]) {
    let replayed = reports.map { r in
      let inner =
        !r.passed
        ? "<failure>\(Self.escaped(r.text))</failure>"
        : r.isSkipped ? "<skipped message=\"\(Self.escaped(r.text))\"/>" : ""
      return Self.testCase(r.file, inner)
    }
    let others = unreadable.map { f in
      Self.testCase(f.path, "<error>\(Self.escaped(f.text))</error>")
    }
    let counts = [
      ("tests", reports.count + unreadable.count), ("failures", reports.count { !$0.passed }),
      ("errors", unreadable.count), ("skipped", reports.count { $0.passed && $0.isSkipped }),
    ]
    let attributes = counts.map { " \($0.0)=\"\($0.1)\"" }.joined()
    text = """
      \(Self.head)\(attributes)>
      \((replayed + others).joined(separator: "\n"))
      </testsuite>

      """
  }

  private static func testCase(_ name: String, _ inner: String) -> String {
    "  <testcase name=\"\(escaped(name))\">\(inner)</testcase>"
  }

  private static func escaped(_ text: String) -> String {
    text.visible.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }

}

extension Replay.Report {

  /// `true` iff every input was left out.
  fileprivate var isSkipped: Bool { checkCount == 0 && !skipped.isEmpty }

}
