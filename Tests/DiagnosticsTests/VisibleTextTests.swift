import Testing

@testable import Diagnostics

/// What a terminal would obey is made visible.
@Suite struct VisibleTextTests {

  @Test func replacesWhatIsObeyed() {
    for value in 0 ... UInt32(0x2100) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isObeyed =
        value < 32 && value != 9 && value != 10 || (127 ..< 160).contains(value)
        || [0x61C, 0x200E, 0x200F, 0x2028, 0x2029].contains(value)
        || (0x202A ... 0x202E).contains(value) || (0x2066 ... 0x2069).contains(value)
      #expect("a\(scalar)b".visible == (isObeyed ? "a\u{FFFD}b" : "a\(scalar)b"), "\(value)")
    }
  }

  /// A name that a file or a user brought in, in each place of a message.
  @Test func guardsMessages() {
    let evil = "x\u{1B}]0;PWN\u{7}\u{9B}31m\u{202E}y"
    let span = SourceSpan(SourceFile(name: evil, text: "a\(evil)b"), 0 ..< 3)
    let d = Diagnostic(
      code: TestCode.sample, evil, at: span, label: evil, notes: [.init(evil, at: span)], hint: evil
    )
    for text in [d.rendered(), d.jsonText] {
      let obeyed = text.unicodeScalars.filter { !$0.isHarmless }
      #expect(obeyed.isEmpty, "\(text.debugDescription)")
    }
    // JSON keeps what it was.
    #expect(d.jsonText.contains("x\\u001b]0;PWN\\u0007\\u009b31m\\u202ey"))
  }

  @Test func cutsHeadlines() {
    let text = Diagnostic(code: TestCode.sample, String(repeating: "long ", count: 100_000))
      .rendered()
    #expect(text.count < 2_000 && text.contains(" … "))
  }

  private enum TestCode: String, DiagnosticCode {
    case sample = "E-TEST"
  }

}
