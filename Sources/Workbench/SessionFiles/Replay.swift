import Diagnostics

/// Checks session files: runs the inputs and compares their outputs with those in the file.
public struct Replay {

  /// One input whose output was not as expected.
  public struct Difference: Sendable {

    public let line: Int
    public let input: String
    public let expected: [String]
    public let actual: [String]

    /// Why the input counts as failed even if the output fits; `nil` if only the output differs.
    public let problem: String?

  }

  /// What came of one file.
  public struct Report: Sendable {

    public let file: String

    /// The file with the actual outputs in place of those that differ; all else keeps its bytes.
    public let blessed: [UInt8]

    public let checkCount: Int

    /// The number of inputs left out because they need something that is not there.
    public let skippedCount: Int

    public let differences: [Difference]

    public var passed: Bool { differences.isEmpty }

  }

  /// Creates a replay, which keeps nothing from file to file.
  public init() {}

  /// Replays `file` in `session`.
  public func run(_ file: SessionFile, in session: Session) -> Report {
    var session = session.prepared(for: file.header)
    var differences: [Difference] = []
    var lines = EditedLines(file.source)
    let steps = file.steps.filter { $0.isPossible(in: session) }
    for step in steps {
      let (next, output) = session.performing(step.input)
      session = next
      let actual = output.rendered().split(separator: "\n")
        .map { String($0).trimmingTrailingBlanks() }.filter { !$0.isEmpty }
      let problem = step.problem(with: output)
      let matching = OutputMatching(expectations: step.expectations)
      let expected = step.output.filter { !$0.isEmpty }
      if problem != nil || !matching.matches(expected: expected, actual: actual) {
        differences.append(
          Difference(
            line: step.line, input: step.input, expected: expected, actual: actual,
            problem: problem))
        lines.replace(step, with: matching.corrected(expected: expected, actual: actual))
      }
      if output.quits { break }
    }
    return Report(
      file: file.source.name, blessed: lines.bytes, checkCount: steps.count,
      skippedCount: file.steps.count - steps.count, differences: differences)
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

  /// Puts `output` in place of the expected output of `step`.
  mutating func replace(_ step: SessionFile.Step, with output: [String]) {
    for number in step.outputLines { lines[number - 1] = [] }
    let last = step.outputLines.lowerBound - 2
    // New lines end as the one above them does.
    let isLast = lines[last].last != UInt8(ascii: "\n")
    let end: [UInt8] =
      lines[last].dropLast().last == UInt8(ascii: "\r")
      ? Array("\r\n".utf8) : [UInt8(ascii: "\n")]
    if isLast, !output.isEmpty { lines[last] += [UInt8(ascii: "\n")] }
    for line in output { lines[last] += Array("    \(SessionFile.escaped(line))".utf8) + end }
  }

}

extension Replay.Report {

  /// The report as text: a line if all is well, else the differences in the form of a diff.
  public var text: String {
    let skipped = skippedCount == 0 ? "" : ", \(skippedCount) skipped"
    if passed { return "ok   \(file): \(checkCount) checks\(skipped)".visible }
    var lines = ["FAIL \(file): \(differences.count) of \(checkCount) checks failed\(skipped)"]
    for d in differences {
      lines.append("--- \(file):\(d.line)")
      lines.append("    > " + d.input.replacing("\n", with: "\n    . "))
      if let problem = d.problem { lines.append("    \(problem)") }
      lines += d.expected.map { "-   " + $0 }
      lines += d.actual.map { "+   " + $0 }
    }
    return lines.joined(separator: "\n").visible
  }

}
