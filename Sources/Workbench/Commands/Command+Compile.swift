import Diagnostics
import Fields
import Foundation
import StencilTypes
import Synchronization
import Toolchain

extension Command {

  static let compile: Command = Command(
    "compile", "compiles a program ahead of time",
    usage: ["compile [PROGRAM] [PARAM=VALUE,VALUE …] [backend=NAME]"],
    arguments: [
      .program, .init("PARAM", "a scalar parameter that code is made for some values of"),
      .init("VALUE", "a value; all combinations are compiled"),
      .init("NAME", "what compiles: \(compilers.joined(separator: ", "))"),
    ],
    examples: ["compile diffuse", "compile use_lam=true,false n=8,16"],
    recording: { _ in .input(because: "times and what is cached differ") },
    completion: { point in
      point.key == nil
        ? point.parameters(where: { $0.isScalar }).map { $0 + "=" } + ["backend="]
          + (point.isFirst ? point.programs : []) : point.arguments(for: point.key ?? "")
    }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, options: true, of: .compile)
    let callable = try session.callable(line.words.first, at: line.span)
    var runner = session.runner
    let info = try session.toolchain.declaredInfo(
      of: callable, settings: session.passSettings, &runner)
    let (backend, choices) = try session.choices(line, info, &runner)
    let infos = combinations(of: choices).map {
      CompileInfo(callable, info.signature, statics: $0, settings: info.settings)
    }
    let made = try session.compiled(infos, on: backend)
    var rows: [Variant] = []
    for v in made where !session.variants.contains(where: { $0.key == v.key }) {
      session.keep(v)
      rows.append(v)
    }
    let (news, known) = (rows, made.count - rows.count)
    var items: [Output.Item] = []
    if !news.isEmpty {
      items.append(
        Output.Item(
          text: { form in
            var table = TextTable(["variant", "for", "time"], [.left, .left, .right])
            for v in news {
              table.add([
                v.key, v.values.isEmpty ? "all values" : v.values, form.text(of: v.duration),
              ])
            }
            return table.text(width: form.width)
          },
          json: { form in .object(["compiled": .array(news.map { $0.json(in: form) })]) }))
    }
    if known > 0 { items.append(.message("\(known) of \(made.count) variants were there already")) }
    return Output(items, remark: "run uses them", next: ["variants"])
  }

  static let variants: Command = Command(
    "variants", "shows what was compiled, why, and how often it ran", usage: ["variants"],
    examples: ["variants"], listedWith: "compile", redirection: .file,
    recording: { _ in .input(because: "times differ") }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 0, of: .variants)
    let all = session.variants
    if all.isEmpty { return .message("no variants yet: compile PROGRAM, or run backend=c") }
    return Output([
      Output.Item(
        text: { form in
          var table = TextTable(
            ["variant", "program", "for", "backend", "by", "hits", "time"],
            [.left, .left, .left, .left, .left, .right, .right])
          for v in all {
            table.add([
              v.key, v.info.callable.name, v.values.isEmpty ? "all values" : v.values, v.backend,
              v.reason.rawValue, String(v.hits), form.text(of: v.duration),
            ])
          }
          return table.text(width: form.width)
        },
        json: { form in .object(["variants": .array(all.map { $0.json(in: form) })]) })
    ])
  }

}

extension Variant {

  fileprivate func json(in form: OutputForm) -> JSONValue {
    .object([
      "variant": .string(key), "program": .string(info.callable.name), "values": .string(values),
      "backend": .string(backend), "reason": .string(reason.rawValue), "hits": .integer(hits),
      "seconds": form.json(of: duration),
    ])
  }

}

/// The values of one parameter that code is made for.
private struct Choice {
  let name: String
  let values: [BoundValue]
}

/// Returns one value of each parameter in all ways, the last parameter changing fastest.
private func combinations(of choices: [Choice]) -> [[BoundArgument]] {
  choices.reduce([[]]) { all, choice in
    all.flatMap { one in choice.values.map { one + [BoundArgument(name: choice.name, value: $0)] } }
  }
}

extension Session {

