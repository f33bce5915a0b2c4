import CodeGen
import Diagnostics
import Fields
import Foundation
import Toolchain

/// Runs one kernel and its rivals in turns.
struct KernelRun {

  private let test: KernelCase
  private let programs: [CompiledProgram]
  private let rivals: Rivals
  private let rounds: Int
  private let compileTime: Duration
  private static let pools = [ThreadPool.single, ThreadPool(count: 2)]

  init(
    _ test: KernelCase, _ path: String, _ cache: ObjectCache, _ rivals: Rivals, _ rounds: Int,
    _ options: Schedule.Options
  ) throws {
    self.test = test
    self.rivals = rivals
    self.rounds = rounds
    var programs: [CompiledProgram] = []
    let clock = ContinuousClock()
    var times: [Duration] = []
    for pool in Self.pools {
      let environment = NativeEnvironment(search: .system, cache: cache, threads: pool)
      _ = try environment.compiler()
      times.append(
        try clock.measure {
          do throws(DiagnosticError) {
            programs.append(
              try CompiledProgram(
                test.program, of: path, binding: test.bindings, tables: test.tables,
                backend: .c(environment, options: options)))
          } catch { throw BenchFailure(error) }
        })
    }
    self.programs = programs
    compileTime = times[0]
  }

  /// What is timed, and how long it took each time.
  private final class Entry {

    let name: String
    let body: () throws -> Void
    var times: [Double] = []

    init(_ name: String, _ body: @escaping () throws -> Void) {
      self.name = name
      self.body = body
    }

    var least: Double { times.min() ?? 0 }
    var median: Double { times.sorted()[times.count / 2] }

  }

  func report() throws {
    var arguments = test.arguments
    var entries: [Entry] = []
    func add(_ name: String, _ body: @escaping () throws -> Void) {
      entries.append(Entry(name, body))
    }
    let arrays = StreamArrays(test.stream, test.dtype)
    for (program, pool) in zip(programs, Self.pools) {
      let t = pool.count
      add("ours\(t)") { [test] in
        do throws(DiagnosticError) {
          try program.call(&arguments, tables: test.tables)
        } catch { throw BenchFailure(error) }
      }
      add("hand\(t)") { [test] in test.hand(on: pool) }
      for streaming in [true, false] {
        let work = arrays.work(rivals, streaming: streaming)
        add("limit\(t) \(streaming)") { work(on: pool) }
      }
    }
    add("naive1") { [test] in test.naive(on: .single) }
    try measure(entries)
    let difference = check(arguments)
    func of(_ name: String) -> Entry {
      guard let e = entries.first(where: { $0.name == name }) else {
        preconditionFailure("no \(name)")
      }
      return e
    }
    func limit(_ t: Int, _ value: (Entry) -> Double) -> Double {
      min(value(of("limit\(t) true")), value(of("limit\(t) false")))
    }
    for t in [1, 2] {
      let ours = of("ours\(t)")
      func ratio(_ e: Entry) -> String {
        fixed(e.least / ours.least, 2) + " (" + fixed(e.median / ours.median, 2) + ")"
      }
      func part(_ threads: Int) -> String {
        fixed(limit(threads, \.least) / ours.least, 2) + " ("
          + fixed(limit(threads, \.median) / ours.median, 2) + ")"
      }
      let s = test.stream
      let bytes = Double((s.reads + s.writes) * s.count * test.dtype.byteCount)
      row(
        t == 1 ? test.title : "", "\(t)", time(ours.least), time(ours.median),
        ratio(of("hand\(t)")), t == 1 ? ratio(of("naive1")) : "", part(t), t == 1 ? "" : part(1),
        fixed(bytes / ours.least / 1e9, 1), t == 1 ? time(compileTime.seconds) : "")
    }
    if let difference { print("  \(difference)") }
    fflush(nil)
  }

  /// Runs all in turns, each often enough to be timed.
  ///
  /// Samples are short, so that some of them fall between what others do on the machine.
  private func measure(_ entries: [Entry]) throws {
    let clock = ContinuousClock()
    for e in entries { try e.body() }
    let counts = try entries.map { e in
      max(1, Int(0.0001 / max(1e-7, try clock.measure { try e.body() }.seconds)))
    }
    for _ in 0 ..< rounds {
      for (e, n) in zip(entries, counts) {
        // What ran before has filled the caches with its own.
        try e.body()
        for _ in 0 ..< 3 {
          let t = try clock.measure { for _ in 0 ..< n { try e.body() } }
          e.times.append(t.seconds / Double(n))
        }
      }
    }
  }

  /// Returns what differs between our results and those of the rivals, which add in the same order.
  private func check(_ arguments: [ArgumentValue]) -> String? {
    for (o, (hand, naive)) in zip(test.outputs, zip(test.handResults, test.naiveResults)) {
      guard case .field(let ours) = arguments[o] else { continue }
      let digest = ours.digest
      if hand.digest != digest { return "the hand-written loop gives other bits for output \(o)" }
      if naive.digest != digest { return "the naive loop gives other bits for output \(o)" }
    }
    return nil
  }

}
