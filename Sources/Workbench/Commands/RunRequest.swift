import Diagnostics
import Fields
import IteratorIR
import OrderedCollections
import StencilTypes
import Toolchain

import struct PythonSyntax.FunctionParameter

/// The arguments of a run, ready for the call.
struct RunArguments {

  var values: [(name: String, value: ArgumentValue)] = []
  var names: [String: ArgumentName] = [:]

  /// What was made for the run, in sentences.
  var remarks: [String] = []

}

/// What a `run` command asks for.
struct RunRequest {

  let program: Program

  let callable: Callable
  let line: CommandInput

  /// Where an operator called by itself writes; `nil` to write all of its output.
  let domain: WrittenDomain?

  /// What runs it; the toolchain's first backend unless the line names another.
  private(set) var backend: Backend

  /// The values of the options that a command has besides those of a run.
  private(set) var extra: [String: Spelled] = [:]

  /// The names of those options.
  private let options: Set<String>

  /// What is given for parameters, by their names.
  private(set) var given: [String: Spelled] = [:]

  /// The seed of random fields; `nil` for that of the session.
  private(set) var seed: Int?

  /// The ranges that are given, with how they are written.
  private(set) var ranges: [Dimension: (range: Range<Int>, spelled: Spelled)] = [:]

  init(
    program: Program, of callable: Callable, line: CommandInput, domain: WrittenDomain?,
    backend: Backend, options: Set<String> = []
  ) {
    self.options = options
    self.program = program
    self.callable = callable
    self.backend = backend
    self.line = line
    self.domain = domain
  }

  /// Sorts the options of the line: a parameter comes before an option and before a dimension.
  mutating func readOptions(in session: Session) throws(DiagnosticError) {
    for (key, value) in line.options {
      if program.parameters.contains(where: { $0.name.name == key.text }) {
        if given[key.text] != nil { throw DiagnosticError(.repeatedArgument(key)) }
        given[key.text] = value
      } else if options.contains(key.text) {
        if extra[key.text] != nil { throw DiagnosticError(.repeatedArgument(key)) }
        extra[key.text] = value
      } else if key.text == "backend" {
        backend = try session.toolchain.backend(named: value.text, at: value.span)
      } else if key.text == "seed" {
        let number = try value.integer()
        guard number >= 0 else { throw DiagnosticError(.negativeSeed(value)) }
        seed = number
      } else if let dimension = session.knownDimension(key.text) {
        let range = try DimensionRange(value, beyondIndices: RunCode.index)
        if range.isNegative { throw DiagnosticError(.badRange(value)) }
        ranges[dimension] = (range.range, key)
      } else {
        throw DiagnosticError(
          .unknownParameter(key, of: program, callable.name, besides: options, in: session))
      }
    }
  }

  /// Returns a value for each parameter.
  func arguments(in session: Session) throws(DiagnosticError) -> RunArguments {
    var result = RunArguments()
    var pending: [String: PendingArgument] = [:]
    var problems: [Diagnostic] = []
    var missing: [Parameter] = []
    for parameter in program.parameters {
      let name = parameter.name.name
      if isMissing(parameter, in: session) {
        missing.append(parameter)
        continue
      }
      do throws(DiagnosticError) {
        (pending[name], result.names[name]) = try argument(
          parameter, in: session, &result.remarks)
      } catch {
        problems += error.diagnostics
      }
    }
    if !missing.isEmpty {
      let variants = missing.flatMap { session.variants(of: callable, binding: $0.name.name) }
      // Who gives nothing at all is shown a line that gives all.
      let example = line.options.isEmpty ? session.runExample(of: callable) : nil
      let outputs = program.outputNames
      problems.append(
        .missingArguments(
          missing, at: line.span, boundIn: variants.last, example: example, writing: outputs,
          defaults: missing.compactMap { p in
            callable.defaultText(of: p.name.name).map { "\(p.name.name)=\($0)" }
          }))
    }
    if !problems.isEmpty { throw DiagnosticError(problems) }
    // What fields are made for follows from the bounds of domains.
    var runner = session.runner
    try session.toolchain.checkBounds(
      of: callable,
      program.parameters.compactMap { p in
        pending[p.name.name]?.value.map { (p.name.name, $0) }
      },
      at: { given[$0]?.span }, &runner)
    var used = domain?.dims ?? []
    try size(&pending, in: session, &result.remarks, &used)
    try checkRanges(used)
    for parameter in program.parameters {
      guard let value = pending[parameter.name.name]?.value else { continue }
      result.values.append((parameter.name.name, value))
    }
    try checkResults(result.names)
    return result
  }

  /// Whether nothing is given for `parameter`, and there is no field of its name.
  private func isMissing(_ parameter: Parameter, in session: Session) -> Bool {
    let name = parameter.name.name
    if given[name] != nil || name == "domain" && domain != nil { return false }
    if case .field = parameter.type { return session.fields[name] == nil }
    return true
  }

  /// Returns what is given for `parameter`, or the field of the session that has its name.
  private func argument(
    _ parameter: Parameter, in session: Session, _ remarks: inout [String]
  ) throws(DiagnosticError) -> (PendingArgument, ArgumentName) {
    let name = parameter.name.name
    if name == "domain", let domain { return (.ready(domain.value), .scalar) }
    if let text = given[name] {
      var reader = ArgumentReader(
        session: session, callable: callable, parameter: name,
        isOutput: program.outputNames.contains(name))
      defer { remarks += reader.remarks }
      return try reader.read(text, as: parameter.type)
    }
    guard case .field(let type) = parameter.type, let field = session.fields[name] else {
      preconditionFailure("what is missing was told")
    }
    let spelled = Spelled(text: name, span: line.span, isQuoted: false)
    return (.ready(.field(try field.suiting(type, spelled, parameter: name))), .field(name))
  }

