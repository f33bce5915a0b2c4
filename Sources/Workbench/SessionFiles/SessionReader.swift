import Diagnostics
import Toolchain

/// Reads the lines of a session file.
struct SessionReader {

  let source: SourceFile
  var header: [String: String] = [:]
  var pieces: [SessionFile.Piece] = []
  var diagnostics: [Diagnostic] = []

  private var prose: [String] = []
  private var input: (lines: [String], line: Int)?
  private var expectations: [Expectation] = []
  private var output: [String] = []
  private var outputLines = 0 ..< 0

  init(_ source: SourceFile) { self.source = source }

  mutating func read() {
    if let encoding = source.foreignEncoding {
      diagnostics.append(.foreign(encoding, in: source, code: WorkbenchCode.sessionFile))
      return
    }
    var inHeader = true
    for number in 1 ... source.lineCount {
      let range = source.range(ofLine: number)
      let line = source.text(range).trimmingTrailingBlanks()
      let span = SourceSpan(source, range)
      if number == 1 {
        // Some editors put a byte order mark in front.
        if line.trimmingByteOrderMark() != SessionFile.magic {
          diagnostics.append(.missingMagic(at: span))
        }
        continue
      }
      if inHeader, line.hasPrefix("#! ") {
        let parts = line.dropFirst(3).split(separator: ":", maxSplits: 1)
        if parts.count == 2 {
          readHeader(String(parts[0]), String(parts[1]).trimmingBlanks(), span)
        } else {
          diagnostics.append(.malformedHeader(at: span))
        }
        continue
      }
      if !line.isEmpty { inHeader = false }
      if line.contains("\t"), line.hasPrefix("\t") || line.hasPrefix("    ") {
        diagnostics.append(.tab(at: span))
      } else if line.hasPrefix("    ") {
        readSessionLine(String(line.dropFirst(4)), number: number, span: span)
      } else if line.first == " ", line.trimmingBlanks().hasPrefix("> ") {
        diagnostics.append(.almostInput(at: span))
      } else {
        if !line.isEmpty { finishStep() }
        prose.append(line)
      }
    }
    finishStep()
    finishProse()
    let hasInputs = pieces.contains { if case .step = $0 { true } else { false } }
    if diagnostics.isEmpty, !hasInputs { diagnostics.append(.empty(source)) }
    checkExercises()
  }

  /// Reports checks that belong to no exercise, and exercises that nothing checks.
  private mutating func checkExercises() {
    var exercise: SessionFile.Step?
    var tells = false
    func finish() {
      guard let solution = exercise, !tells else { return }
      diagnostics.append(.ungraded(at: span(of: solution)))
    }
    for piece in pieces {
      if case .step(let step) = piece, step.isCheck {
        if exercise == nil || step.exerciseHint != nil {
          diagnostics.append(.strayCheck(at: span(of: step)))
        }
        tells = tells || step.tells
        continue
      }
      finish()
      exercise = nil
      if case .step(let step) = piece, step.exerciseHint != nil {
        exercise = step
        tells = step.tells
      }
    }
    finish()
  }

  private func span(of step: SessionFile.Step) -> SourceSpan {
    SourceSpan(source, source.range(ofLine: step.line))
  }

  private mutating func readHeader(_ name: String, _ value: String, _ span: SourceSpan) {
    let others = ["title", "level", "requires", "timeout"]
    if header[name] != nil { diagnostics.append(.headerTwice(name, at: span)) }
    header[name] = value
    if let setting = Setting.all.first(where: { $0.name == name }) {
      if setting.change(Settings(), value) == nil {
        diagnostics.append(.headerValue(name, value, setting.values, at: span))
      }
    } else if name == "requires" {
      for backend in SessionFile.requirements(in: value) { check(backend: backend, span) }
    } else if name == "timeout" {
      if Duration(seconds: value) == nil {
        diagnostics.append(.headerValue(name, value, "seconds, such as 30s", at: span))
      }
    } else if !others.contains(name) {
      diagnostics.append(
        .unknownHeader(name, among: others + Setting.all.map(\.name), at: span))
    }
  }

  /// Reports `name` unless there is a backend of this name: what needs it would never run.
  private mutating func check(backend name: String, _ span: SourceSpan) {
    let names = Backend.all.map(\.name)
    if !names.contains(name) { diagnostics.append(.unknownBackend(name, names, at: span)) }
  }

  private mutating func readSessionLine(_ line: String, number: Int, span: SourceSpan) {
    if line == ">" || line.hasPrefix("> ") {
      finishStep()
      finishProse()
      input = ([String(line.dropFirst(2))], number)
      outputLines = number + 1 ..< number + 1
    } else if line == "." || line.hasPrefix(". ") {
      guard input != nil, expectations.isEmpty, output.isEmpty else {
        diagnostics.append(.strayContinuation(at: span))
        return
      }
      input?.lines.append(String(line.dropFirst(2)))
      outputLines = number + 1 ..< number + 1
    } else if line.hasPrefix("? ") {
      guard input != nil, output.isEmpty else {
        diagnostics.append(.strayExpectation(at: span))
        return
      }
      if let e = Expectation(String(line.dropFirst(2))) {
        expectations.append(e)
        if case .onlyIf(let name) = e { check(backend: name, span) }
      } else {
        diagnostics.append(.unknownExpectation(at: span))
      }
      outputLines = number + 1 ..< number + 1
    } else {
      guard input != nil else {
        diagnostics.append(.strayOutput(at: span))
        return
      }
      // What looks like a mark is one that lacks its blank; an output line would have a backslash.
      if line.hasPrefix(">") || line.hasPrefix("?") || line.hasPrefix(".") && !line.hasPrefix("...")
      {
        diagnostics.append(.almostMark(line, at: span))
        return
      }
      if line.first == " ", line.trimmingBlanks().hasPrefix("> ") {
        diagnostics.append(.almostInput(at: span))
        return
      }
      output.append(line.hasPrefix("\\") ? String(line.dropFirst()) : line)
      outputLines = outputLines.lowerBound ..< number + 1
    }
  }

