import Diagnostics
import FieldView
import IteratorIR
import Toolchain

extension Command {

  static let load: Command = Command(
    "load", "reads the definitions of a module",
    usage: ["load FILE.py", "load FILE.itir as NAME", "load FILE.stencil-session"],
    arguments: [
      .init("FILE", "a path from the session's folder; quotes go around blanks"),
      .init("NAME", "what the program is called here"),
    ],
    examples: ["load lap.py", "load \"my stencils.py\"", "load edited.itir as mine"],
    changesMore: { $0.words.first?.text.hasSuffix(".stencil-session") == true },
    completion: { point in
      if point.isFirst { return point.files("py", "itir") }
      return point.words.count == 2 && point.words[1].contains(".itir") ? ["as"] : []
    }
  ) { line, session throws(DiagnosticError) in
    let words = line.words
    guard let file = words.first, line.options.isEmpty else {
      throw DiagnosticError(.usage(.load, at: line.span))
    }
    if words.count == 3, words[1].text == "as" {
      if file.text.hasSuffix(".py") { throw DiagnosticError(.namedModule(file, words[2])) }
      return try session.loadITIR(file, as: words[2])
    }
    if words.count == 1, file.text.hasSuffix(".stencil-session") {
      return try session.resume(file)
    }
    if words.count == 1, [".npy", ".npz"].contains(where: { file.text.hasSuffix($0) }) {
      throw DiagnosticError(.array(file))
    }
    // ITIR needs a name: its own may be that of the program that it was made of.
    guard words.count == 1, !file.text.hasSuffix(".itir") else {
      throw DiagnosticError(.usage(.load, at: line.span))
    }
    let found = try session.definitions.load(file, at: try session.readablePath(of: file))
    return try session.adopt(found, keepsWhatIsGood: true)
  }

}

extension Session {

  /// Takes up the program in the ITIR text of `file` as `name`.
  fileprivate mutating func loadITIR(
    _ file: Spelled, as name: Spelled
  ) throws(DiagnosticError) -> Output {
    let source = try definitions.source(file, at: try readablePath(of: file))
    let program = try Program(verifying: source).with(name: name.text)
    let text = String(decoding: source.bytes, as: UTF8.self)
    return try adopt(.init(callables: [Callable(.itir(program, text: text))], redefines: false))
  }

  /// Takes up definitions typed at the prompt.
  mutating func define(_ source: SourceFile) throws(DiagnosticError) -> Output {
    if let file = source.importedFile { throw DiagnosticError(.importOfFile(file)) }
    // Who writes `n = 3` of a parameter may have left out the verb.
    let binding = source.assignment.flatMap { isParameter($0.name) ? "bind \($0.text)" : nil }
    do throws(DiagnosticError) {
      let output = try adopt(try definitions.define(source))
      return binding.map { output.hinting("\($0) fixes the parameter") } ?? output
    } catch {
      if let made = fieldAssignment(source) {
        throw DiagnosticError([.statementOfFields(made)])
      }
      guard let binding, let first = error.diagnostics.first else { throw error }
      throw DiagnosticError([first.with(hint: "to fix the parameter: \(binding)")])
    }
  }

  /// Says what became of the first of `names` that stands for nothing here.
  private func skippedName(among names: [String]) -> String? {
    for name in names {
      guard case .skipped(let what, at: _)? = try? definitions.prompt.lookup(name) else { continue }
      return "'\(name)' stands for nothing: it is \(what), and no Python is executed here"
    }
    return nil
  }

  /// Returns the line `NAME = EXPRESSION` that `source` is if it computes with fields of the session.
  private func fieldAssignment(_ source: SourceFile) -> SourceSpan? {
    let bytes = source.bytes
    guard !bytes.contains(UInt8(ascii: "\n")), let equals = bytes.firstIndex(of: UInt8(ascii: "=")),
      Spelled(
        text: source.text(0 ..< equals).filter { $0 != " " },
        span: SourceSpan(source, 0 ..< equals), isQuoted: false
      ).isIdentifier,
      let found = try? FieldExpression(at: SourceSpan(source, equals + 1 ..< bytes.count)),
      found.isLook(in: self) || found.expression.name.map({ fields[$0] != nil }) == true
    else { return nil }
    return SourceSpan(source, 0 ..< bytes.count)
  }

  /// `true` iff the current program has a parameter called `name`, bound or not.
  private func isParameter(_ name: String) -> Bool {
    var runner = self.runner
    guard let current, let callable = callables[current],
      let parameters = try? toolchain.parameters(of: callable, &runner)
    else { return false }
    return parameters.contains { $0.name == name }
  }

  /// Checks new programs and operators, and makes the last program the current one.
  ///
  /// All errors of all definitions are reported. Then none of them is taken up, unless what is
  /// good is to be kept: one wrong definition of a file does not stand in the way of the others.
  mutating func adopt(
    _ found: SessionDefinitions.Found, keepsWhatIsGood: Bool = false
  ) throws(DiagnosticError) -> Output {
    var problems = DiagnosticBag()
    problems.report(found.errors)
    let (good, heads, unusable) = try checked(found.callables, &problems)
    if problems.hasErrors, !keepsWhatIsGood || good.isEmpty {
      throw DiagnosticError(problems.diagnostics)
    }
    for callable in good {
      callables[callable.name] = callable
      lastArguments[callable.name] = nil
    }
    let renewals = found.redefines ? try renewDependents(of: good) : Renewals()
    var remarks = renewals.items + keepers(of: found.typed)
    if problems.hasErrors {
      let total = found.callables.count + found.wrongNames.count
      remarks.append(.message("kept \(good.count) of \(total) definitions; the others are wrong"))
    }
    let programs = good.filter { !$0.isOperator }
    guard
      let last = programs.last(where: { !unusable.contains($0.name) }) ?? programs.last ?? good.last
    else {
      return Output(
        remarks, diagnostics: problems.diagnostics,
        remark: found.passedOver.map { "\($0) is passed over: nothing is executed here" }
          ?? skippedName(among: found.typed))
    }
    let isStale = stepper.map { s in
      good.contains { $0.name == s.program } || renewals.recompiled.contains(s.program)
    }
    if !staysCurrent(good, renewals) { current = last.name }
    // What was stepped through may mean something else now.
    if isStale == true || stepper?.program != current { stepper = nil }
    return Output(
      good.map { item(of: $0, head: heads[$0.name]) } + remarks, diagnostics: problems.diagnostics,
      next: suggestions(for: last),
      changesInSpiteOfErrors: problems.hasErrors)
  }

