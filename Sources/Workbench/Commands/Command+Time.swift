import Diagnostics
import Fields
import Foundation
import IteratorIR
import StencilTypes
import Toolchain

extension Command {

  static let time: Command = Command(
    "time", "measures how long a program compiles and runs",
    usage: ["time [calls=20] [PROGRAM] [PARAM=VALUE …] [DIM=lo:hi …] [backend=NAME]"],
    arguments: [
      .init("calls", "the number of calls; n=20 means the same, unless a parameter is called n"),
      .program,
      .init("PARAM", "a parameter, as for run; nothing is kept of what is computed"),
      .init("VALUE", "as for run"), .init("DIM", "the range of the outputs along a dimension"),
      .init("NAME", "what is measured; the interpreter stands beside it"),
    ],
    examples: ["time u=random lap=zeros I=128 J=128", "time calls=100 diffuse backend=c"],
    listedWith: "run", redirection: .file,
    recording: { _ in .input(because: "times differ") },
    completion: { point in
      Command.run.completion(point) + (point.key == nil ? ["calls="] : [])
    }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, options: true, of: .time)
    var runner = session.runner
    let run = try session.preparedRun(line, options: ["calls", "n"], &runner)
    let count = try run.callCount
    try session.demandCode(for: run, &runner)
    var backends = [try session.toolchain.compiling(run.request.backend)]
    if !backends[0].interprets, let frozen = session.frozenBackend(for: run) { backends = [frozen] }
    if !backends[0].interprets { backends.append(.interpreter) }
    let traffic = run.traffic
    let limit = MemoryBandwidth(byteCount: traffic)
    var rows: [Timing] = []
    for b in backends { rows.append(try session.timing(of: run, on: b, count: count)) }
    let timings = rows
    return Output(
      run.arguments.remarks.map { .message($0) } + [
        Output.Item(
          text: { table(timings, traffic: traffic, limit, in: $0) },
          json: { form in
            .object([
              "bytes": .integer(traffic),
              "bandwidth": form.isStable ? .null : .number(limit.bytesPerSecond),
              "timings": .array(timings.map { $0.json(in: form) }),
            ])
          })
      ])
  }

  private static func table(
    _ timings: [Timing], traffic: Int, _ limit: MemoryBandwidth, in form: OutputForm
  ) -> String {
    var table = TextTable(
      ["backend", "compile", "calls", "min", "median", "GB/s", "of limit"],
      [.left, .right, .right, .right, .right, .right, .right])
    for t in timings {
      let rate = Double(traffic) / max(1e-9, t.least / .seconds(1))
      table.add([
        t.backend, form.text(of: t.compilation), String(t.count), form.text(of: t.least),
        form.text(of: t.median), form.isStable ? "[RATE]" : String(format: "%.3g", rate * 1e-9),
        form.isStable ? "[PART]" : String(format: "%.2f", rate / limit.bytesPerSecond),
      ])
    }
    let rate = form.isStable ? "[RATE]" : String(format: "%.3g", limit.bytesPerSecond * 1e-9)
    return table.text(width: form.width)
      + "\nfields of \(byteText(traffic)); the machine copies as much at \(rate) GB/s"
  }

}

/// How long one backend took.
private struct Timing {

  let backend: String
  let compilation: Duration
  let calls: [Duration]

  var count: Int { calls.count }
  var least: Duration { calls.min() ?? .zero }
  var median: Duration { calls.sorted()[calls.count / 2] }

  func json(in form: OutputForm) -> JSONValue {
    .object([
      "backend": .string(backend), "compile": form.json(of: compilation), "calls": .integer(count),
      "min": form.json(of: least), "median": form.json(of: median),
    ])
  }

}

extension PreparedRun {

  /// The number of calls that the line asks for.
  fileprivate var callCount: Int {
    get throws(DiagnosticError) {
      let options = ["calls", "n"].compactMap { request.extra[$0] }
      if options.count > 1 { throw DiagnosticError(.repeatedCount(options[1])) }
      guard let given = options.first else { return 20 }
      guard let n = Int(given.text), (1 ... 1_000_000).contains(n) else {
        throw DiagnosticError(
          Diagnostic(
            code: WorkbenchCode.badValue, "'\(given.text)' is no number of calls.", at: given.span,
            hint: "write calls=20"))
      }
      return n
    }
  }

  /// The bytes that a call has to move at least: what it is given once, and what it writes once.
  fileprivate var traffic: Int {
    let outputs = program.outputNames
    let values = program.statements.flatMap { s in
      s.assignment.map { [$0.value] } ?? s.ownExpressions
    }
    let read = Set(values.flatMap { $0.freeNames.map(\.name) })
    return arguments.values.reduce(0) { sum, argument in
      let times = (outputs.contains(argument.name) ? 1 : 0) + (read.contains(argument.name) ? 1 : 0)
      return sum + times
        * argument.value.leaves.reduce(0) { size, leaf in
          if case .field(let f) = leaf { size + f.domain.count * f.dtype.byteCount } else { size }
        }
    }
  }

}

extension Diagnostic {

  fileprivate static func repeatedCount(_ value: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "The number of calls is given twice.", at: value.span,
      hint: "calls and n mean the same: leave one of them out")
  }

}

extension Session {

  /// Compiles and calls `run` on `backend`; what it writes is thrown away.
  fileprivate func timing(
    of run: PreparedRun, on backend: Backend, count: Int
  ) throws(DiagnosticError) -> Timing {
    let clock = ContinuousClock()
    // Nothing that was compiled before counts.
    let fresh = Toolchain(backends: toolchain.backends)
    var runner = fresh.runner(isCancelled: surroundings.isCancelled)
    let start = clock.now
    let executable = try fresh.compile(run.info, on: backend, &runner)
    let compilation = clock.now - start
    let given = executable.parameters.compactMap { p in
      run.arguments.values.first { $0.name == p.name.name }?.value
    }
    let around = Executable.CallContext(
      tables: tablesByOffset, isCancelled: surroundings.isCancelled)
    var calls: [Duration] = []
    let limit = clock.now.advanced(by: .seconds(20))
    // The first call is not like others.
    for n in 0 ... count {
      var arguments = given.map(\.unshared)
      let start = clock.now
      try executable.call(updating: &arguments, in: around)
      let spent = clock.now - start
      if n > 0 || spent > .seconds(1) { calls.append(spent) }
      try surroundings.advance(n, of: count)
      if clock.now > limit { break }
    }
    return Timing(backend: backend.name, compilation: compilation, calls: calls)
  }

}

extension ArgumentValue {

  /// The value in memory that nobody else has.
  fileprivate var unshared: ArgumentValue {
    switch self {
    case .scalar: return self
    case .field(var field):
      field.makeUnique()
      return .field(field)
    case .tuple(let parts): return .tuple(parts.map(\.unshared))
    }
  }

}