  private mutating func finishStep() {
    guard let input else { return }
    pieces.append(
      .step(
        SessionFile.Step(
          input: input.lines.joined(separator: "\n"), line: input.line,
          expectations: expectations, output: output, outputLines: outputLines)))
    self.input = nil
    expectations = []
    output = []
  }

  private mutating func finishProse() {
    while prose.first == "" { prose.removeFirst() }
    while prose.last == "" { prose.removeLast() }
    if !prose.isEmpty { pieces.append(.prose(prose)) }
    prose = []
  }

}

extension Diagnostic {

  private static func malformed(_ message: String, at span: SourceSpan, hint: String) -> Diagnostic
  {
    Diagnostic(code: WorkbenchCode.sessionFile, message, at: span, hint: hint)
  }

  fileprivate static func missingMagic(at span: SourceSpan) -> Diagnostic {
    malformed(
      "A session file starts with '\(SessionFile.magic)'.", at: span,
      hint: "write \(SessionFile.magic) as the first line")
  }

  fileprivate static func malformedHeader(at span: SourceSpan) -> Diagnostic {
    malformed(
      "A header line has a name and a value.", at: span, hint: "write #! title: …")
  }

  fileprivate static func unknownHeader(
    _ name: String, among names: [String], at span: SourceSpan
  ) -> Diagnostic {
    malformed(
      "A session file has no option '\(name)'.", at: span,
      hint: nearest(to: name, among: names).map { "did you mean '\($0)'?" }
        ?? "the options are \(names.joined(separator: ", "))")
  }

  fileprivate static func headerTwice(_ name: String, at span: SourceSpan) -> Diagnostic {
    malformed("The option '\(name)' was given before.", at: span, hint: "leave one of them out")
  }

  fileprivate static func headerValue(
    _ name: String, _ value: String, _ values: String, at span: SourceSpan
  ) -> Diagnostic {
    malformed("'\(value)' is no value of '\(name)'.", at: span, hint: "give it \(values)")
  }

  fileprivate static func unknownBackend(
    _ name: String, _ names: [String], at span: SourceSpan
  ) -> Diagnostic {
    malformed(
      "There is no backend '\(name)', so this would never run.", at: span,
      hint: nearest(to: name, among: names).map { "did you mean '\($0)'?" }
        ?? "the backends are \(names.joined(separator: ", "))")
  }

  fileprivate static func empty(_ source: SourceFile) -> Diagnostic {
    malformed(
      "This session file has no input.", at: SourceSpan(source, source.range(ofLine: 1)),
      hint: "write one as four spaces, '> ', and the command")
  }

  fileprivate static func almostInput(at span: SourceSpan) -> Diagnostic {
    malformed(
      "An input is indented by four spaces.", at: span,
      hint: """
        indent it by four; a quotation in prose begins at the start of the line, an output line \
        gets a \\ in front
        """)
  }

  fileprivate static func almostMark(_ line: String, at span: SourceSpan) -> Diagnostic {
    malformed(
      "A blank follows '\(line.prefix(1))' in front of a line.", at: span,
      hint: "put one there; write \\\(line.prefix(1)) for an output line")
  }

  fileprivate static func tab(at span: SourceSpan) -> Diagnostic {
    malformed("A session line contains a tab.", at: span, hint: "indent with four spaces")
  }

  fileprivate static func strayContinuation(at span: SourceSpan) -> Diagnostic {
    malformed(
      "A line that starts with '.' continues an input.", at: span,
      hint: "put it right below a line that starts with '>'; write \\. for an output line")
  }

  fileprivate static func strayExpectation(at span: SourceSpan) -> Diagnostic {
    malformed(
      "A line that starts with '?' belongs right below an input.", at: span,
      hint: "move it up to its input; write \\? for an output line")
  }

  fileprivate static func unknownExpectation(at span: SourceSpan) -> Diagnostic {
    malformed(
      "This expectation is not known.", at: span,
      hint: """
        use fails [CODE], contains, float TOLERANCE, unordered, ignore REASON, only-if NAME, try \
        HINT, check
        """)
  }

  fileprivate static func strayCheck(at span: SourceSpan) -> Diagnostic {
    malformed(
      "A check follows the solution of its exercise, without prose between.", at: span,
      hint: "mark the solution with '? try HINT', or leave '? check' out")
  }

  fileprivate static func ungraded(at span: SourceSpan) -> Diagnostic {
    malformed(
      "Nothing tells whether this exercise is solved.", at: span,
      hint: "give the solution's output, or put an input marked '? check' below it")
  }

  fileprivate static func strayOutput(at span: SourceSpan) -> Diagnostic {
    malformed(
      "An output line stands before the first input.", at: span,
      hint: "start inputs with '> ', or indent prose by less than four spaces")
  }

}
