import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import Toolchain

extension Command {

  static let freeze: Command = Command(
    "freeze", "writes a program for C, Fortran, Python",
    usage: [
      "freeze [PROGRAM] to DIR [backend=c|gtfn]",
      .init("freeze [PROGRAM] to DIR !", "replaces what was loaded from there, or added to it"),
    ],
    arguments: [.program, .init("DIR", "a new folder, or one that a program was frozen to")],
    examples: ["freeze to lap.frozen", "freeze diffuse{use_lam=True} to diffuse.frozen"],
    recording: { _ in .input(because: "compilers differ") },
    changesMore: { _ in true },
    completion: { point in
      // Without a program there is nothing to freeze yet.
      if point.programs.isEmpty { return [] }
      return point.isFirst ? point.programs + ["to"] : ["to"] + point.files()
    }
  ) { line, session throws(DiagnosticError) in
    let (program, target) = try line.programAndFolder
    let named = line.options.first { $0.key.text == "backend" }?.value
    let callable = try session.callableWithBindings(program, at: line.span)
    var runner = session.runner
    let toolchain = session.toolchain
    let info = try toolchain.declaredInfo(of: callable, settings: session.passSettings, &runner)
    let lowered = try toolchain.lower(info, &runner)
    let backend = try toolchain.backend(named: named?.text ?? Backend.c.name, at: named?.span)
    let transformed = try toolchain.transformed(info, for: backend, &runner)
    let source = try toolchain.source(for: info, on: backend, &runner)
    let isCancelled = runner.isCancelled
    // Fields that reach far would be no small example.
    let sample = try TriedSample(
      lowered.program, tables: session.tablesByOffset, seed: session.settings.seed,
      otherwise: [.init(margin: 2, integersAreOne: true)], isCancelled: isCancelled)
    let request = Freezer.Request(
      callable, lowered: lowered, transformed: transformed, source: source,
      sample: sample.arguments, tables: session.tablesByOffset)
    let overwriting = line.overwrites
    // What the folder may hold already is the freezer's to say.
    let manifest = try session.replacing(
      target, by: nil, overwriting: overwriting, isFree: { _ in true }
    ) {
      path throws(DiagnosticError) in
      let frozen = try runner.interruptibly { () throws(DiagnosticError) in
        try Freezer().freeze(
          request, for: path, overwriting: overwriting, isCancelled: isCancelled)
      }
      try frozen.write(to: path)
      return frozen.manifest
    }
    let interface = manifest.interface
    return Output(
      [
        Output.Item(
          json: .object([
            "program": .string(callable.name), "name": .string(interface.name),
            "digest": .string(manifest.digest),
            "files": .array(manifest.files.map { .string($0.path) }),
          ])
        ) { width in
          let levels = manifest.targets.map(\.level).joined(separator: ", ")
          return
            "froze \(callable.name) to \(target.text): \(manifest.files.count) files, for \(levels)"
            .wrapped(to: width)
        }
      ],
      next: ["inspect", "verify", "thaw"].map { "\($0) \(target.text.asWord)" })
  }