  /// Returns those of `callables` that are good, with how they are called and the names of programs
  /// that can be looked at only; reports what is wrong.
  private func checked(
    _ callables: [Callable], _ problems: inout DiagnosticBag
  ) throws(DiagnosticError) -> (
    good: [Callable], heads: [String: CallableHead], unusable: Set<String>
  ) {
    var runner = self.runner
    var good: [Callable] = []
    var heads: [String: CallableHead] = [:]
    var unusable: Set<String> = []
    for first in stride(from: 0, to: callables.count, by: checkedTogether) {
      try surroundings.advance(first, of: callables.count)
      let group = callables[first...].prefix(checkedTogether)
      let checked = try runner.together { [toolchain] runner throws(DiagnosticError) in
        group.map { CheckedCallable($0, toolchain, &runner) }
      }
      for (callable, check) in zip(group, checked) {
        switch check.result {
        case .success(let (warnings, head)):
          if !warnings.isEmpty, case .program = callable.definition {
            unusable.insert(callable.name)
          }
          problems.report(warnings)
          heads[callable.name] = head
          good.append(callable)
        case .failure(let error):
          if error.diagnostics.contains(.interrupted) { throw error }
          problems.report(error.diagnostics)
        }
      }
    }
    return (good, heads, unusable)
  }

  /// `true` iff the current program is one of those that were `found`, a variant of one, or one that
  /// was made anew of them.
  private func staysCurrent(_ found: [Callable], _ renewals: Renewals) -> Bool {
    guard let current, let callable = callables[current] else { return false }
    if renewals.unfit.contains(current) { return false }
    return renewals.recompiled.contains(current)
      || found.contains { $0.definitionName == callable.definitionName }
  }

}

/// The number of definitions that are checked on one thread; in between the progress is told.
private let checkedTogether = 64

/// What came of checking a definition.
private struct CheckedCallable: Sendable {

  let result: Result<(warnings: [Diagnostic], head: CallableHead?), DiagnosticError>

  init(_ callable: Callable, _ toolchain: Toolchain, _ runner: inout StepRunner) {
    do throws(DiagnosticError) {
      let warnings = try toolchain.check(callable, &runner)
      result = .success((warnings, try? toolchain.head(of: callable, &runner)))
    } catch {
      result = .failure(error)
    }
  }

}

extension SourceFile {

  /// The name and the text, without blanks, of a line `NAME = VALUE`; `nil` if it is anything else.
  fileprivate var assignment: (name: String, text: String)? {
    let line = text(0 ..< bytes.count).filter { !$0.isWhitespace || $0.isNewline }
    let parts = line.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, !line.contains(where: \.isNewline) else { return nil }
    return (String(parts[0]), line)
  }

  /// The file in `import lap.py`, which Python takes for a module `py` in a module `lap`.
  fileprivate var importedFile: Spelled? {
    let text = text(0 ..< bytes.count)
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0] == "import",
      [".py", ".itir"].contains(where: { words[1].hasSuffix($0) })
    else { return nil }
    let start = text.utf8.distance(from: text.startIndex, to: words[1].startIndex)
    return Spelled(
      text: String(words[1]), span: SourceSpan(self, start ..< start + words[1].utf8.count),
      isQuoted: false)
  }

}

extension Callable {

  /// `true` iff this is an operator, which is called by others as a rule.
  fileprivate var isOperator: Bool {
    if case .fieldOperator = definition { true } else { false }
  }

}

extension Diagnostic {

  fileprivate static func array(_ file: Spelled) -> Diagnostic {
    let base = file.text.split(separator: "/").last.map(String.init) ?? ""
    let name = Spelled(text: String(base.dropLast(4)), span: file.span, isQuoted: false)
    return Diagnostic(
      code: WorkbenchCode.usage, "'\(file.text)' holds an array; 'load' reads definitions.",
      at: file.span,
      hint: "make a field of it, with the dimensions of its axes: "
        + "field \(name.isIdentifier ? name.text : "u")[I, J] = load \(file.text.asWord)")
  }

  /// A line of Python computes with fields of the session.
  fileprivate static func statementOfFields(_ line: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "Python statements do not compute with the fields of the session.",
      at: line, hint: "write field \(line.text.split(separator: " ").joined(separator: " "))")
  }

  fileprivate static func namedModule(_ file: Spelled, _ name: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "Definitions of a Python file keep their names.", at: name.span,
      hint: "load \(file.text)")
  }

  fileprivate static func importOfFile(_ file: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.definition, "'import' names a module; '\(file.text)' is a file.",
      at: file.span,
      hint: "write load \(file.text)\(file.text.hasSuffix(".itir") ? " as NAME" : "")")
  }

}