  /// Throws if two results would be kept in one field.
  private func checkResults(_ names: [String: ArgumentName]) throws(DiagnosticError) {
    let outputs = program.outputNames
    var results: [String: String] = [:]
    for parameter in program.parameters.map(\.name.name) where outputs.contains(parameter) {
      for (path, field) in names[parameter]?.fields(of: parameter) ?? [] {
        if let other = results.updateValue(path, forKey: field) {
          throw DiagnosticError(
            .oneField(field, for: other, path, at: given[parameter]?.span ?? line.span))
        }
      }
    }
  }

  /// Throws if a range is given for a dimension along which nothing was made by it.
  private func checkRanges(_ used: Set<Dimension>) throws(DiagnosticError) {
    for (dimension, given) in ranges.sorted(by: { $0.key < $1.key })
    where !used.contains(dimension) {
      throw DiagnosticError(.uselessRange(given.spelled, of: program))
    }
  }

}

extension Session {

  /// Returns the names of what was made of `callable` by binding `parameter`.
  fileprivate func variants(of callable: Callable, binding parameter: String) -> [String] {
    callables.values.filter { c in
      c.definitionName == callable.definitionName && c.bindings.contains { $0.name == parameter }
    }.map(\.name)
  }

}

extension Program {

  /// The names of the parameters that statements write to; temporaries are none.
  var outputNames: Set<String> {
    Set(writtenNames.map(\.name)).intersection(parameters.map(\.name.name))
  }

}

extension Diagnostic {

  fileprivate static func oneField(
    _ field: String, for a: String, _ b: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: RunCode.overlap,
      "'\(a)' and '\(b)' are the same field '\(field)', and both are written.",
      at: span, hint: "give each of them a field of its own")
  }

  fileprivate static func unknownParameter(
    _ key: Spelled, of program: Program, _ name: String, besides options: Set<String>,
    in session: Session
  ) -> Diagnostic {
    let names = program.parameters.map(\.name.name)
    let known =
      names + options.sorted() + ["backend", "seed"] + session.definitions.dimensions.map(\.name)
    return Diagnostic(
      code: WorkbenchCode.usage,
      "'\(key.text)' is neither a parameter of '\(name)' nor a dimension.", at: key.span,
      hint: nearest(to: key.text, among: known).map { "did you mean '\($0)'?" }
        ?? "parameters are \(names.joined(separator: ", "))")
  }

  /// An option stands on the line twice.
  static func repeatedArgument(_ key: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'\(key.text)' is given twice.", at: key.span,
      hint: "leave one of them out")
  }

  fileprivate static func uselessRange(_ key: Spelled, of program: Program) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage,
      "The range along '\(key.text)' has no use: no output with this dimension is made.",
      at: key.span, hint: "leave it out, or have an output made: NAME=zeros")
  }

  fileprivate static func negativeSeed(_ value: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "'\(value.text)' is no seed.", at: value.span,
      hint: "write a whole number from 0")
  }

  /// Nothing is given for `parameters`; a line that gives everything is `example`.
  fileprivate static func missingArguments(
    _ parameters: [Parameter], at span: SourceSpan, boundIn variant: String?, example: String?,
    writing outputs: Set<String>, defaults: [String]
  ) -> Diagnostic {
    let names = parameters.map { "'\($0.name.name)' of type '\($0.type)'" }
    let list =
      names.count == 1
      ? "parameter \(names[0])"
      : "parameters " + names.dropLast().joined(separator: ", ") + " and \(names[names.count - 1])"
    let values = parameters.map { p in
      switch p.type {
      case .scalar(.bool): "\(p.name.name)=true"
      case .scalar: "\(p.name.name)=VALUE"
      case .field: "\(p.name.name)=" + (outputs.contains(p.name.name) ? "zeros" : "random")
      case .tuple, .named: "\(p.name.name)=(a,b)"
      }
    }
    if !defaults.isEmpty, example == nil {
      return Diagnostic(
        code: WorkbenchCode.missingArgument, "Nothing is given for \(list).", at: span,
        hint: "a default is not taken, as in GT4Py's compiled code: add "
          + defaults.joined(separator: " "))
    }
    let bound = variant.map { ", or run \($0), in which it is bound" } ?? ""
    return Diagnostic(
      code: WorkbenchCode.missingArgument, "Nothing is given for \(list).", at: span,
      hint: example.map { "to try it: `\($0)`\(bound)" }
        ?? (parameters.count == 1
          ? parameters[0].waysToGive : "add \(values.joined(separator: " "))") + bound)
  }

}

extension Callable {

  /// The text of the default that the definition gives to `parameter`.
  fileprivate func defaultText(of parameter: String) -> String? {
    let parameters: [FunctionParameter]
    switch definition {
    case .program(let p): parameters = p.syntax.parameters
    case .fieldOperator(let o): parameters = o.syntax.parameters
    case .itir: return nil
    }
    return parameters.first { $0.name.name == parameter }?.default?.span.text
  }

}

extension Parameter {

  /// How a value for the parameter is given, for a hint.
  fileprivate var waysToGive: String {
    let name = name.name
    return switch type {
    case .scalar(.bool): "add \(name)=true or \(name)=false"
    case .scalar: "add \(name)=VALUE"
    case .field: "add \(name)=FIELD, \(name)=random or \(name)=zeros, or make a field '\(name)'"
    case .tuple, .named: "add \(name)=(a,b) with the names of fields"
    }
  }

}