  static let inspect: Command = Command(
    "inspect", "shows how a frozen program is called; loads nothing", usage: ["inspect DIR"],
    arguments: [.init("DIR", "the folder that it was frozen to")],
    examples: ["inspect lap.frozen"], listedWith: "freeze", redirection: .file,
    recording: { _ in .input(because: "compilers differ") },
    completion: { $0.isFirst ? $0.files() : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 1 ... 1, of: .inspect)
    let manifest = try session.frozen(line.words[0]).manifest
    let i = manifest.interface
    return Output([
      Output.Item(
        json: .object([
          "program": .string(i.program), "name": .string(i.name),
          "digest": .string(manifest.digest),
          "fields": .array(i.fields.map(\.json)),
          "scalars": .array(
            i.scalars.map { .object(["name": .string($0.name), "dtype": .string($0.dtype)]) }),
          "tables": .array(
            i.tables.map {
              .object([
                "name": .string($0.name), "rows": .string($0.target),
                "columns": .integer($0.columns),
              ])
            }),
          "levels": .array(manifest.targets.map { .string($0.level) }),
        ])
      ) { width in
        var table = TextTable(["", "", ""], [.left, .left, .left])
        for f in i.fields {
          table.add([
            i.title(f.name, of: f.source), "\(f.dtype)[\(f.dims.joined(separator: ", "))]",
            f.intent,
          ])
        }
        for s in i.scalars { table.add([i.title(s.name, of: s.source), s.dtype, "in"]) }
        for t in i.tables {
          table.add([
            i.title(t.name, of: t.source), "int32[\(t.target), \(t.columns)] of \(t.neighbors)",
            "table",
          ])
        }
        for b in i.bound { table.add([b.name, b.value, "bound"]) }
        let compilers = manifest.targets.map(\.compiler).reduce(into: [String]()) {
          if !$0.contains($1) { $0.append($1) }
        }
        let indent = String(repeating: " ", count: 10)
        return """
          \(i.program), called as \(i.name) in C, Fortran and Python
          \(table.text(width: width))
          for       \(manifest.targets.map(\.level).joined(separator: ", "))
          \("made by   \(compilers.joined(separator: ", "))".wrapped(to: width, indent: indent))
          \("numbers   \(manifest.arithmetic)".wrapped(to: width, indent: indent))
          files     \(manifest.files.count), \(byteText(manifest.files.reduce(0) { $0 + $1.bytes }))
          digest    \(manifest.digest)
          """
      }
    ])
  }

  static let verify: Command = Command(
    "verify", "checks every file of a frozen program, and its results", usage: ["verify DIR"],
    arguments: [.init("DIR", "the folder that it was frozen to")],
    examples: ["verify lap.frozen"], listedWith: "freeze",
    completion: { $0.isFirst ? $0.files() : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 1 ... 1, of: .verify)
    let artifact = try session.loadable(line.words[0])
    let thawed = try artifact.thaw()
    return .message(
      "\(artifact.manifest.interface.name) is as it was frozen: \(artifact.manifest.files.count) "
        + "files, and the test gives the same bits for \(thawed.level)")
  }

  static let thaw: Command = Command(
    "thaw", "loads a frozen program, to be run like any other", usage: ["thaw DIR [as NAME]"],
    arguments: [
      .init("DIR", "the folder that it was frozen to"), .init("NAME", "what it is called here"),
    ],
    examples: ["thaw lap.frozen", "thaw lap.frozen as cold"], listedWith: "freeze",
    completion: { $0.isFirst ? $0.files() : ["as"] }
  ) { line, session throws(DiagnosticError) in
    let words = line.words
    guard words.count == 1 || words.count == 3 && words[1].text == "as", line.options.isEmpty else {
      throw DiagnosticError(.usage(.thaw, at: line.span))
    }
    let thawed = try session.loadable(words[0]).thaw()
    if words.count == 3 { try words[2].demandProgramName() }
    let name = words.count == 3 ? words[2].text : thawed.manifest.interface.name
    let callable = try thawed.callable(named: name)
    let replaced = session.callables[name]
    session.callables[name] = callable
    session.current = name
    session.thawed[name] = thawed.backend(for: callable)
    session.noteLoading(of: words[0].text)
    return Output(
      [
        .message(
          "\(name) is loaded for \(thawed.level), as it was frozen from "
            + thawed.manifest.interface.program)
      ] + [replaced.map { .replacement(of: $0, named: name) }].compactMap(\.self) + [
        session.item(of: callable, named: name)
      ], next: session.suggestions(for: callable, named: name))
  }

}

extension CommandInput {