  /// Reads the backend and the values that `line` names.
  fileprivate func choices(
    _ line: CommandInput, _ info: CompileInfo, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> (Backend, [Choice]) {
    var backend = try usualBackend
    var choices: [Choice] = []
    var combinationCount = 1
    let parameters = try toolchain.parameters(of: info.callable, &runner)
    for (key, value) in line.options {
      if let type = info.signature.keywords.first(where: { $0.name == key.text })?.value,
        let parameter = parameters.first(where: { $0.name == key.text })
      {
        guard parameter.isBindable else { throw DiagnosticError(.notScalar(key, type)) }
        if choices.contains(where: { $0.name == key.text }) {
          throw DiagnosticError(.repeatedArgument(key))
        }
        var values: [BoundValue] = []
        for part in try value.alternatives {
          var reader = ArgumentReader(
            session: self, callable: info.callable, parameter: key.text)
          guard let read = try reader.read(part, as: type).0.value, let bound = BoundValue(read)
          else { throw DiagnosticError(.notScalar(key, type)) }
          if !values.contains(bound) { values.append(bound) }
        }
        _ = try info.callable.withBoundArguments(
          values.prefix(1).map { BoundArgument(name: key.text, value: $0) }, parameters: parameters,
          at: { _ in value.span })
        choices.append(Choice(name: key.text, values: values))
        combinationCount =
          combinationCount.multipliedReportingOverflow(by: values.count).partialValue
        if combinationCount > 512 { throw DiagnosticError(.tooManyVariants(at: line.span)) }
      } else if key.text == "backend" {
        backend = try toolchain.backend(named: value.text, at: value.span)
      } else {
        let names = info.signature.keywords.map(\.name)
        throw DiagnosticError(.unknownChoice(key, of: info.callable.name, among: names))
      }
    }
    backend = try toolchain.compiling(backend)
    if backend.interprets {
      throw DiagnosticError(.nothingToCompile(at: line.span))
    }
    return (backend, choices)
  }

  /// Compiles for all of `infos`, several at a time; returns the variants in the same order.
  fileprivate func compiled(
    _ infos: [CompileInfo], on backend: Backend
  ) throws(DiagnosticError) -> [Variant] {
    let results = Mutex<[Int: Result<Variant, DiagnosticError>]>([:])
    let (toolchain, surroundings) = (self.toolchain, self.surroundings)
    let stop = StopRequest(once: surroundings.isCancelled)
    DispatchQueue.concurrentPerform(iterations: infos.count) { i in
      if stop.isDue { return }
      let clock = ContinuousClock()
      let start = clock.now
      let result: Result<Variant, DiagnosticError>
      do throws(DiagnosticError) {
        var runner = toolchain.runner(isCancelled: { stop.isDue })
        let program = try toolchain.lower(infos[i], &runner).program
        let executable = try toolchain.compile(infos[i], on: backend, &runner)
        try executable.complete(isCancelled: { stop.isDue })
        result = .success(
          Variant(
            info: infos[i], program: program, backend: backend.name, reason: .asked,
            duration: clock.now - start))
      } catch {
        result = .failure(error)
      }
      results.withLock { all in
        all[i] = result
        surroundings.onProgress(Double(all.count) / Double(infos.count))
      }
    }
    if stop.isDue { throw DiagnosticError(.interrupted) }
    var variants: [Variant] = []
    for i in infos.indices {
      if let result = results.withLock({ $0[i] }) { variants.append(try result.get()) }
    }
    return variants
  }

}

extension Spelled {

  /// The parts between commas that stand in no parentheses.
  ///
  /// - Throws: That nothing stands between two of them.
  fileprivate var alternatives: [Spelled] {
    get throws(DiagnosticError) {
      let wrapped = Spelled(text: "(\(text))", span: span, isQuoted: false)
      guard text.contains(","), let parts = wrapped.parts(between: "(", ")") else { return [self] }
      return try parts.map { part throws(DiagnosticError) in
        guard let part else { throw DiagnosticError(.missingValue(in: self)) }
        return Spelled(text: part.text, span: span, isQuoted: false)
      }
    }
  }

}

extension Diagnostic {

  fileprivate static func notScalar(_ key: Spelled, _ type: DataType) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.wrongArgument,
      "'\(key.text)' is a \(type): code can be made for values of scalars only.",
      at: key.span, hint: "leave it out")
  }

  fileprivate static func missingValue(in values: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "A value is missing beside a comma in '\(values.text)'.",
      at: values.span, hint: "write values with one comma between: 1,2")
  }

  fileprivate static func unknownChoice(
    _ key: Spelled, of program: String, among names: [String]
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'\(key.text)' is no parameter of '\(program)'.", at: key.span,
      hint: nearest(to: key.text, among: names + ["backend"]).map { "did you mean '\($0)'?" }
        ?? "parameters are \(names.joined(separator: ", "))")
  }

  fileprivate static func tooManyVariants(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "These values have more than 512 combinations.", at: span,
      hint: "leave parameters out: code that is not made for their values takes all")
  }

  fileprivate static func nothingToCompile(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "The interpreter compiles nothing.", at: span,
      hint: "add backend=c")
  }

}

/// The backends that make code ahead of time.
private let compilers = Backend.all.filter(\.compilesAhead).map(\.name)
