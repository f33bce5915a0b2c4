import Diagnostics

/// Checks session files: runs the inputs and compares their outputs with those in the file.
public struct Replay: Sendable {

  /// One input whose output was not as expected.
  public struct Difference: Sendable {

    public let line: Int
    public let input: String
    public let expected: [String]
    public let actual: [String]

    /// Why the input counts as failed even if the output fits; `nil` if only the output differs.
    public let problem: String?

    /// Whether an input before this one failed that was to succeed, so that this may follow from it.
    public let followsFailure: Bool

  }

  /// What came of one file.
  public struct Report: Sendable {

    public let file: String

    /// The file as it was.
    let source: [UInt8]

    /// The file with the actual outputs in place of those that differ, and with `? fails` where an
    /// input failed; all else keeps its bytes.
    let actual: [UInt8]

    /// The file with the actual outputs that may take the place of the expected ones: those of
    /// inputs that failed only where that was expected or is allowed.
    public let blessed: [UInt8]

    public let checkCount: Int

    /// The inputs that were left out, by what is not there.
    public let skipped: [(reason: String, count: Int)]

    public let differences: [Difference]

    /// The number of differences that `blessed` does not take up.
    public let unblessedCount: Int

    /// What keeps the file from counting even if no output differs; `nil` if nothing does.
    public let problem: String?

    public var passed: Bool { differences.isEmpty && problem == nil }

  }

  private let blessesErrors: Bool
  private let isStrict: Bool

  /// Creates a replay, which keeps nothing from file to file.
  ///
  /// - Parameters:
  ///   - blessesErrors: whether the errors of inputs that were to succeed are taken up.
  ///   - isStrict: whether inputs that are left out count as a problem.
  public init(blessesErrors: Bool = false, isStrict: Bool = false) {
    self.blessesErrors = blessesErrors
    self.isStrict = isStrict
  }

  /// Replays `file` in `session`.
  public func run(_ file: SessionFile, in session: Session) -> Report {
    let isStopped = session.surroundings.isCancelled
    var session = session.prepared(for: file.header)
    if let timeout = file.timeout { session.surroundings.limit(to: timeout) }
    var differences: [Difference] = []
    var (actual, blessed) = (EditedLines(file.source), EditedLines(file.source))
    var unblessedCount = 0
    var hasFailed = false
    var skipped: [(reason: String, count: Int)] = []
    var checkCount = 0
    let missing = file.missing(in: session)
    var afterQuit: (line: Int, count: Int)?
    for step in file.steps where !isStopped() {
      if let (line, count) = afterQuit {
        afterQuit = (line, count + 1)
        continue
      }
      if let reason = missing ?? step.missing(in: session) {
        if let i = skipped.firstIndex(where: { $0.reason == reason }) {
          skipped[i].count += 1
        } else {
          skipped.append((reason, 1))
        }
        continue
      }
      checkCount += 1
      let (next, output) = session.performing(step.input)
      session = next
      let lines = output.comparableLines()
      let problem = step.problem(with: output)
      let matching = OutputMatching(expectations: step.expectations)
      let expected = step.output.filter { !$0.isEmpty }
      if problem != nil || !matching.matches(expected: expected, actual: lines) {
        differences.append(
          Difference(
            line: step.line, input: step.input, expected: expected, actual: lines,
            problem: problem, followsFailure: hasFailed))
        let corrected = matching.corrected(expected: expected, actual: lines)
        let failsAnew = problem != nil && output.failed && !step.mustFail
        actual.replace(step, with: corrected, failsAnew: failsAnew)
        if problem == nil || failsAnew && blessesErrors {
          blessed.replace(step, with: corrected, failsAnew: failsAnew)
        } else {
          unblessedCount += 1
        }
      }
      hasFailed = hasFailed || problem != nil
      if output.quits { afterQuit = (step.line, 0) }
    }
    let unreached = afterQuit.flatMap { $0.count == 0 ? nil : $0 }.map { line, count in
      "\(count) \(count == 1 ? "input stands" : "inputs stand") below the one in line \(line) that ends the session"
    }
    return Report(
      file: file.source.name, source: file.source.bytes, actual: actual.bytes,
      blessed: blessed.bytes, checkCount: checkCount, skipped: skipped, differences: differences,
      unblessedCount: unblessedCount,
      problem: isStopped() ? "it was stopped" : unreached ?? problem(of: file, skipped))
  }

  private func problem(of file: SessionFile, _ skipped: [(reason: String, count: Int)]) -> String? {
    if file.steps.allSatisfy(\.checksNothing) {
      return "it checks nothing: every output is left open"
    }
    return isStrict && !skipped.isEmpty ? "inputs were left out, and --strict forbids that" : nil
  }

}

/// The lines of a session file under correction; places are those in the file as it was.
private struct EditedLines {

  /// What stands in place of each line, its line break included.
  private var lines: [ArraySlice<UInt8>]

  init(_ source: SourceFile) {
    lines = source.bytes.split(
      separator: UInt8(ascii: "\n"), maxSplits: .max, omittingEmptySubsequences: false)
    // Each slice but the last is followed by its line break.
    for i in lines.indices.dropLast() {
      lines[i] = source.bytes[lines[i].startIndex ... lines[i].endIndex]
    }
  }

  var bytes: [UInt8] { Array(lines.joined()) }

  /// Puts `output` in place of the expected output of `step`; `failsAnew` says that the step is to
  /// fail from now on.
  mutating func replace(_ step: SessionFile.Step, with output: [String], failsAnew: Bool) {
    for number in step.outputLines { lines[number - 1] = [] }
    let last = step.outputLines.lowerBound - 2
    // New lines end as the one above them does.
    let isLast = lines[last].last != UInt8(ascii: "\n")
    let end: [UInt8] =
      lines[last].dropLast().last == UInt8(ascii: "\r")
      ? Array("\r\n".utf8) : [UInt8(ascii: "\n")]
    if isLast, !output.isEmpty { lines[last] += [UInt8(ascii: "\n")] }
    if failsAnew { lines[last] += Array("    ? fails".utf8) + end }
    for line in output { lines[last] += Array("    \(SessionFile.escaped(line))".utf8) + end }
  }

}

extension Replay.Report {

  /// The report as text: a line if all is well, else what failed and the differences as a patch of
  /// the file.
  public var text: String {
    let left = skipped.map { ", \($0.count) skipped: no \($0.reason)" }.joined()
    if passed { return "ok   \(file): \(checkCount) checks\(left)".visible }
    var lines = ["FAIL \(file): \(differences.count) of \(checkCount) checks failed\(left)"]
    if let problem { lines.append("  \(problem)") }
    for d in differences {
      let input = d.input.split(separator: "\n").first.map(String.init) ?? ""
      let follows = d.followsFailure ? "  (after an earlier failure)" : ""
      lines.append("\(file):\(d.line)  > \(input)\(follows)")
      if let problem = d.problem { lines.append("  \(problem)") }
    }
    lines += UnifiedDiff(source, called: file, actual, called: file).lines
    if let first = differences.first {
      lines.append("hint: stencil-repl replay --to \(first.line) \(file) opens a prompt before it")
    }
    return lines.joined(separator: "\n").visible
  }

}