  /// The program, if one is named, and the folder behind `to`.
  fileprivate var programAndFolder: (program: Spelled?, folder: Spelled) {
    get throws(DiagnosticError) {
      guard let to = words.lastIndex(where: { $0.text == "to" && !$0.isQuoted }),
        to == words.count - 2
      else { throw DiagnosticError(.usage(.freeze, at: span)) }
      let start = verb.span.bytes.upperBound
      let before = SourceSpan(span.file, start ..< words[to].span.bytes.lowerBound)
      let text = before.text.filter { !$0.isWhitespace }
      if text.isEmpty { return (nil, words[to + 1]) }
      if !text.contains("{"), to != 1 || options.contains(where: { $0.key.text != "backend" }) {
        throw DiagnosticError(.usage(.freeze, at: span))
      }
      let lead = before.text.prefix { $0.isWhitespace }.utf8.count
      let trail = before.text.reversed().prefix { $0.isWhitespace }.count
      let place = SourceSpan(
        span.file, start + lead ..< max(start + lead, before.bytes.upperBound - trail))
      return (Spelled(text: before.text.trimmed, span: place, isQuoted: false), words[to + 1])
    }
  }

}

extension Output.Item {

  /// Tells that what was called `name` is called so no more.
  fileprivate static func replacement(of callable: Callable, named name: String) -> Output.Item {
    let kind =
      switch callable.definition {
      case .program: "program"
      case .fieldOperator(let o): o.scan == nil ? "field operator" : "scan operator"
      case .itir: "program from ITIR"
      }
    return .message(
      "it replaces the \(kind) \(name) of this session: undo brings that back, and "
        + "`thaw DIR as NAME` loads under another name")
  }

}

extension String {

  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

}

extension Session {

  /// Returns the frozen program in the folder that `name` names, to be looked at.
  fileprivate func frozen(_ name: Spelled) throws(DiagnosticError) -> FrozenArtifact {
    try FrozenArtifact(try readablePath(of: name))
  }

  /// Returns the frozen program in the folder that `name` names, to be loaded.
  fileprivate func loadable(_ name: Spelled) throws(DiagnosticError) -> FrozenArtifact {
    let artifact = try frozen(name)
    let path = surroundings.resolve(name.text)
    if surroundings.trial?.hasWritten(path) ?? false { return artifact }
    try surroundings.confinement?.checkLoading(name, at: path)
    return artifact
  }

  /// Returns the callable that `name` names; `p{n=3}` is `p` with an argument bound, whether that was
  /// done before or not.
  fileprivate func callableWithBindings(
    _ name: Spelled?, at span: SourceSpan
  ) throws(DiagnosticError) -> Callable {
    guard let name, callables[name.text] == nil, let brace = name.text.firstIndex(of: "{"),
      name.text.hasSuffix("}")
    else { return try callable(name, at: span) }
    let head = Spelled(text: String(name.text[..<brace]), span: name.span, isQuoted: false)
    let base = try callable(head, at: span)
    var runner = self.runner
    let parameters = try toolchain.parameters(of: base, &runner)
    let inner = "(" + name.text[name.text.index(after: brace)...].dropLast() + ")"
    let whole = Spelled(text: inner, span: name.span, isQuoted: false)
    let parts = whole.parts(between: "(", ")") ?? []
    let bindings = try parts.map { $0?.text ?? "" }.map {
      (text) throws(DiagnosticError) -> BoundArgument in
      guard let equals = text.firstIndex(of: "=") else {
        throw DiagnosticError(.usage(.freeze, at: span))
      }
      let key = text[..<equals].filter { !$0.isWhitespace }
      let value = text[text.index(after: equals)...].filter { !$0.isWhitespace }
      return try BoundArgument(
        Spelled(text: String(key), span: name.span, isQuoted: false),
        Spelled(text: String(value), span: name.span, isQuoted: false), parameters
      ) { definitions.constant($0, for: base) }
    }
    let bound = try base.withBoundArguments(bindings, parameters: parameters) { _ in name.span }
    return callables[bound.name] ?? bound
  }

}

extension FrozenInterface.Field {

  fileprivate var json: JSONValue {
    .object([
      "name": .string(name), "dtype": .string(dtype),
      "dims": .array(dims.map { .string($0) }), "intent": .string(intent),
    ])
  }

}
